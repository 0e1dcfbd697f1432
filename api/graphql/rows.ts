/** Which row stands behind each type of the schema, so that types can name one another without importing one another. */
import type { AssetRow } from '../reads/asset.ts'
import type { BucketRow } from '../reads/bucket.ts'
import type { CertificationRow } from '../reads/certification.ts'
import type { ChunkReleaseRow } from '../reads/chunk-release.ts'
import type { ConsumerRow } from '../reads/consumer.ts'
import type { CreditRow } from '../reads/credit.ts'
import type { CreditChangeRow } from '../reads/credit-change.ts'
import type { DealRow } from '../reads/deal.ts'
import type { DealChangeRow } from '../reads/deal-change.ts'
import type { DisputeRow } from '../reads/dispute.ts'
import type { DisputeEvidenceRow } from '../reads/dispute-evidence.ts'
import type { EventRow } from '../reads/event.ts'
import type { MarketState } from '../reads/market.ts'
import type { PaymentRow, PaymentTotalRow } from '../reads/payment.ts'
import type { ProviderRow } from '../reads/provider.ts'
import type { QuarantineRow } from '../reads/quarantine.ts'
import type { ReputationChangeRow } from '../reads/reputation-change.ts'
import type { RoleChangeRow } from '../reads/role-change.ts'
import type { ServiceProviderRow } from '../reads/service-provider.ts'
import type { SlaReportRow } from '../reads/sla-report.ts'
import type { StreamRow } from '../reads/stream.ts'
import type { StreamChangeRow } from '../reads/stream-change.ts'
import type { UnitRow } from '../reads/unit.ts'
import type { UsageReportRow } from '../reads/usage-report.ts'
import type { AmountRow } from './amount.ts'

/** Type name in GraphQL → what its resolvers get as parent. */
export interface Rows {
  Amount: AmountRow
  Market: MarketState
  Provider: ProviderRow
  Consumer: ConsumerRow
  ServiceProvider: ServiceProviderRow
  Certification: CertificationRow
  Bucket: BucketRow
  Unit: UnitRow
  Deal: DealRow
  DealChange: DealChangeRow
  Stream: StreamRow
  StreamChange: StreamChangeRow
  ChunkRelease: ChunkReleaseRow
  Dispute: DisputeRow
  DisputeEvidence: DisputeEvidenceRow
  Payment: PaymentRow
  PaymentTotal: PaymentTotalRow & { marketId: number }
  Credit: CreditRow
  CreditChange: CreditChangeRow
  Asset: AssetRow
  RoleChange: RoleChangeRow
  ReputationChange: ReputationChangeRow
  UsageReport: UsageReportRow
  SlaReport: SlaReportRow
  Event: EventRow
  QuarantinedEvent: QuarantineRow
}

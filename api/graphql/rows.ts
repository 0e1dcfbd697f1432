/** Which row stands behind each type of the schema, so that types can name one another without importing one another. */
import type { BucketRow } from '../reads/bucket.ts'
import type { ConsumerRow } from '../reads/consumer.ts'
import type { DealRow } from '../reads/deal.ts'
import type { DealChangeRow } from '../reads/deal-change.ts'
import type { EventRow } from '../reads/event.ts'
import type { MarketState } from '../reads/market.ts'
import type { PaymentRow, PaymentTotalRow } from '../reads/payment.ts'
import type { ProviderRow } from '../reads/provider.ts'
import type { QuarantineRow } from '../reads/quarantine.ts'
import type { ReputationChangeRow } from '../reads/reputation-change.ts'
import type { SlaReportRow } from '../reads/sla-report.ts'
import type { UsageReportRow } from '../reads/usage-report.ts'
import type { AmountRow } from './amount.ts'

/** Type name in GraphQL → what its resolvers get as parent. */
export interface Rows {
  Amount: AmountRow
  Market: MarketState
  Provider: ProviderRow
  Consumer: ConsumerRow
  Bucket: BucketRow
  Deal: DealRow
  DealChange: DealChangeRow
  Payment: PaymentRow
  PaymentTotal: PaymentTotalRow & { marketId: number }
  ReputationChange: ReputationChangeRow
  UsageReport: UsageReportRow
  SlaReport: SlaReportRow
  Event: EventRow
  QuarantinedEvent: QuarantineRow
}

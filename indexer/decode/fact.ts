/** What an event says, typed, with the place on the chain where it was said. */
import type { AssetFact } from './facts/asset.ts'
import type { BucketFact } from './facts/bucket.ts'
import type { CertificationFact } from './facts/certification.ts'
import type { ConsumerFact } from './facts/consumer.ts'
import type { CreditFact } from './facts/credit.ts'
import type { DealChangeFact, DealFact } from './facts/deal.ts'
import type { DisputeFact } from './facts/dispute.ts'
import type { MarketFact } from './facts/market.ts'
import type { ProviderFact } from './facts/provider.ts'
import type { ReputationFact } from './facts/reputation.ts'
import type { RoleFact } from './facts/role.ts'
import type { ServiceProviderFact } from './facts/service-provider.ts'
import type { StreamFact } from './facts/stream.ts'
import type { UnitFact } from './facts/unit.ts'

/** Where and when an event was published. */
export interface Position {
  /** ledger << 32 | transaction << 12 | operation */
  readonly toid: bigint
  readonly eventIndex: number
  readonly ledger: number
  /** Close time of the ledger. */
  readonly closedAt: Date
  /** Hex. */
  readonly txHash: string
}

/** The content of an event, told apart by `event`. */
export type Statement =
  | MarketFact
  | RoleFact
  | AssetFact
  | CreditFact
  | ProviderFact
  | ServiceProviderFact
  | ConsumerFact
  | CertificationFact
  | BucketFact
  | UnitFact
  | DealFact
  | StreamFact
  | DisputeFact
  | ReputationFact

/** A statement at its place. */
export type Fact = Statement & { readonly position: Position }

/** A fact of one noun, e.g. `FactOf<DealFact>`. */
export type FactOf<S extends Statement> = S & { readonly position: Position }

/** The fact where it leaves a deal in a new state. */
export const dealChangeOf = (fact: Fact): FactOf<DealChangeFact> | undefined =>
  'dealId' in fact && 'state' in fact ? fact : undefined

/** The fact where it leaves a stream in a new state. */
export const streamChangeOf = (fact: Fact): FactOf<StreamFact> | undefined =>
  'streamId' in fact && 'state' in fact ? fact : undefined

/** Each event that has a fact; the compiler demands all of them, a test compares them with the contract's interface. */
const EVENTS: Record<Statement['event'], true> = {
  market_created: true,
  owner_changed: true,
  platform_fee_changed: true,
  stable_asset_changed: true,
  pause_changed: true,
  contract_upgraded: true,
  executable_update: true,
  surplus_swept: true,
  owner_proposed: true,
  role_changed: true,
  asset_changed: true,
  credit_added: true,
  credit_claimed: true,
  provider_registered: true,
  provider_updated: true,
  provider_deleted: true,
  service_provider_registered: true,
  service_provider_updated: true,
  service_provider_deleted: true,
  consumer_registered: true,
  consumer_updated: true,
  consumer_deleted: true,
  certification_granted: true,
  certification_revoked: true,
  bucket_created: true,
  bucket_updated: true,
  bucket_locked: true,
  bucket_unlocked: true,
  bucket_deleted: true,
  units_committed: true,
  units_changed: true,
  reputation_changed: true,
  deal_created: true,
  deal_accepted: true,
  deal_rejected: true,
  deal_withdrawn: true,
  deal_timed_out: true,
  deal_funded: true,
  deal_deposited: true,
  deal_usage_reported: true,
  deal_sla_reported: true,
  deal_period_reported: true,
  deal_settled: true,
  deal_completed: true,
  deal_cancelled: true,
  deal_expired: true,
  deal_dispute_changed: true,
  deal_resolved: true,
  deal_deleted: true,
  deal_status_event: true,
  stream_opened: true,
  stream_accepted: true,
  stream_withdrawn: true,
  chunks_released: true,
  stream_slashed: true,
  stream_finished: true,
  stream_dispute_changed: true,
  stream_resolved: true,
  dispute_opened: true,
  dispute_evidence_added: true,
  dispute_resolved: true,
  dispute_withdrawn: true,
  dispute_lapsed: true,
}

/** Names of the events that have a fact. */
export const FACT_EVENTS: readonly string[] = Object.keys(EVENTS)

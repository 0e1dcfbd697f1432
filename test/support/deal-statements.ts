/** Statements about deals and what follows from them, to vary in tests. */
import type { Statement } from '../../indexer/decode/fact.ts'
import type { DealState, DealTerms } from '../../indexer/decode/facts/deal.ts'
import { ASSET, CONSUMER, OWNER, PROVIDER, TIME } from './parties.ts'

export const terms = (changes: Partial<DealTerms> = {}): DealTerms => ({
  asset: ASSET,
  feeBps: 250,
  pricePerGbStorage: 1000n,
  pricePerGbEgress: 500n,
  slaAvgLatencyMs: 100,
  slaAvgUptimePct: 99_000_000,
  durationSecs: 86_400n,
  agreedStorageMb: 4096n,
  agreedEgressMb: 2048n,
  apiCompatibility: 's3',
  createdTs: TIME,
  ...changes,
})

export const state = (changes: Partial<DealState> = {}): DealState => ({
  status: 'Pending',
  balance: 0n,
  paidIn: 0n,
  paidOut: 0n,
  fees: 0n,
  refunded: 0n,
  slashed: 0n,
  unpaidStorageMb: 0n,
  unpaidEgressMb: 0n,
  paidStorageMb: 0n,
  paidEgressMb: 0n,
  slashStorageMb: 0n,
  slashEgressMb: 0n,
  slaAvgLatencyMs: 0,
  slaAvgUptimePct: 0,
  startTs: 0n,
  lastSettledTs: 0n,
  periodEnd: 0n,
  disputeId: 0,
  fbRepoId: 'repo',
  ...changes,
})

const FUNDED = state({ status: 'Funded', balance: 10_000n, paidIn: 10_000n, startTs: TIME })
const SETTLED = state({
  ...FUNDED,
  balance: 6000n,
  paidOut: 3900n,
  fees: 100n,
  paidStorageMb: 3072n,
  paidEgressMb: 2048n,
  lastSettledTs: TIME,
})
const ENDED = state({ ...SETTLED, status: 'Completed', balance: 0n, refunded: 6000n })

const REPORTED = state({ ...FUNDED, periodEnd: TIME + 60n })
const RESOLVED = state({ ...FUNDED, status: 'Completed', balance: 0n, paidOut: 4000n, refunded: 6000n })
const deal = { consumer: CONSUMER, provider: PROVIDER, dealId: 1 }
const settled = { reason: 'settled', consumer: CONSUMER, provider: PROVIDER, dealId: 1, streamId: 0 }

/** One deal that is completed, and others that end in another way. */
export const DEALS: readonly Statement[] = [
  { event: 'deal_created', ...deal, bucketId: 1, terms: terms(), state: state() },
  { event: 'deal_rejected', ...deal, dealId: 2, state: state({ status: 'Cancelled' }) },
  { event: 'deal_withdrawn', ...deal, dealId: 3, state: state({ status: 'Cancelled' }) },
  { event: 'deal_timed_out', ...deal, dealId: 4, state: state({ status: 'Cancelled' }) },
  { event: 'deal_accepted', ...deal, state: state({ status: 'Accepted' }) },
  { event: 'deal_funded', ...deal, amount: 8000n, state: state({ ...FUNDED, balance: 8000n, paidIn: 8000n }) },
  { event: 'deal_deposited', ...deal, amount: 2000n, state: FUNDED },
  { event: 'deal_usage_reported', ...deal, storageMb: 3072n, egressMb: 2048n, state: FUNDED },
  { event: 'deal_sla_reported', ...deal, slaAvgLatencyMs: 101, slaAvgUptimePct: 99_000_000, state: FUNDED },
  {
    ...{
      event: 'deal_period_reported',
      ...deal,
      periodStart: TIME,
      periodEnd: TIME + 60n,
      storageMb: 1n,
      egressMb: 2n,
    },
    ...{ slaAvgLatencyMs: 90, slaAvgUptimePct: 99_100_000, state: REPORTED },
  },
  { event: 'deal_dispute_changed', ...deal, disputeId: 1, state: { ...REPORTED, disputeId: 1 } },
  {
    ...{ event: 'deal_settled', ...deal, outcome: 'paid', gross: 4000n, fee: 100n, net: 3900n, feeRecipient: OWNER },
    ...{ storageMb: 3072n, egressMb: 2048n, state: SETTLED },
  },
  {
    ...{ event: 'reputation_changed', party: PROVIDER, role: 'provider', reputation: 51, previous: 50 },
    ...settled,
  },
  {
    ...{ event: 'reputation_changed', party: CONSUMER, role: 'consumer', reputation: 51, previous: 50 },
    ...settled,
  },
  {
    ...{ event: 'reputation_changed', party: PROVIDER, role: 'provider', reputation: 52, previous: 51 },
    ...{ ...settled, reason: 'finished', dealId: 0, streamId: 1 },
  },
  { event: 'deal_completed', ...deal, refund: 6000n, state: ENDED },
  { event: 'deal_cancelled', ...deal, dealId: 5, refund: 1n, state: state({ ...ENDED, status: 'Cancelled' }) },
  { event: 'deal_expired', ...deal, dealId: 6, refund: 6000n, state: ENDED },
  { event: 'deal_resolved', ...deal, dealId: 7, disputeId: 4, refund: 6000n, net: 4000n, state: RESOLVED },
  { event: 'deal_status_event', consumerId: CONSUMER, providerId: PROVIDER, dealId: 1, status: 'Completed' },
  { event: 'deal_deleted', ...deal, state: ENDED },
]

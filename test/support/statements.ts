/** One plausible statement of each event, to vary in tests. */
import { Address, StrKey } from '@stellar/stellar-sdk'
import type { Statement } from '../../indexer/decode/fact.ts'
import type { BucketState } from '../../indexer/decode/facts/bucket.ts'
import type { DealState, DealTerms } from '../../indexer/decode/facts/deal.ts'

/** An account of a number: the same number is the same account. */
export const account = (number: number): string => StrKey.encodeEd25519PublicKey(bytes(number))
/** A contract of a number. */
export const contract = (number: number): string => Address.contract(bytes(number)).toString()

const bytes = (number: number): Buffer => {
  const key = Buffer.alloc(32)
  key.writeUInt32BE(number, 28)
  return key
}

export const OWNER = account(1)
export const PROVIDER = account(2)
export const CONSUMER = account(3)
export const ASSET = contract(4)
export const HASH = 'ab'.repeat(32)

const TIME = 1_700_000_000n

export const bucket = (changes: Partial<BucketState> = {}): BucketState => ({
  providerId: PROVIDER,
  bucketId: 1,
  name: 'Archive Zürich',
  region: 'eu-central',
  country: 'CH',
  fbBucketId: 'fb-1',
  apiCompatibility: 's3',
  accessScope: 'private',
  tags: ['cold', 'nvme'],
  pricePerGbStorage: 1000n,
  pricePerGbEgress: 500n,
  slaAvgLatencyMs: 100,
  slaAvgUptimePct: 99_000_000,
  maxStorageGb: 4_000_000_000,
  maxEgressGb: 10,
  encryptionAtRest: true,
  encryptionInTransit: false,
  objectLocking: false,
  versioningEnabled: true,
  locked: false,
  status: 'Active',
  createdTs: TIME,
  ...changes,
})

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

const party = { description: 'Söme party', registeredTs: TIME, lastUpdateTs: TIME + 1n, reputation: 50 }
const provider = { provider: PROVIDER, ...party, unitsCount: 3 }
const consumer = { consumer: CONSUMER, ...party }
const inBucket = { provider: PROVIDER, bucketId: 1 }
const deal = { consumer: CONSUMER, provider: PROVIDER, dealId: 1 }

/** In an order in which a market could publish them. */
export const STATEMENTS: readonly Statement[] = [
  { event: 'market_created', owner: OWNER, platformFee: 250n, version: 18 },
  { event: 'owner_changed', owner: account(9), previous: OWNER },
  { event: 'platform_fee_changed', platformFee: 300n, previous: 250n },
  { event: 'stable_asset_changed', asset: ASSET, previous: null, symbol: 'USDC', decimals: 7 },
  { event: 'contract_upgraded', wasmHash: HASH },
  { event: 'surplus_swept', asset: ASSET, amount: 5n, to: OWNER },
  { event: 'provider_registered', ...provider },
  { event: 'provider_updated', ...provider, description: 'Better' },
  { event: 'consumer_registered', ...consumer },
  { event: 'consumer_updated', ...consumer, description: 'Richer' },
  { event: 'bucket_created', ...inBucket, bucket: bucket() },
  { event: 'bucket_updated', ...inBucket, bucket: bucket({ pricePerGbStorage: 1100n }) },
  { event: 'deal_created', ...deal, bucketId: 1, terms: terms(), state: state() },
  { event: 'deal_rejected', ...deal, dealId: 2, state: state({ status: 'Cancelled' }) },
  { event: 'deal_withdrawn', ...deal, dealId: 3, state: state({ status: 'Cancelled' }) },
  { event: 'deal_timed_out', ...deal, dealId: 4, state: state({ status: 'Cancelled' }) },
  { event: 'bucket_locked', ...inBucket, bucket: bucket({ locked: true }) },
  { event: 'deal_accepted', ...deal, state: state({ status: 'Accepted' }) },
  { event: 'deal_funded', ...deal, amount: 8000n, state: state({ ...FUNDED, balance: 8000n, paidIn: 8000n }) },
  { event: 'deal_deposited', ...deal, amount: 2000n, state: FUNDED },
  { event: 'deal_usage_reported', ...deal, storageMb: 3072n, egressMb: 2048n, state: FUNDED },
  { event: 'deal_sla_reported', ...deal, slaAvgLatencyMs: 101, slaAvgUptimePct: 99_000_000, state: FUNDED },
  {
    ...{ event: 'deal_settled', ...deal, outcome: 'paid', gross: 4000n, fee: 100n, net: 3900n, feeRecipient: OWNER },
    ...{ storageMb: 3072n, egressMb: 2048n, state: SETTLED },
  },
  {
    ...{ event: 'reputation_changed', party: PROVIDER, role: 'provider', reputation: 51, previous: 50 },
    ...{ reason: 'settled', consumer: CONSUMER, provider: PROVIDER, dealId: 1 },
  },
  {
    ...{ event: 'reputation_changed', party: CONSUMER, role: 'consumer', reputation: 51, previous: 50 },
    ...{ reason: 'settled', consumer: CONSUMER, provider: PROVIDER, dealId: 1 },
  },
  { event: 'deal_completed', ...deal, refund: 6000n, state: ENDED },
  { event: 'deal_cancelled', ...deal, dealId: 5, refund: 1n, state: state({ ...ENDED, status: 'Cancelled' }) },
  { event: 'deal_status_event', consumerId: CONSUMER, providerId: PROVIDER, dealId: 1, status: 'Completed' },
  { event: 'deal_deleted', ...deal, state: ENDED },
  { event: 'bucket_unlocked', ...inBucket, bucket: bucket() },
  { event: 'bucket_deleted', ...inBucket, bucket: bucket({ status: 'Deleted' }) },
  { event: 'provider_deleted', ...provider },
  { event: 'consumer_deleted', ...consumer },
]

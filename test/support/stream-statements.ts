/** Statements about streams, to vary in tests. */
import type { Statement } from '../../indexer/decode/fact.ts'
import type { StreamState, StreamTerms } from '../../indexer/decode/facts/stream.ts'
import { ASSET, CONSUMER, HASH, OWNER, PROVIDER, RELAYER, TIME } from './parties.ts'

const DEADLINE = TIME + 86_400n

export const streamTerms = (changes: Partial<StreamTerms> = {}): StreamTerms => ({
  asset: ASSET,
  attestor: `04${'12'.repeat(64)}`,
  chunkAmount: 1000n,
  chunkTip: 10n,
  chunks: 3,
  collateral: 500n,
  createdTs: TIME,
  deadlineTs: DEADLINE,
  feeBps: 250,
  proofSetId: 7n,
  ...changes,
})

export const streamState = (changes: Partial<StreamState> = {}): StreamState => ({
  ...{ status: 'Open', balance: 3030n, paidIn: 3030n, paidOut: 0n, fees: 0n, tips: 0n, refunded: 0n },
  ...{ collateral: 0n, collateralPaid: 0n, collateralReturned: 0n, collateralSlashed: 0n, released: 0 },
  ...{ acceptedTs: 0n, deadlineTs: DEADLINE, disputeId: 0 },
  ...changes,
})

const ACTIVE = streamState({ status: 'Active', collateral: 500n, collateralPaid: 500n, acceptedTs: TIME })
const TWO_RELEASED = streamState({
  ...ACTIVE,
  ...{ balance: 1010n, paidOut: 1950n, fees: 50n, tips: 20n, released: 2 },
})
const ALL_RELEASED = streamState({ ...ACTIVE, balance: 10n, paidOut: 2925n, fees: 75n, tips: 20n, released: 3 })
const OVER = { balance: 0n, collateral: 0n }

const stream = { consumer: CONSUMER, provider: PROVIDER, streamId: 1 }
const chunk = (number: number) => ({ chunk: number, root: HASH, timestamp: TIME + 1n })

/** One stream that is finished, and others that end in another way. */
export const STREAMS: readonly Statement[] = [
  { event: 'stream_opened', ...stream, bucketId: 1, terms: streamTerms(), state: streamState() },
  { event: 'stream_accepted', ...stream, state: ACTIVE },
  {
    ...{ event: 'chunks_released', ...stream, chunks: [chunk(0), chunk(2)], gross: 2000n, fee: 50n, net: 1950n },
    ...{ feeRecipient: OWNER, relayer: RELAYER, tip: 20n, state: TWO_RELEASED },
  },
  {
    ...{ event: 'chunks_released', ...stream, chunks: [chunk(1)], gross: 1000n, fee: 25n, net: 975n },
    ...{ feeRecipient: OWNER, relayer: null, tip: 0n, state: ALL_RELEASED },
  },
  {
    ...{ event: 'stream_finished', ...stream, collateral: 500n, refund: 10n },
    state: streamState({ ...ALL_RELEASED, ...OVER, status: 'Finished', refunded: 10n, collateralReturned: 500n }),
  },
  { event: 'stream_opened', ...stream, streamId: 2, bucketId: 1, terms: streamTerms(), state: streamState() },
  {
    ...{ event: 'stream_withdrawn', ...stream, streamId: 2, refund: 3030n },
    state: streamState({ status: 'Withdrawn', balance: 0n, refunded: 3030n }),
  },
  { event: 'stream_opened', ...stream, streamId: 3, bucketId: 1, terms: streamTerms(), state: streamState() },
  { event: 'stream_accepted', ...stream, streamId: 3, state: ACTIVE },
  {
    ...{ event: 'stream_slashed', ...stream, streamId: 3, collateral: 500n, refund: 3030n },
    state: streamState({ ...ACTIVE, ...OVER, status: 'Slashed', refunded: 3030n, collateralSlashed: 500n }),
  },
  { event: 'stream_opened', ...stream, streamId: 4, bucketId: 1, terms: streamTerms(), state: streamState() },
  { event: 'stream_accepted', ...stream, streamId: 4, state: ACTIVE },
  { event: 'stream_dispute_changed', ...stream, streamId: 4, disputeId: 2, state: { ...ACTIVE, disputeId: 2 } },
  {
    ...{ event: 'stream_resolved', ...stream, streamId: 4, disputeId: 2, net: 1530n, refund: 2000n },
    state: streamState({
      ...ACTIVE,
      ...OVER,
      ...{ status: 'Resolved', paidOut: 1030n, refunded: 2000n, collateralReturned: 500n },
    }),
  },
]

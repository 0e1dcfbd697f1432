/** Statements about disputes, to vary in tests. */
import type { Statement } from '../../indexer/decode/fact.ts'
import type { DisputeState } from '../../indexer/decode/facts/dispute.ts'
import { CONSUMER, HASH, PROVIDER, TIME } from './parties.ts'

export const disputeState = (changes: Partial<DisputeState> = {}): DisputeState => ({
  ...{ status: 'Open', consumerAmount: 0n, providerAmount: 0n, evidenceCount: 0 },
  ...{ openedTs: TIME, deadlineTs: TIME + 2_592_000n, closedTs: 0n },
  ...changes,
})

const dispute = { consumer: CONSUMER, provider: PROVIDER, disputeId: 1 }
const about = { openedBy: CONSUMER, reason: 'No data, "nothing"', reasonHash: HASH } as const

/** A dispute about the deal 1 that is decided, and others that end in another way. */
export const DISPUTES: readonly Statement[] = [
  { event: 'dispute_opened', ...dispute, ...about, subject: 'Deal', subjectId: 1, state: disputeState() },
  {
    ...{ event: 'dispute_evidence_added', ...dispute, evidenceHash: HASH, party: PROVIDER },
    state: disputeState({ evidenceCount: 1 }),
  },
  {
    ...{ event: 'dispute_resolved', ...dispute },
    state: disputeState({
      ...{ status: 'Resolved', evidenceCount: 1, consumerAmount: 4000n, providerAmount: 2000n, closedTs: TIME + 9n },
    }),
  },
  {
    ...{ event: 'dispute_opened', ...dispute, disputeId: 2, ...about, subject: 'Stream', subjectId: 4 },
    state: disputeState(),
  },
  {
    ...{ event: 'dispute_withdrawn', ...dispute, disputeId: 2 },
    state: disputeState({ status: 'Withdrawn', closedTs: TIME + 9n }),
  },
  {
    ...{ event: 'dispute_opened', ...dispute, disputeId: 3, ...about, subject: 'Deal', subjectId: 1 },
    state: disputeState(),
  },
  {
    ...{ event: 'dispute_lapsed', ...dispute, disputeId: 3 },
    state: disputeState({ status: 'Lapsed', closedTs: TIME + 2_592_001n }),
  },
]

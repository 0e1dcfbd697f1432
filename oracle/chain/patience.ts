/** How long things are waited for and what they may cost. */

/** Times are the network's where they are seconds or ledgers, this machine's where they are milliseconds. */
export interface Patience {
  /** Pause between questions for the newest ledger. */
  readonly pollMs: number
  /** Longest wait for a ledger before a transaction is looked for anyway. */
  readonly ledgerMs: number
  /** Ledgers that may pass a transaction by before its fee is raised. */
  readonly stuckLedgers: number
  /** How long a ledger may take a transaction in. */
  readonly validitySecs: number
  /** What is offered to be taken into a ledger, in stroops, beside the resources. */
  readonly inclusionFee: bigint
  /** The most that is offered. */
  readonly maxInclusionFee: bigint
  /** First pause before another attempt; it doubles, up to `maxRetryMs`. */
  readonly retryMs: number
  readonly maxRetryMs: number
  /** Per question and node. */
  readonly rpcTimeoutMs: number
}

/** For the public networks: a ledger every five seconds. */
export const PATIENCE: Patience = {
  pollMs: 1_000,
  ledgerMs: 10_000,
  stuckLedgers: 4,
  validitySecs: 180,
  inclusionFee: 1_000n,
  maxInclusionFee: 1_000_000n,
  retryMs: 500,
  maxRetryMs: 10_000,
  rpcTimeoutMs: 10_000,
}

/** A pending transaction is replaced only by one that offers ten times as much (stellar-core, FEE_MULTIPLIER). */
const FEE_STEP = 10n

/** The next fee to offer, never above the most. */
export const raised = (fee: bigint, { maxInclusionFee }: Pick<Patience, 'maxInclusionFee'>): bigint =>
  fee * FEE_STEP < maxInclusionFee ? fee * FEE_STEP : maxInclusionFee

/** What the programs ask of the contract, and what becomes of it. */
import type { xdr } from '@stellar/stellar-sdk'

/** A call of the market's contract. */
export interface Call {
  readonly function: string
  readonly args: readonly xdr.ScVal[]
}

/** The network took it in and it succeeded. */
export interface Applied {
  readonly status: 'applied'
  readonly hash: string
  readonly ledger: number
  readonly result: xdr.ScVal
}

/** The answer is no, and asking again will not change it. */
export interface Refused {
  readonly status: 'refused'
  /** Name of the contract's error as in its interface; of the token's; else the network's own, e.g. `Budget/ExceededLimit`. */
  readonly error: string
  /** For people: what it means and what to do. */
  readonly message: string
  /** null where the simulation refused it: nothing was sent. */
  readonly hash: string | null
  readonly ledger: number | null
}

/** Given up after bounded retries. Nothing that was sent can be applied any more: the call may be made again. */
export interface Expired {
  readonly status: 'expired'
  /** The last transaction that was sent for it; null where none was. */
  readonly hash: string | null
  readonly reason: string
}

/** There is no fourth way, except that the submitter is stopped: then `SubmitterStopped` is thrown. */
export type Outcome = Applied | Refused | Expired

/** A call that is refused for good. */
export class CallRefused extends Error {
  override name = 'CallRefused'
  /** Name of the error, as in `Refused`. */
  readonly error: string
  readonly hash: string | null
  readonly ledger: number | null
  constructor(error: string, message: string, options: ErrorOptions & { hash?: string; ledger?: number } = {}) {
    super(message, options)
    this.error = error
    this.hash = options.hash ?? null
    this.ledger = options.ledger ?? null
  }
}

/** The submitter was stopped while a call was under way; where `hash` is set, that transaction may still be applied. */
export class SubmitterStopped extends Error {
  override name = 'SubmitterStopped'
  readonly hash: string | null
  constructor(hash: string | null, options?: ErrorOptions) {
    super(hash === null ? 'stopped before it was sent' : `stopped while the network decided about ${hash}`, options)
    this.hash = hash
  }
}

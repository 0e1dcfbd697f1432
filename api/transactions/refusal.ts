/** Why a transaction cannot be built, relayed or looked up: one error class, sorted by what the caller can do about it. */

/**
 * What went wrong, as a client's program reads it:
 *
 * | code | who can help |
 * |---|---|
 * | INVALID_ARGUMENT, UNKNOWN_FUNCTION, SOURCE_REQUIRED | the caller: another argument |
 * | ACCOUNT_NOT_FOUND | the account's owner: fund it |
 * | CONTRACT_ERROR | nobody by retrying: the contract refuses this call in its present state |
 * | AUTH_REQUIRED, UNSIGNED_TRANSACTION | whoever has to sign |
 * | BUDGET_EXCEEDED, ENTRY_ARCHIVED, CONTRACT_NOT_FOUND, SIMULATION_FAILED | nobody by retrying at once |
 * | INVALID_TRANSACTION, WRONG_NETWORK, TRANSACTION_TOO_LARGE | the wallet that made the transaction |
 * | TRANSACTION_FAILED | the caller: build it again; the network took the transaction and refused it |
 * | RPC_UNAVAILABLE | time: the same request can succeed later |
 * | RPC_REFUSED | the operator: the node understood the request and said no |
 */
export type RefusalCode =
  | 'INVALID_ARGUMENT'
  | 'UNKNOWN_FUNCTION'
  | 'SOURCE_REQUIRED'
  | 'ACCOUNT_NOT_FOUND'
  | 'CONTRACT_ERROR'
  | 'AUTH_REQUIRED'
  | 'UNSIGNED_TRANSACTION'
  | 'BUDGET_EXCEEDED'
  | 'ENTRY_ARCHIVED'
  | 'CONTRACT_NOT_FOUND'
  | 'SIMULATION_FAILED'
  | 'INVALID_TRANSACTION'
  | 'WRONG_NETWORK'
  | 'TRANSACTION_TOO_LARGE'
  | 'TRANSACTION_FAILED'
  | 'RPC_UNAVAILABLE'
  | 'RPC_REFUSED'

/** Values beside the message, for programs: JSON only. */
export type RefusalDetails = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

/** A refusal that is meant for the client: the message names the value and the next step. */
export class TransactionRefused extends Error {
  override name = 'TransactionRefused'
  readonly code: RefusalCode
  readonly details: RefusalDetails

  constructor(code: RefusalCode, message: string, details: RefusalDetails = {}, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.details = details
  }
}

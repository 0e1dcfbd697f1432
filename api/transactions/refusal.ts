/** Why a transaction cannot be built, relayed or looked up: one error class, sorted by what the caller can do about it. */

/** Codes, as a client's program reads them, and what to do. */
export const REFUSAL_CODES = {
  INVALID_ARGUMENT: 'Change the argument that the message names.',
  UNKNOWN_FUNCTION: 'Call one of the functions that the message lists.',
  SOURCE_REQUIRED: 'Name the account that sends the transaction and pays for it.',
  ACCOUNT_NOT_FOUND: 'Fund the account that the message names.',
  CONTRACT_ERROR: 'Read the error by its name: the contract refuses this call in its present state.',
  AUTH_REQUIRED: 'Let the parties that the message names sign.',
  UNSIGNED_TRANSACTION: 'Sign the transaction, then send it.',
  BUDGET_EXCEEDED: 'Ask for less in one call.',
  ENTRY_ARCHIVED: 'Restore the archived entries first.',
  CONTRACT_NOT_FOUND: 'Check contract id and network of the market.',
  SIMULATION_FAILED: 'Read the message: the network cannot carry out this call.',
  INVALID_TRANSACTION: 'Send a signed transaction envelope as base64 XDR.',
  WRONG_NETWORK: 'Sign the transaction for the network that the message names.',
  TRANSACTION_TOO_LARGE: 'Make the transaction smaller.',
  TRANSACTION_FAILED: 'Build the transaction again: the network refused this one.',
  RPC_UNAVAILABLE: 'Try again in some seconds.',
  RPC_REFUSED: 'Report it: the network node understood the request and refused it.',
} as const

export type RefusalCode = keyof typeof REFUSAL_CODES

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

import type { Keypair } from '@stellar/stellar-sdk'

/** A call of the market contract by name, with its arguments by name. */
export interface Call {
  readonly signer: Keypair
  readonly function: string
  readonly args: Record<string, unknown>
}

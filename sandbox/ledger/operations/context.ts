/** What an operation has at hand, and what it comes to. */
import type { xdr } from '@stellar/stellar-sdk'
import type { Host } from '../../host/host.ts'
import type { Restores } from '../entry-changes.ts'
import type { AssetContract } from '../events.ts'
import type { AccountKey } from '../keys.ts'
import type { NetworkSettings } from '../network-settings.ts'
import type { LedgerPoint } from '../preconditions.ts'
import type { Layer } from '../state.ts'
import type { Transaction } from '../transaction.ts'

/** What is the same for all transactions of a ledger. */
export interface LedgerContext {
  host: Host
  settings: NetworkSettings
  /** The ledger being closed. */
  ledger: LedgerPoint
  /** SHA-256 of the passphrase. */
  networkId: Uint8Array
  assetContract: (asset: xdr.Asset) => AssetContract
}

export interface OperationContext extends LedgerContext {
  transaction: Transaction
  /** The account the operation acts for. */
  source: AccountKey
  /** The operation's own: dropped if it fails. */
  layer: Layer
  /** Where the host takes its randomness from: 32 bytes. */
  seed: Uint8Array
}

export interface OperationOutcome {
  successful: boolean
  /** OperationResult */
  result: Uint8Array
  /** ContractEvent each */
  events?: Uint8Array[]
  /** Only of Soroban operations. */
  soroban?: SorobanOutcome
}

export interface SorobanOutcome {
  /** ScVal; null for a failure and for extending and restoring. */
  returnValue: Uint8Array | null
  /** Refundable fee used, stroops, rent included. */
  refundableFee: bigint
  rentFee: bigint
  /** DiagnosticEvent each */
  diagnostics: Uint8Array[]
  restores: Restores
}

/** Why an operation is malformed. */
export interface OperationProblem {
  /** OperationResult */
  result: Uint8Array
  /** DiagnosticEvent each */
  diagnostics: Uint8Array[]
}

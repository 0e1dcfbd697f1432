/** The ledger a call runs in, as `src/context.rs` reads it. */
import { frame, u64 } from './frame.ts'

export interface LedgerContext {
  /** Simulation: the latest closed ledger. Applying: the ledger being closed. */
  sequence: number
  /** Close time, Unix seconds. */
  closeTime: bigint
  /** SHA-256 of the network passphrase. */
  networkId: Uint8Array
  /** Stroops. */
  baseReserve: number
}

export const encodeContext = (protocol: number, ledger: LedgerContext): Uint8Array =>
  frame([protocol, ledger.sequence, u64(ledger.closeTime), ledger.networkId, ledger.baseReserve])

/** Simulating the two operations that only touch lifetimes. Frames of `src/footprint.rs`. */
import { encodeContext, type LedgerContext } from './context.ts'
import { FrameReader, frame } from './frame.ts'

/** ExtendFootprintTTL over the read-only keys, or RestoreFootprint over the read-write keys (LedgerKey XDR). */
export type FootprintSimulationRequest = { ledger: LedgerContext; keys: Uint8Array[] } & (
  | { operation: 'extend'; extendTo: number }
  | { operation: 'restore' }
)

export interface FootprintSimulation {
  /** SorobanTransactionData XDR. */
  transactionData: Uint8Array
  /** For extend: SorobanTransactionData XDR of the restore that has to come before; null when nothing is archived. */
  restorePreamble: Uint8Array | null
}

export const encodeFootprintSimulation = (protocol: number, request: FootprintSimulationRequest): Uint8Array => {
  const [operation, extendTo] = request.operation === 'extend' ? [0, request.extendTo] : [1, 0]
  return frame([encodeContext(protocol, request.ledger), operation, extendTo, request.keys])
}

export const decodeFootprintSimulation = (answer: Uint8Array): FootprintSimulation => {
  const fields = new FrameReader(answer)
  return { transactionData: fields.bytes(), restorePreamble: fields.done ? null : fields.optional() }
}

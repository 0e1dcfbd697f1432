/** Simulating an invocation: what it would do on the snapshot, and the resources it has to declare. Frames of `src/simulate.rs`. */
import { encodeContext, type LedgerContext } from './context.ts'
import { type Field, FrameReader, frame } from './frame.ts'

/**
 * enforce: `entries` (SorobanAuthorizationEntry XDR) are checked as when applying; record: they are made, and only
 * the root call may need them; recordNonRoot: also deeper calls may. `upgraded` asks for AddressV2 credentials.
 */
export type SimulatedAuth =
  | { mode: 'enforce'; entries: Uint8Array[] }
  | { mode: 'record' | 'recordNonRoot'; upgraded?: boolean }

export interface InvokeSimulationRequest {
  ledger: LedgerContext
  /** HostFunction XDR. */
  hostFunction: Uint8Array
  auth: SimulatedAuth
  /** AccountId XDR. */
  source: Uint8Array
  /** 32 bytes, another for every call: nonces come from it. */
  seed: Uint8Array
  /** Instructions added to the simulated ones; only more than the usual 50,000 changes anything. */
  instructionLeeway?: number
  /** Default true. */
  diagnostics?: boolean
}

/** An entry before and after; null where there was or is none. A restored entry has no before. LedgerEntry XDR. */
export interface EntryDiff {
  before: Uint8Array | null
  after: Uint8Array | null
}

interface Measured {
  /** Metered by the simulation, without the adjustment that is in the transaction data. */
  instructions: number
  memoryBytes: number
  /** DiagnosticEvent XDR. */
  diagnosticEvents: Uint8Array[]
}

/** What simulating an invocation finds; a failed one has the host's error as `HostError: …` with its debug trail. */
export type InvokeSimulation =
  | (Measured & {
      status: 'ok'
      /** ScVal XDR. */
      returnValue: Uint8Array
      /** SorobanAuthorizationEntry XDR. */
      auth: Uint8Array[]
      /** ContractEvent XDR. */
      contractEvents: Uint8Array[]
      /** SorobanTransactionData XDR; its resourceFee is the least to offer, archived entries are in its extension. */
      transactionData: Uint8Array
      diffs: EntryDiff[]
    })
  | (Measured & { status: 'failed'; error: string })

const AUTH_MODES = { enforce: 0, record: 1, recordNonRoot: 2 }

export const encodeInvokeSimulation = (protocol: number, request: InvokeSimulationRequest): Uint8Array => {
  const { auth } = request
  const fields: Field[] = [
    encodeContext(protocol, request.ledger),
    request.hostFunction,
    AUTH_MODES[auth.mode],
    auth.mode !== 'enforce' && auth.upgraded ? 1 : 0,
    request.instructionLeeway ?? 0,
    auth.mode === 'enforce' ? auth.entries : [],
    request.source,
    request.seed,
  ]
  return frame(request.diagnostics === false ? [...fields, 0] : fields)
}

export const decodeInvokeSimulation = (answer: Uint8Array): InvokeSimulation => {
  const fields = new FrameReader(answer)
  const failed = fields.u32() !== 0
  const value = fields.bytes()
  const [auth, contractEvents, diagnosticEvents] = [fields.list(), fields.list(), fields.list()]
  const transactionData = fields.bytes()
  const measured = { instructions: fields.u32(), memoryBytes: fields.u32(), diagnosticEvents }
  if (failed) return { status: 'failed', error: new TextDecoder().decode(value), ...measured }
  const diffs = decodeDiffs(fields.nested())
  return { status: 'ok', returnValue: value, auth, contractEvents, transactionData, diffs, ...measured }
}

const decodeDiffs = (fields: FrameReader): EntryDiff[] => {
  const diffs: EntryDiff[] = []
  while (!fields.done) diffs.push({ before: fields.optional(), after: fields.optional() })
  return diffs
}

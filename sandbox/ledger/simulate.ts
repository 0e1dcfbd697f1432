/** Simulation at the latest closed ledger, as stellar-rpc's preflight does it. */
import { xdr } from '@stellar/stellar-sdk'
import type { Host } from '../host/host.ts'
import { HostCallError, HostTrap } from '../host/instance.ts'
import type { EntryDiff, SimulatedAuth } from '../host/simulate.ts'
import { BASE_RESERVE } from './accounts.ts'
import { entryKey } from './entry-key.ts'
import { sha256 } from './hash.ts'
import type {
  ClosedLedger,
  ExtendRequest,
  FootprintRequest,
  FootprintSimulation,
  InvokeRequest,
  InvokeSimulation,
  StateChange,
} from './network.ts'
import { uint32 } from './xdr-bytes.ts'

export interface Simulator {
  invoke(request: InvokeRequest): InvokeSimulation
  extend(request: ExtendRequest): FootprintSimulation
  restore(request: FootprintRequest): FootprintSimulation
}

/** @param latest the ledger to simulate at */
export const createSimulator = (host: Host, networkId: Uint8Array, latest: () => ClosedLedger): Simulator => {
  let calls = 0
  const context = () => {
    const { sequence, closeTime } = latest()
    return { sequence, closeTime, networkId, baseReserve: BASE_RESERVE }
  }
  /** Another one for every call: recorded nonces come from it. */
  const seed = () => sha256('simulation', latest().hash, uint32(calls++))
  return {
    invoke(request) {
      const { hostFunction, source, instructionLeeway = 0 } = request
      const auth = simulatedAuth(request)
      const answer = orError(() =>
        host.simulateInvoke({ ledger: context(), hostFunction, source, auth, seed: seed(), instructionLeeway }),
      )
      return invokeAnswer(answer, latest().sequence)
    },
    extend({ keys, extendTo }) {
      const ask = () => host.simulateFootprint({ ledger: context(), keys: [...keys], operation: 'extend', extendTo })
      return footprintAnswer(orError(ask), latest().sequence)
    },
    restore({ keys }) {
      const ask = () => host.simulateFootprint({ ledger: context(), keys: [...keys], operation: 'restore' })
      return footprintAnswer(orError(ask), latest().sequence)
    },
  }
}

const simulatedAuth = ({ auth, authMode, useUpgradedAuth }: InvokeRequest): SimulatedAuth => {
  if (authMode === 'enforce') return { mode: 'enforce', entries: [...auth] }
  return { mode: authMode === 'record' ? 'record' : 'recordNonRoot', upgraded: useUpgradedAuth }
}

/** What the host refuses, and what makes it trap, is an answer like any other. */
const orError = <T>(ask: () => T): T | { hostError: string } => {
  try {
    return ask()
  } catch (error) {
    if (error instanceof HostCallError || error instanceof HostTrap) return { hostError: error.message }
    throw error
  }
}

const nothing = {
  returnValue: null,
  auth: [],
  contractEvents: [],
  transactionData: null,
  minResourceFee: 0n,
  stateChanges: [],
}

type HostInvoke = ReturnType<Host['simulateInvoke']>

const invokeAnswer = (answer: HostInvoke | { hostError: string }, latestLedger: number): InvokeSimulation => {
  if ('hostError' in answer) {
    const error = answer.hostError
    return { ...nothing, latestLedger, error, diagnosticEvents: [], instructions: 0, memory: 0 }
  }
  const { instructions, memoryBytes: memory, diagnosticEvents } = answer
  const common = { latestLedger, instructions, memory, diagnosticEvents }
  if (answer.status === 'failed') return { ...nothing, ...common, error: answer.error }
  const { returnValue, auth, contractEvents, transactionData, diffs } = answer
  const stateChanges = diffs.flatMap(stateChange)
  const minResourceFee = feeOf(transactionData)
  return { ...common, error: null, returnValue, auth, contractEvents, transactionData, minResourceFee, stateChanges }
}

/** Neither before nor after: an archived entry that the call removed, or one it made and removed again. No change. */
const stateChange = ({ before, after }: EntryDiff): StateChange[] => {
  const known = after ?? before
  if (known === null) return []
  const key = entryKey(known)
  if (before === null) return [{ type: 'created', key, before, after }]
  return [{ type: after === null ? 'deleted' : 'updated', key, before, after }]
}

const feeOf = (transactionData: Uint8Array): bigint => xdr.SorobanTransactionData.fromXdr(transactionData).resourceFee

type HostFootprint = ReturnType<Host['simulateFootprint']>

const footprintAnswer = (answer: HostFootprint | { hostError: string }, latestLedger: number): FootprintSimulation => {
  if ('hostError' in answer) {
    return { latestLedger, error: answer.hostError, transactionData: null, minResourceFee: 0n, restorePreamble: null }
  }
  const { transactionData, restorePreamble } = answer
  const preamble = restorePreamble && {
    transactionData: restorePreamble,
    minResourceFee: feeOf(restorePreamble),
  }
  return {
    latestLedger,
    error: null,
    transactionData,
    minResourceFee: feeOf(transactionData),
    restorePreamble: preamble,
  }
}

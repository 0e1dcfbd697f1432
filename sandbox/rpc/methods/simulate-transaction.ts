import { xdr } from '@stellar/stellar-sdk'
import type { AuthMode, FootprintSimulation, InvokeSimulation, Network, StateChange } from '../../ledger/network.ts'
import { withEventLog } from '../event-log.ts'
import { type Form, readForm, toBase64 } from '../format.ts'
import { flag, request, structure, text, uint64 } from '../params.ts'
import { readSimulation, SimulationRefused } from '../simulation-request.ts'
import type { Method } from './method.ts'

const read = request('SimulateTransactionRequest', {
  transaction: text,
  resourceConfig: structure('ResourceConfig', { instructionLeeway: uint64 }),
  authMode: text,
  useUpgradedAuth: flag,
  xdrFormat: text,
})

type Asked = ReturnType<typeof read>

/** Refusals are answers with `error`, never JSON-RPC errors; those made before the host is asked tell ledger 0. */
export const simulateTransaction: Method = (params, { network }) => {
  const asked = read(params)
  try {
    const form = readForm(asked.xdrFormat, (message) => new SimulationRefused(message))
    return simulate(network, asked, form)
  } catch (error) {
    if (error instanceof SimulationRefused) return { error: error.message, latestLedger: 0 }
    throw error
  }
}

const simulate = (network: Network, asked: Asked, form: Form) => {
  const { body, source, footprint, authMode } = readSimulation(asked.transaction, asked.authMode)
  switch (body.type) {
    case 'invokeHostFunction':
      return showInvocation(form, invoke(network, body.invokeHostFunctionOp, source, authMode, asked))
    case 'extendFootprintTtl': {
      const { extendTo } = body.extendFootprintTtlOp
      return showFootprint(form, network.simulateExtend({ keys: encode(footprint.readOnly), extendTo }))
    }
    default:
      return showFootprint(form, network.simulateRestore({ keys: encode(footprint.readWrite) }))
  }
}

const encode = (values: readonly { toXdr(): Uint8Array }[]) => values.map((value) => value.toXdr())

const invoke = (
  network: Network,
  operation: xdr.InvokeHostFunctionOp,
  source: xdr.AccountId,
  authMode: AuthMode,
  { resourceConfig, useUpgradedAuth }: Asked,
) =>
  network.simulateInvoke({
    hostFunction: operation.hostFunction.toXdr(),
    source: source.toXdr(),
    auth: encode(operation.auth),
    authMode,
    useUpgradedAuth,
    instructionLeeway: resourceConfig.instructionLeeway,
  })

const TRANSACTION_DATA = ['transactionData', 'transactionDataJson'] as const

const showInvocation = (form: Form, simulation: InvokeSimulation) => ({
  ...(simulation.error !== null && { error: withEventLog(simulation.error, simulation.diagnosticEvents) }),
  ...showPrice(form, simulation),
  ...form.fields(['events', 'eventsJson'], xdr.DiagnosticEvent, simulation.diagnosticEvents),
  ...showResult(form, simulation),
  ...showStateChanges(form, simulation.stateChanges),
  latestLedger: simulation.latestLedger,
})

const showFootprint = (form: Form, simulation: FootprintSimulation) => ({
  ...(simulation.error !== null && { error: simulation.error }),
  ...showPrice(form, simulation),
  ...(simulation.restorePreamble && { restorePreamble: showPrice(form, simulation.restorePreamble) }),
  latestLedger: simulation.latestLedger,
})

const showPrice = (form: Form, price: { transactionData: Uint8Array | null; minResourceFee: bigint }) =>
  price.transactionData === null
    ? {}
    : {
        ...form.field(TRANSACTION_DATA, xdr.SorobanTransactionData, price.transactionData),
        minResourceFee: String(price.minResourceFee),
      }

/** An empty `auth` is shown in base64 form and left out in JSON form. */
const showResult = (form: Form, { returnValue, auth }: InvokeSimulation) =>
  returnValue === null
    ? {}
    : {
        results: [
          {
            ...(!form.isJson && { auth: [] }),
            ...form.fields(['auth', 'authJson'], xdr.SorobanAuthorizationEntry, auth),
            ...form.field(['xdr', 'returnValueJson'], xdr.ScVal, returnValue),
          },
        ],
      }

const showStateChanges = (form: Form, changes: readonly StateChange[]) =>
  changes.length === 0 ? {} : { stateChanges: changes.map((change) => showStateChange(form, change)) }

/** `before` and `after` are there in both forms; in JSON form they are null beside what they hold. */
const showStateChange = (form: Form, { type, key, before, after }: StateChange) => ({
  type,
  ...form.field(['key', 'keyJson'], xdr.LedgerKey, key),
  before: form.isJson || before === null ? null : toBase64(before),
  ...(form.isJson && before !== null && form.field(['', 'beforeJson'], xdr.LedgerEntry, before)),
  after: form.isJson || after === null ? null : toBase64(after),
  ...(form.isJson && after !== null && form.field(['', 'afterJson'], xdr.LedgerEntry, after)),
})

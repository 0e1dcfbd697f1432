/** What simulateTransaction is asked to simulate, and what it refuses before the host is asked. */
import { xdr } from '@stellar/stellar-sdk'
import type { AuthMode } from '../ledger/network.ts'

/** The text is the `error` of the answer. */
export class SimulationRefused extends Error {
  override readonly name = 'SimulationRefused'
}

/** The one operation of a transaction that is to be simulated. */
export interface SimulationRequest {
  body: xdr.OperationBody
  /** The operation's source, else the transaction's. */
  source: xdr.AccountId
  /** As declared; empty for an invocation. */
  footprint: xdr.LedgerFootprint
  authMode: AuthMode
}

const MODES: readonly string[] = ['enforce', 'record', 'record_allow_nonroot']

type Inner = xdr.Transaction | xdr.TransactionV0

/** @param envelope base64 @param authMode as asked; empty: by what the operation carries @throws SimulationRefused */
export const readSimulation = (envelope: string, authMode: string): SimulationRequest => {
  const transaction = innermost(decode(envelope))
  const operation = transaction.operations[0]
  if (transaction.operations.length !== 1 || !operation) {
    throw new SimulationRefused('Transaction contains more than one operation')
  }
  if (transaction.memo.type !== 'memoNone') {
    throw new SimulationRefused('Transaction contains a memo. Soroban transactions do not support memos.')
  }
  const { body } = operation
  return {
    body,
    authMode: readMode(body, authMode),
    source: operation.sourceAccount ? accountOf(operation.sourceAccount) : sourceOf(transaction),
    footprint: footprintOf(transaction, body),
  }
}

const decode = (envelope: string) => {
  try {
    return xdr.TransactionEnvelope.fromXdr(envelope, 'base64')
  } catch (cause) {
    throw new SimulationRefused('Could not unmarshal transaction', { cause })
  }
}

const innermost = (envelope: xdr.TransactionEnvelope): Inner => {
  switch (envelope.type) {
    case 'envelopeTypeTx':
      return envelope.v1.tx
    case 'envelopeTypeTxFeeBump':
      return envelope.feeBump.tx.innerTx.v1.tx
    default:
      return envelope.v0.tx
  }
}

const accountOf = (account: xdr.MuxedAccount): xdr.AccountId =>
  ed25519Account(account.type === 'keyTypeMuxedEd25519' ? account.med25519.ed25519 : account.ed25519)

const ed25519Account = (key: xdr.Uint256Bytes) => xdr.AccountId.publicKeyTypeEd25519(key)

const sourceOf = (transaction: Inner) =>
  'sourceAccount' in transaction
    ? accountOf(transaction.sourceAccount)
    : ed25519Account(transaction.sourceAccountEd25519)

const readMode = (body: xdr.OperationBody, mode: string): AuthMode => {
  if (mode !== '' && !MODES.includes(mode)) {
    throw new SimulationRefused(`optional 'authMode' must be one of ${MODES.join(',')} when included`)
  }
  switch (body.type) {
    case 'invokeHostFunction':
      return modeOfInvocation(body.invokeHostFunctionOp.auth.length > 0, mode)
    case 'extendFootprintTtl':
    case 'restoreFootprint':
      if (mode !== '') throw new SimulationRefused('cannot set authMode with non-InvokeHostFunction operations')
      return 'enforce'
    default:
      throw new SimulationRefused(`transaction contains unsupported operation type: ${typeName(body.type)}`)
  }
}

const modeOfInvocation = (hasAuth: boolean, mode: string) => {
  if (mode === '') return hasAuth ? 'enforce' : 'record'
  if (hasAuth && mode !== 'enforce')
    throw new SimulationRefused(`cannot set authMode to '${mode}' with an auth footprint`)
  return mode as AuthMode
}

/** As Go's generated code names it. */
const typeName = (type: string) => `OperationType${type[0]!.toUpperCase()}${type.slice(1)}`

const EMPTY = new xdr.LedgerFootprint({ readOnly: [], readWrite: [] })

const footprintOf = (transaction: Inner, body: xdr.OperationBody) => {
  if (body.type === 'invokeHostFunction') return EMPTY
  const { ext } = transaction
  if (ext.type !== 'sorobanData') {
    throw new SimulationRefused(
      'To perform a SimulateTransaction for ExtendFootprintTtl or RestoreFootprint operations, SorobanTransactionData must be provided',
    )
  }
  return ext.sorobanData.resources.footprint
}

import { xdr } from '@stellar/stellar-sdk'
import { InvalidEnvelope, type Network, type Submission } from '../../ledger/network.ts'
import { type Form, readForm } from '../format.ts'
import { request, text } from '../params.ts'
import { invalidParams } from '../request-error.ts'
import { type Method, seconds } from './method.ts'

const read = request('SendTransactionRequest', { transaction: text, xdrFormat: text })

/** Submits and answers at once: PENDING is no success, an ERROR is no JSON-RPC error. */
export const sendTransaction: Method = (params, { network, view }) => {
  const { transaction, xdrFormat } = read(params)
  const form = readForm(xdrFormat, invalidParams)
  const latest = view.latest()
  const submission = submit(network, transaction)
  return {
    ...reasons(form, submission),
    status: submission.status,
    hash: submission.hash,
    latestLedger: latest.sequence,
    latestLedgerCloseTime: seconds(latest.closeTime),
  }
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

const submit = (network: Network, transaction: string): Submission => {
  if (!BASE64.test(transaction)) throw invalidParams('invalid_xdr')
  try {
    return network.submit(Buffer.from(transaction, 'base64'))
  } catch (error) {
    if (error instanceof InvalidEnvelope) throw invalidParams('invalid_xdr')
    throw error
  }
}

const reasons = (form: Form, submission: Submission) =>
  submission.status === 'ERROR'
    ? {
        ...form.field(['errorResultXdr', 'errorResultJson'], xdr.TransactionResult, submission.result),
        ...form.fields(
          ['diagnosticEventsXdr', 'diagnosticEventsJson'],
          xdr.DiagnosticEvent,
          submission.diagnosticEvents,
        ),
      }
    : {}

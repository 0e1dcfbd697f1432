/** A transaction of a closed ledger as getTransaction and getTransactions show it. */
import { xdr } from '@stellar/stellar-sdk'
import type { AppliedTransaction } from '../ledger/network.ts'
import type { Form } from './format.ts'

/** All but the times, which the two methods write differently. */
export const transactionDetails = (form: Form, transaction: AppliedTransaction) => ({
  status: transaction.successful ? 'SUCCESS' : 'FAILED',
  txHash: transaction.hash,
  applicationOrder: transaction.position,
  feeBump: transaction.innerHash !== null,
  ...form.field(['envelopeXdr', 'envelopeJson'], xdr.TransactionEnvelope, transaction.envelope),
  ...form.field(['resultXdr', 'resultJson'], xdr.TransactionResult, transaction.result),
  ...form.field(['resultMetaXdr', 'resultMetaJson'], xdr.TransactionMeta, transaction.meta),
  ...eventsOf(form, transaction.meta),
  ledger: transaction.ledger,
})

/** The events of the meta once more, apart. @param meta TransactionMeta, version 4 */
const eventsOf = (form: Form, meta: Uint8Array) => {
  const decoded = xdr.TransactionMeta.fromXdr(meta)
  if (decoded.type !== 'v4') throw new Error(`the meta of a transaction has version ${decoded.type}; needed: v4`)
  const { diagnosticEvents, events, operations } = decoded.v4
  const encode = (list: readonly { toXdr(): Uint8Array }[]) => list.map((item) => item.toXdr())
  return {
    ...form.fields(['diagnosticEventsXdr', 'diagnosticEventsJson'], xdr.DiagnosticEvent, encode(diagnosticEvents)),
    events: {
      ...form.fields(['transactionEventsXdr', 'transactionEventsJson'], xdr.TransactionEvent, encode(events)),
      ...form.nested(
        ['contractEventsXdr', 'contractEventsJson'],
        xdr.ContractEvent,
        operations.map((operation) => encode(operation.events)),
      ),
    },
  }
}

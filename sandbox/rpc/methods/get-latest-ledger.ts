import { toBase64 } from '../format.ts'
import { ledgerCloseMeta } from '../ledger-meta.ts'
import { request } from '../params.ts'
import { MAX_TRANSACTION, toid } from '../toid.ts'
import { type Method, seconds } from './method.ts'

const read = request('GetLatestLedgerRequest', {})

/** Header and whole LedgerCloseMeta of the latest ledger. */
export const getLatestLedger: Method = (params, { network, view }) => {
  read(params)
  const ledger = view.latest()
  const first = toid({ ledger: ledger.sequence, transaction: 0, operation: 0 })
  const transactions = view.transactions(first, MAX_TRANSACTION).filter((tx) => tx.ledger === ledger.sequence)
  return {
    id: Buffer.from(ledger.hash).toString('hex'),
    protocolVersion: network.protocol,
    sequence: ledger.sequence,
    closeTime: seconds(ledger.closeTime),
    headerXdr: toBase64(ledger.header),
    metadataXdr: toBase64(ledgerCloseMeta(ledger, transactions)),
  }
}

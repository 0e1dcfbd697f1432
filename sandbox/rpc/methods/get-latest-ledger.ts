import { toBase64 } from '../format.ts'
import { request } from '../params.ts'
import { type Method, seconds } from './method.ts'

const read = request('GetLatestLedgerRequest', {})

/** Header and whole LedgerCloseMeta of the latest ledger. */
export const getLatestLedger: Method = (params, { network, view }) => {
  read(params)
  const ledger = view.latest()
  return {
    id: Buffer.from(ledger.hash).toString('hex'),
    protocolVersion: network.protocol,
    sequence: ledger.sequence,
    closeTime: seconds(ledger.closeTime),
    headerXdr: toBase64(ledger.header),
    metadataXdr: toBase64(view.closeMeta(ledger.sequence)!),
  }
}

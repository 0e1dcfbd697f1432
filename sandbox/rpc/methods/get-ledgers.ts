import { xdr } from '@stellar/stellar-sdk'
import { type ClosedLedger, encodeHeaderEntry } from '../../ledger/network.ts'
import { type Form, readForm } from '../format.ts'
import { checkPage, pageLimit, pagination } from '../ledger-page.ts'
import type { NodeView } from '../node-view.ts'
import { request, text, uint32 } from '../params.ts'
import { invalidParams, invalidRequest } from '../request-error.ts'
import { type Method, seconds } from './method.ts'

const read = request('GetLedgersRequest', { startLedger: uint32, pagination, xdrFormat: text })

type Asked = ReturnType<typeof read>

/** Closed ledgers with everything that happened in them. A page that runs past the latest ledger is just shorter. */
export const getLedgers: Method = (params, { view }) => {
  const asked = read(params)
  checkPage(asked, view)
  const form = readForm(asked.xdrFormat, invalidRequest)
  const start = startOf(asked, view)
  const end = Math.min(start + pageLimit(asked) - 1, view.latest().sequence)
  const sequences = Array.from({ length: end - start + 1 }, (_, i) => start + i)
  return {
    ledgers: sequences.map((sequence) => showLedger(form, sequence, view)),
    ...rangeOf(view),
    cursor: String(end),
  }
}

/** After the cursor, or at the start ledger. The cursor of the latest ledger is an error: there is no page after it. */
const startOf = ({ startLedger, pagination: { cursor } }: Asked, view: NodeView) => {
  if (cursor === '') return startLedger
  const start = (parseCursor(cursor) + 1) % 2 ** 32
  const [oldest, latest] = [view.oldest().sequence, view.latest().sequence]
  if (start >= oldest && start <= latest) return start
  throw invalidParams(
    `cursor ('${cursor}') must be between the oldest ledger: ${oldest} and the latest ledger: ${latest} for this rpc instance`,
  )
}

const parseCursor = (cursor: string) => {
  const quoted = `strconv.ParseUint: parsing ${JSON.stringify(cursor)}`
  if (!/^\d+$/.test(cursor)) throw invalidParams(`${quoted}: invalid syntax`)
  if (BigInt(cursor) >= 2n ** 32n) throw invalidParams(`${quoted}: value out of range`)
  return Number(cursor)
}

/** In JSON form the two fields for base64 are there, and empty. */
const showLedger = (form: Form, sequence: number, view: NodeView) => {
  const ledger = view.ledger(sequence)
  const meta = view.closeMeta(sequence)
  if (!ledger || !meta) throw new Error(`the ledger ${sequence} is missing between the oldest and the latest`)
  return {
    hash: Buffer.from(ledger.hash).toString('hex'),
    sequence,
    ledgerCloseTime: seconds(ledger.closeTime),
    ...(form.isJson && { headerXdr: '', metadataXdr: '' }),
    ...headerField(form, ledger),
    ...form.field(['metadataXdr', 'metadataJson'], xdr.LedgerCloseMeta, meta),
  }
}

/** With its hash: a LedgerHeaderHistoryEntry, other than in getLatestLedger. */
const headerField = (form: Form, ledger: ClosedLedger) =>
  form.field(['headerXdr', 'headerJson'], xdr.LedgerHeaderHistoryEntry, encodeHeaderEntry(ledger))

const rangeOf = (view: NodeView) => {
  const [latest, oldest] = [view.latest(), view.oldest()]
  return {
    latestLedger: latest.sequence,
    latestLedgerCloseTime: Number(latest.closeTime),
    oldestLedger: oldest.sequence,
    oldestLedgerCloseTime: Number(oldest.closeTime),
  }
}

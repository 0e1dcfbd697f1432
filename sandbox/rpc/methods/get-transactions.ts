import type { AppliedTransaction } from '../../ledger/network.ts'
import { readForm } from '../format.ts'
import { checkPage, pageLimit, pagination } from '../ledger-page.ts'
import type { NodeView } from '../node-view.ts'
import { request, text, uint32 } from '../params.ts'
import { invalidParams, invalidRequest } from '../request-error.ts'
import { parseToid, toid } from '../toid.ts'
import { transactionDetails } from '../transaction-details.ts'
import type { Method } from './method.ts'

const read = request('GetTransactionsRequest', {
  startLedger: uint32,
  pagination,
  xdrFormat: text,
})

/** A page in order of application. The cursor of an empty page points back, as it does in stellar-rpc 28.0.0. */
export const getTransactions: Method = (params, { view }) => {
  const asked = read(params)
  checkPage(asked, view)
  const form = readForm(asked.xdrFormat, invalidRequest)
  const limit = pageLimit(asked)
  const from = startOf(asked)
  checkKnown(from, view)
  const page = view.emptyPages ? [] : view.transactions(from, limit)
  return {
    transactions: page.map((tx) => ({ ...transactionDetails(form, tx), createdAt: Number(tx.closeTime) })),
    ...rangeOf(view),
    cursor: String(cursorOf(page, limit, from, view)),
  }
}

type Asked = ReturnType<typeof read>

const INTEGER = /^[+-]?\d+$/
const MAX_INT64 = 2n ** 63n - 1n

const parseCursor = (cursor: string) => {
  const quoted = `strconv.ParseInt: parsing ${JSON.stringify(cursor)}`
  if (!INTEGER.test(cursor)) throw invalidParams(`${quoted}: invalid syntax`)
  const value = BigInt(cursor.replace(/^\+/, ''))
  if (value > MAX_INT64 || value < -MAX_INT64 - 1n) throw invalidParams(`${quoted}: value out of range`)
  if (value < 0n) throw invalidParams('cursor ledger sequence cannot be negative')
  return value
}

/** After the cursor's transaction, or at the first of the start ledger. */
const startOf = ({ startLedger, pagination: { cursor } }: Asked) => {
  if (cursor === '') return toid({ ledger: startLedger, transaction: 1, operation: 0 })
  const { ledger, transaction } = parseToid(parseCursor(cursor))
  return toid({ ledger, transaction: transaction + 1, operation: 0 })
}

const checkKnown = (from: bigint, view: NodeView) => {
  const { ledger } = parseToid(from)
  if (ledger < view.oldest().sequence) {
    throw invalidParams(`database does not contain metadata for ledger: ${ledger}`)
  }
}

const placeOf = ({ ledger, position }: AppliedTransaction) => toid({ ledger, transaction: position, operation: 1 })

/** The last transaction of a full page; else the last one of the latest ledger, or that ledger's start; 0 beyond it. */
const cursorOf = (page: readonly AppliedTransaction[], limit: number, from: bigint, view: NodeView) => {
  const latest = view.latest().sequence
  const last = page.at(-1)
  if (view.emptyPages) return from - (1n << 12n) + 1n
  if (last && (page.length === limit || last.ledger === latest)) return placeOf(last)
  return parseToid(from).ledger > latest ? 0n : toid({ ledger: latest, transaction: 0, operation: 1 })
}

const rangeOf = (view: NodeView) => {
  const [latest, oldest] = [view.latest(), view.oldest()]
  return {
    latestLedger: latest.sequence,
    latestLedgerCloseTimestamp: Number(latest.closeTime),
    oldestLedger: oldest.sequence,
    oldestLedgerCloseTimestamp: Number(oldest.closeTime),
  }
}

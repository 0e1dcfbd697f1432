import { xdr } from '@stellar/stellar-sdk'
import type { PublishedEvent } from '../../ledger/network.ts'
import {
  afterCursor,
  type EventCursor,
  endOfLedger,
  formatCursor,
  parseCursor,
  startOfLedger,
} from '../event-cursor.ts'
import { checkFilters, contractsOf, eventFilters, matchesAny } from '../event-filter.ts'
import { type Form, readForm } from '../format.ts'
import type { NodeView } from '../node-view.ts'
import { mapped, optional, request, structure, text, uint, uint32 } from '../params.ts'
import { invalidParams, invalidRequest } from '../request-error.ts'
import { type Method, seconds } from './method.ts'

const DEFAULT_LIMIT = 100
const MAX_LIMIT = 10_000
/** Most ledgers that one request looks through. */
const SCAN_LEDGERS = 10_000

const cursor = mapped<string, EventCursor | undefined>(text, undefined, parseCursor)

const read = request('GetEventsRequest', {
  startLedger: uint32,
  endLedger: uint32,
  filters: eventFilters,
  pagination: structure('PaginationOptions', { cursor: optional(cursor), limit: uint }),
  xdrFormat: text,
})

type Asked = ReturnType<typeof read>

/**
 * Events in the order of publication. The cursor is the last event of a full page; else the end of the last ledger
 * looked through, which may be before the latest: a short page is not the end.
 */
export const getEvents: Method = (params, { view }) => {
  const asked = read(params)
  const form = check(asked)
  const start = asked.pagination.cursor ? afterCursor(asked.pagination.cursor) : startOfLedger(asked.startLedger)
  checkRange(start, view)
  const end = endOf(asked, start, view)
  const limit = asked.pagination.limit || DEFAULT_LIMIT
  const found = view.emptyPages || end <= start.ledger ? [] : search(asked, { start, end, limit }, view)
  return {
    events: found.map((event) => showEvent(form, event)),
    cursor: view.emptyPages
      ? unmoved(asked)
      : found.length === limit
        ? found.at(-1)!.id
        : formatCursor(endOfLedger(end - 1)),
    ...rangeOf(view),
  }
}

const check = ({ xdrFormat, startLedger, endLedger, pagination, filters }: Asked) => {
  const form = readForm(xdrFormat, invalidParams)
  if (pagination.cursor) {
    if (startLedger !== 0 || endLedger !== 0) throw invalidParams('ledger ranges and cursor cannot both be set')
  } else if (startLedger === 0) throw invalidParams('startLedger must be positive')
  if (pagination.limit > MAX_LIMIT) throw invalidParams(`limit must not exceed ${MAX_LIMIT}`)
  checkFilters(filters)
  return form
}

const checkRange = ({ ledger }: EventCursor, view: NodeView) => {
  const [oldest, latest] = [view.oldest().sequence, view.latest().sequence]
  if (ledger < oldest || ledger > latest) {
    throw invalidRequest(`startLedger must be within the ledger range: ${oldest} - ${latest}`)
  }
}

/** The first ledger that is not looked through. */
const endOf = ({ endLedger }: Asked, start: EventCursor, view: NodeView) => {
  const end = Math.min(view.latest().sequence + 1, start.ledger + SCAN_LEDGERS)
  return endLedger === 0 ? end : Math.min(endLedger, end)
}

interface Range {
  start: EventCursor
  end: number
  limit: number
}

const search = ({ filters }: Asked, { start, end, limit }: Range, view: NodeView) => {
  const contractIds = contractsOf(filters)
  return view.events({
    from: formatCursor(start),
    throughLedger: end - 1,
    limit,
    matches: matchesAny(filters),
    ...(contractIds && { contractIds }),
  })
}

/** The cursor of the fault `empty-page`: where the client already was. */
const unmoved = ({ pagination, startLedger }: Asked) =>
  formatCursor(pagination.cursor ?? endOfLedger(Math.max(startLedger - 1, 0)))

const showEvent = (form: Form, event: PublishedEvent) => ({
  type: event.type,
  ledger: event.ledger,
  ledgerClosedAt: rfc3339(event.closeTime),
  contractId: event.contractId,
  id: event.id,
  operationIndex: event.operationIndex,
  transactionIndex: event.transactionIndex,
  txHash: event.txHash,
  inSuccessfulContractCall: event.successful,
  ...form.fields(['topic', 'topicJson'], xdr.ScVal, event.topics),
  ...form.field(['value', 'valueJson'], xdr.ScVal, event.data),
})

const rfc3339 = (time: bigint) => new Date(Number(time) * 1000).toISOString().replace('.000Z', 'Z')

const rangeOf = (view: NodeView) => {
  const [latest, oldest] = [view.latest(), view.oldest()]
  return {
    latestLedger: latest.sequence,
    oldestLedger: oldest.sequence,
    latestLedgerCloseTime: seconds(latest.closeTime),
    oldestLedgerCloseTime: seconds(oldest.closeTime),
  }
}

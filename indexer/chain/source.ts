/**
 * Where events are read from: the method of the node that is asked, and how its answer becomes a page. Every source
 * gives the same events in the same order, so the index does not show which one it was built from.
 */
import type { RpcFault } from './error.ts'
import { type AdaptiveExtent, firstExtent } from './extent.ts'
import { ledgersParams, readLedgersPage, tipPage } from './ledgers-page.ts'
import { type Extent, type Page, type Place, pageParams, readPage } from './page.ts'

/** events: getEvents, small answers. ledgers: getLedgers, whole ledgers whose hash chain is checked. */
export const SOURCES = ['events', 'ledgers'] as const
export type SourceName = (typeof SOURCES)[number]

/** One way to ask a node. */
export interface Source {
  readonly method: 'getEvents' | 'getLedgers'
  /** What to ask for at first; most: the largest page that may be asked for. */
  readonly first: (most: number | undefined) => AdaptiveExtent
  /** @param held what is known of the node's range; null before its first answer */
  readonly params: (place: Place, extent: Extent, held: { oldest: number; latest: number } | null) => object
  /** The ledger that a question at a place stands on: where a node is judged by what it holds. */
  readonly ledgerAt: (place: Place) => number
  /** Asks for one ledger, for its first events. */
  readonly oneLedger: (ledger: number, events: number) => object
  /** @throws BadAnswer, WrongNetwork */
  readonly read: (result: unknown, place: Place) => Page
  /** What a refusal means that only says "nothing new"; null where it means more. */
  readonly refused: (fault: RpcFault, place: Place) => Page | null
}

/** The source of a market's events. */
export const createSource = (name: SourceName, contractId: string): Source =>
  name === 'events' ? events(contractId) : ledgers(contractId)

const events = (contractId: string): Source => ({
  method: 'getEvents',
  first: firstExtent,
  params: (place, extent, held) => pageParams(contractId, place, extent, held),
  ledgerAt: ({ after }) => after,
  oneLedger: (ledger, limit) => ({
    startLedger: ledger,
    endLedger: ledger + 1,
    filters: [{ contractIds: [contractId] }],
    pagination: { limit },
  }),
  read: (result, place) => readPage(result, contractId, place),
  refused: () => null,
})

/** Most ledgers of one getLedgers answer (stellar-rpc's default limit). */
const MOST_LEDGERS = 200

const ledgers = (contractId: string): Source => ({
  method: 'getLedgers',
  first: (most) => ({ ...firstExtent(Math.min(most ?? MOST_LEDGERS, MOST_LEDGERS)), limit: FIRST_LEDGERS }),
  params: ledgersParams,
  ledgerAt: ({ after }) => after + 1,
  oneLedger: (ledger) => ({ startLedger: ledger, pagination: { limit: 1 } }),
  read: (result, place) => readLedgersPage(result, contractId, place),
  refused: tipPage,
})

/** A ledger of the public network is about 1.3 MB: begin with few. */
const FIRST_LEDGERS = 5

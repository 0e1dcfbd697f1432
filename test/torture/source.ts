/** Where the events come from: a made-up chain that can be as busy as wanted, or a network that is running. */
import { readFileSync } from 'node:fs'
import { rpc } from '@stellar/stellar-sdk'
import { type MarketAddress, parseMarketsFile } from '../../contract/interface/market.ts'
import { addressOf } from '../support/indexing.ts'
import { createLoad } from '../support/load.ts'
import { serveScript } from '../support/scripted-rpc.ts'

/** A market with a life of its own. */
export interface Source {
  readonly market: MarketAddress
  /** Lets time pass; a running network does not ask. */
  readonly start: () => void
  readonly stop: () => void
  readonly latest: () => Promise<number>
  /** Ids of all events through a ledger, as the network itself tells them. */
  readonly ids: (through: number) => Promise<string[]>
  readonly close: () => Promise<void>
}

const LEDGERS_AT_FIRST = 30
/** Between ledgers, as long as an indexer follows them. */
const LEDGER_MS = 15
const EVENTS_PER_LEDGER = 12

/** Ledgers close only while they are followed, so that a slow machine has no more to do than a fast one. */
export const scriptedSource = async (): Promise<Source> => {
  const load = createLoad({ events: 6_000, parties: 40, eventsPerLedger: EVENTS_PER_LEDGER })
  load.close(LEDGERS_AT_FIRST)
  const node = await serveScript(load.script)
  let timer: NodeJS.Timeout | undefined
  const stop = () => {
    clearInterval(timer)
    timer = undefined
  }
  return {
    market: addressOf([node.url], { name: 'torture' }),
    start: () => {
      timer ??= setInterval(() => load.close(1), LEDGER_MS)
    },
    stop,
    latest: async () => load.script.latest(),
    ids: async () => load.script.ids(),
    close: async () => {
      stop()
      await node.close()
    },
  }
}

const PAGE = 1_000
const nothing = () => undefined

/** The first market of a markets file, read by the stock client. */
export const networkSource = (marketsFile: string): Source => {
  const [market] = parseMarketsFile(readFileSync(marketsFile, 'utf8'), marketsFile)
  const client = new rpc.Server(market!.rpcUrls[0]!, { allowHttp: true })
  const filters = [{ contractIds: [market!.contractId] }]
  const ids = async (through: number) => {
    const found: string[] = []
    let page = await client.getEvents({ startLedger: market!.startLedger, filters, limit: PAGE })
    for (;;) {
      found.push(...page.events.filter(({ ledger }) => ledger <= through).map(({ id }) => id))
      if (page.events.length < PAGE) return found
      page = await client.getEvents({ cursor: page.cursor, filters, limit: PAGE })
    }
  }
  return {
    market: { ...market!, name: 'torture' },
    start: nothing,
    stop: nothing,
    latest: async () => (await client.getHealth()).latestLedger,
    ids,
    close: async () => undefined,
  }
}

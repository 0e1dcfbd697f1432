/** The whole of FlashIndex in one process: a local network with the demo market, the indexer, the API. */
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { contract, rpc } from '@stellar/stellar-sdk'
import pino from 'pino'
import { createApi } from '../../api/server.ts'
import { createTransactions } from '../../api/transactions/transactions.ts'
import type { MarketAddress } from '../../contract/interface/market.ts'
import { loadContractSpec } from '../../contract/interface/spec.ts'
import { PATIENCE } from '../../indexer/chain/nodes.ts'
import { createIndexer } from '../../indexer/indexer.ts'
import { createInterpretation } from '../../indexer/interpretation.ts'
import type { TailSettings } from '../../indexer/tail.ts'
import { openReaderSql } from '../../prisma/client.ts'
import { castOf } from '../../sandbox/demo/cast.ts'
import { connectControl } from '../../sandbox/demo/control.ts'
import { deployMarket } from '../../sandbox/demo/deploy.ts'
import { closingLedgers } from '../../sandbox/demo/ledgers.ts'
import { type LivingMarket, openMarket, playHistory } from '../../sandbox/demo/market.ts'
import { emptyView } from '../../sandbox/demo/market-view.ts'
import { createSender } from '../../sandbox/demo/sender.ts'
import { startNetwork } from './network.ts'
import { createDatabase } from './postgres.ts'

const DAY = 86_400n
const GENESIS = 1_790_000_000n
const WASM = readFileSync(new URL('../../contract/interface/flashindex_market.wasm', import.meta.url))

/** A network on which the demo market was deployed and lived for some days; only `control.close` closes ledgers. */
export const startDemoMarket = async (days: number) => {
  const network = await startNetwork({ clockRunning: false, genesisCloseTime: GENESIS })
  const server = new rpc.Server(network.url, { allowHttp: true })
  const control = connectControl(`http://localhost:${network.port}`)
  const { passphrase } = network.network
  const cast = castOf('test', passphrase)
  const sender = createSender(server, passphrase)
  const clock = closingLedgers(control, GENESIS + 10n, 1n)
  const deploy = { sender, cast, wasm: WASM, next: clock.next, tell: () => undefined }
  const market = await deployMarket(deploy, contract.Spec.fromWasm(WASM))
  const living: LivingMarket = { sender, market, cast, seed: 'test', view: emptyView(), startLedger: 2 }
  await openMarket(living, clock.next)
  const from = clock.now() + 60n
  const through = from + BigInt(days) * DAY
  if (days > 0)
    await playHistory(living, {
      control,
      from,
      through,
      progress: () => undefined,
      signal: new AbortController().signal,
    })
  // Seconds later, not at the wall clock's time: transactions are valid for minutes of the network's time.
  const nextLedger = () => control.close(network.network.latest().closeTime + 5n)
  return { network, server, nextLedger, cast, living, close: () => network.close() }
}

export type DemoMarket = Awaited<ReturnType<typeof startDemoMarket>>

/** An index and an API over a demo market. @param tail what differs of how the chain is read */
export const startStack = async (demo: DemoMarket, tail: Partial<TailSettings> = {}) => {
  const database = await createDatabase()
  const address: MarketAddress = {
    name: 'local',
    networkPassphrase: demo.network.network.passphrase,
    contractId: demo.living.market.contractId,
    startLedger: 2,
    rpcUrls: [demo.network.url],
  }
  const log = pino({ level: 'silent' })
  const usual = { pollMs: 20, batchEvents: 1_000, rpcTimeoutMs: 10_000, pageLimit: 10_000, patience: PATIENCE }
  const settings = { ...usual, ...tail }
  const interpretation = createInterpretation()
  const indexer = createIndexer({ databaseUrl: database.url, markets: [address], interpretation, settings, log })
  const stop = new AbortController()
  const indexing = indexer.run(stop.signal)
  const sql = openReaderSql({ url: database.url, applicationName: 'test api' })
  const transactions = new Map([[address.name, createTransactions({ market: address, spec: loadContractSpec() })]])
  const api = createApi({ sql, transactions, log, positionMaxAgeMs: 0 })
  const close = async () => {
    stop.abort()
    await indexing
    await api.close()
    await sql.end()
    await database.close()
  }
  return { database, api, interpretation, log, close, ask: ask(api), caughtUp: () => caughtUp(database, demo) }
}

export type Stack = Awaited<ReturnType<typeof startStack>>

interface Answer<Data> {
  readonly data: Data
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[]
}

/** Asks through the front door. */
const ask =
  (api: ReturnType<typeof createApi>) =>
  async <Data>(query: string, variables: Record<string, unknown> = {}): Promise<Answer<Data>> => {
    const response = await api.yoga.fetch('http://api/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    })
    return (await response.json()) as Answer<Data>
  }

/** Waits until the watermark has reached the newest ledger. @throws Error after a minute */
const caughtUp = async ({ sql }: { sql: Awaited<ReturnType<typeof createDatabase>>['sql'] }, demo: DemoMarket) => {
  const tip = demo.network.network.latest().sequence
  for (const begun = Date.now(); Date.now() - begun < 60_000; await delay(10)) {
    const [row] = await sql<{ ledger: number }[]>`select ledger from watermark`
    if ((row?.ledger ?? 0) >= tip) return
  }
  throw new Error(`The index did not reach ledger ${tip} within a minute`)
}

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Sql } from '../../prisma/client.ts'
import {
  addressOf,
  createChain,
  type Followed,
  follow,
  reached,
  SETTINGS,
  until,
  WORDS,
  word,
} from '../support/indexing.ts'
import { createDatabase, type TestDatabase } from '../support/postgres.ts'
import { type Script, type ScriptedRpc, serveScript } from '../support/scripted-rpc.ts'

let database: TestDatabase
let sql: Sql
let chain: Script
let node: ScriptedRpc
let running: Followed[]

beforeAll(async () => {
  database = await createDatabase()
  sql = database.sql
})
afterAll(() => database.close())

beforeEach(async () => {
  chain = createChain()
  node = await serveScript(chain)
  running = []
})
afterEach(async () => {
  await Promise.allSettled(running.map(({ stop }) => stop()))
  await node.close()
  await sql`truncate network, market, watermark, coverage, ledger, raw_event, quarantine, usage_report restart identity cascade`
})

const start = (...args: Parameters<typeof follow> extends [string, ...infer Rest] ? Rest : never) => {
  const followed = follow(database.url, ...args)
  running.push(followed)
  return followed
}
const words = async () =>
  (await sql<{ data: string }[]>`select data from raw_event order by toid, event_index`).map((row) => row.data)
const reports = async () =>
  (await sql<{ consumer: string }[]>`select consumer from usage_report order by toid, event_index`).map(
    (row) => row.consumer,
  )
const coverage = () => sql`select first_ledger, last_ledger, state from coverage order by first_ledger`

test('the watermark counts scanned ledgers, the empty ones too', async () => {
  chain.close(word('a'))
  for (let i = 0; i < 20; i++) chain.close()
  chain.close(word('b'), word('c'))
  chain.close()
  start(addressOf([node.url]))
  await reached(sql, 24)
  expect(await words()).toEqual(['a', 'b', 'c'])
  chain.close()
  await reached(sql, 25)
  expect(await coverage()).toEqual([{ first_ledger: 2, last_ledger: 25, state: 'scanned' }])
  expect(await sql`select sequence from ledger order by 1`).toEqual([{ sequence: 2 }, { sequence: 23 }])
})

test('a page that ends inside a ledger is joined: no batch splits a ledger', async () => {
  for (let i = 0; i < 10; i++) chain.close(...Array.from({ length: 7 }, (_, n) => word(`${i}.${n}`)))
  const batches: number[] = []
  const project: typeof WORDS.project = async (transaction, marketId, facts) => {
    batches.push(facts.length)
    await WORDS.project(transaction, marketId, facts)
  }
  start(addressOf([node.url]), {
    interpretation: { ...WORDS, project },
    settings: { ...SETTINGS, pageLimit: 4, batchEvents: 1 },
  })
  await reached(sql, 11)
  expect(batches).toEqual(Array(10).fill(7))
  expect(await words()).toHaveLength(70)
  expect(Math.max(...node.asked.map(({ params }) => params.pagination?.limit ?? 0))).toBe(4)
})

test('a crash inside the transaction leaves nothing, and the next start repeats nothing', async () => {
  chain.close(word('a'), word('b'))
  const crashing = start(addressOf([node.url]), {
    interpretation: {
      ...WORDS,
      project: async (transaction, marketId, facts) => {
        await WORDS.project(transaction, marketId, facts)
        throw new Error('crash')
      },
    },
  })
  await expect(crashing.ended).rejects.toThrow('crash')
  expect([await words(), await reports(), await coverage()]).toEqual([[], [], []])
  expect(await sql`select ledger from watermark`).toEqual([{ ledger: 1 }])
  start(addressOf([node.url]))
  await reached(sql, 2)
  expect(await reports()).toEqual(['a', 'b'])
})

test('a malformed event is quarantined with its reason, an unknown one kept; neither stops the tail', async () => {
  chain.close(word('malformed'), word('a'))
  chain.close(word('unknown'), word('b'))
  start(addressOf([node.url]))
  await reached(sql, 3)
  expect(await reports()).toEqual(['a', 'b'])
  expect((await sql`select outcome from raw_event order by toid`).map((row) => row.outcome)).toEqual([
    'malformed',
    'known',
    'unknown',
    'known',
  ])
  expect(await sql`select ledger, reason from quarantine`).toEqual([{ ledger: 2, reason: 'a word that is none' }])
})

test('ledgers that no node holds become a gap with a reason, and the tail goes on behind it', async () => {
  for (let i = 0; i < 10; i++) chain.close(word(String(i)))
  start(addressOf([node.url]))
  await reached(sql, 11)
  await running[0]!.stop()
  for (let i = 10; i < 20; i++) chain.close(word(String(i)))
  chain.forget(17)
  start(addressOf([node.url]))
  await reached(sql, 21)
  expect(await coverage()).toEqual([
    { first_ledger: 2, last_ledger: 11, state: 'scanned' },
    { first_ledger: 12, last_ledger: 16, state: 'gap' },
    { first_ledger: 17, last_ledger: 21, state: 'scanned' },
  ])
  const [gap] = await sql`select reason from coverage where state = 'gap'`
  expect(gap!.reason).toContain('the oldest held was 17')
})

test('of two indexers one writes; the other waits, and takes over when the first ends', async () => {
  chain.close(word('a'))
  const first = start(addressOf([node.url]))
  await reached(sql, 2)
  const second = start(addressOf([node.url]))
  await until('the second waits', () => second.tail.monitor.status.state === 'waiting')
  chain.close(word('b'))
  await reached(sql, 3)
  expect(second.tail.monitor.status.state).toBe('waiting')
  await first.stop()
  chain.close(word('c'))
  await reached(sql, 4)
  expect(second.tail.monitor.status.state).toBe('following')
  expect(await reports()).toEqual(['a', 'b', 'c'])
})

test('a writer whose connection was killed begins again from the watermark', async () => {
  chain.close(word('a'))
  const { tail } = start(addressOf([node.url]))
  await reached(sql, 2)
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'flashindex indexer test' and datname = current_database()`
  chain.close(word('b'))
  await reached(sql, 3)
  expect(await reports()).toEqual(['a', 'b'])
  expect(tail.monitor.status.state).toBe('following')
})

test('several markets are followed at the same time into one database', async () => {
  const contractId = 'CAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAD2KM'
  const other = createChain({ contractId })
  const otherNode = await serveScript(other)
  chain.close(word('a'))
  other.close(word('b'))
  start(addressOf([node.url]))
  start(addressOf([otherNode.url], { name: 'other', contractId }))
  await Promise.all([reached(sql, 2), reached(sql, 2, 'other')])
  expect(await sql`select market.name, data from raw_event join market on market.id = market_id order by 1`).toEqual([
    { name: 'other', data: 'b' },
    { name: 'test', data: 'a' },
  ])
  await Promise.all(running.map(({ stop }) => stop()))
  await otherNode.close()
})

test('every commit is announced with the ledger it is complete through', async () => {
  const heard: string[] = []
  const { unlisten } = await sql.listen('market_activity', (payload) => heard.push(payload))
  chain.close(word('a'), word('b'))
  start(addressOf([node.url]))
  await until('it is announced', () => heard.length === 1)
  expect(JSON.parse(heard[0]!)).toEqual({ marketId: 1, through: 2, events: 2 })
  await unlisten()
})

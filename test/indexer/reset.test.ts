import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { SuspectedReset } from '../../indexer/chain/error.ts'
import { openIncarnation } from '../../indexer/store/market.ts'
import { addressOf, createChain, type Followed, follow, PASSPHRASE, reached, word } from '../support/indexing.ts'
import { createDatabase, type TestDatabase } from '../support/postgres.ts'
import { type Script, type ScriptedRpc, serveScript } from '../support/scripted-rpc.ts'

let database: TestDatabase
let running: Followed | undefined
const servers: ScriptedRpc[] = []

const serve = async (script: Script) => {
  const server = await serveScript(script)
  servers.push(server)
  return addressOf([server.url])
}
const chainOf = (name: string, ledgers: number) => {
  const chain = createChain({ chain: name })
  for (let i = 0; i < ledgers; i++) chain.close(...(i % 9 === 0 ? [word(`${name}${i}`)] : []))
  return chain
}
const archived = () =>
  database.sql`select name, count(*)::int as events from (
      select market.name from raw_event join market on market.id = market_id) as found group by name order by name`

beforeAll(async () => {
  database = await createDatabase()
  running = follow(database.url, await serve(chainOf('old', 180)))
  await reached(database.sql, 181)
  await running.stop()
})
afterEach(async () => {
  await running?.stop().catch((error: unknown) => error)
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
  await database.close()
})

test.each([
  ['has just begun', 9],
  ['has already grown beyond the old one', 400],
])('after a reset the market stops and nothing is mixed, though the new chain %s', async (_, ledgers) => {
  running = follow(database.url, await serve(chainOf('new', ledgers)))
  await expect(running.ended).rejects.toThrow(SuspectedReset)
  await expect(running.ended).rejects.toThrow('then open a new incarnation of it')
  expect(await archived()).toEqual([{ name: 'test', events: 20 }])
  expect(await database.sql`select ledger from watermark`).toEqual([{ ledger: 181 }])
})

test('a new incarnation starts from the beginning of the new chain, the old one stays readable', async () => {
  await openIncarnation(database.sql, PASSPHRASE)
  running = follow(database.url, await serve(chainOf('new', 9)))
  await reached(database.sql, 10)
  expect(await archived()).toEqual([
    { name: 'test', events: 1 },
    { name: 'test-1', events: 20 },
  ])
})

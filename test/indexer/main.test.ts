/** The program as a person or a supervisor sees it. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addressOf, createChain, until, word } from '../support/indexing.ts'
import { createDatabase, type TestDatabase } from '../support/postgres.ts'
import { type Script, type ScriptedRpc, serveScript } from '../support/scripted-rpc.ts'
import { startIndexer } from '../torture/indexer-process.ts'

let database: TestDatabase
let chain: Script
let node: ScriptedRpc

beforeAll(async () => {
  database = await createDatabase({ empty: true })
  chain = createChain()
  chain.close(word('a'))
  node = await serveScript(chain)
})
afterAll(async () => {
  await node.close()
  await database.close()
})

const address = () => ({ databaseUrl: database.url, market: addressOf([node.url]) })
const PATIENCE_MS = 60_000

test('it migrates an empty database, follows, becomes ready, and ends within two seconds of SIGTERM', {
  timeout: 90_000,
}, async () => {
  const indexer = startIndexer(address())
  try {
    expect(await indexer.says('caught up with the network', PATIENCE_MS)).toBe(true)
    const port = /"port":(\d+)/.exec(indexer.output())?.[1]
    const ready = async () => (await fetch(`http://127.0.0.1:${port}/ready`)).status
    await until('it is ready', async () => (await ready()) === 200)
    // Its own events are no XDR: quarantined, and the tail went on.
    expect(await database.sql`select outcome from raw_event`).toEqual([{ outcome: 'malformed' }])
    const { code, ms } = await indexer.stop()
    expect(code).toBe(0)
    expect(ms).toBeLessThan(2_000)
  } finally {
    await indexer.kill()
  }
})

test('a taken port and a wrong command are said in one plain line', { timeout: 90_000 }, async () => {
  const other = createServer().listen(0)
  await once(other, 'listening')
  const port = String((other.address() as AddressInfo).port)
  const taken = startIndexer({ ...address(), port })
  const mistyped = startIndexer(address(), 'rewind')
  expect([await taken.ended, await mistyped.ended]).toEqual([1, 1])
  other.close()
  expect(taken.output()).toBe(`port ${port} is taken: stop what listens there, or set INDEXER_PORT to another`)
  expect(mistyped.output()).toBe('usage: node indexer/main.ts [replay [--verify] | new-incarnation PASSPHRASE]')
})

test('a database that is not there is said in one plain line, with the next step', { timeout: 60_000 }, async () => {
  const replay = startIndexer({ ...address(), databaseUrl: 'postgres://nobody@127.0.0.1:1/none' }, 'replay')
  expect(await replay.ended).toBe(1)
  expect(replay.output()).toBe(
    'No database answers at 127.0.0.1:1: start it (`npm start` brings one), or set DATABASE_URL.',
  )
})

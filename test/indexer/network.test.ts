/** The indexer against the local network, which runs the real host: what it archives is what the network published. */
import { Asset } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventId } from '../../indexer/chain/position.ts'
import type { Sandbox } from '../../sandbox/start.ts'
import { clientOf, fundedAccount } from '../support/accounts.ts'
import { addressOf, type Followed, follow, PASSPHRASE, reached, SETTINGS, until, WORDS } from '../support/indexing.ts'
import { startNetwork } from '../support/network.ts'
import { createDatabase, type TestDatabase } from '../support/postgres.ts'

let sandbox: Sandbox
let database: TestDatabase
const running: Followed[] = []

/** The native token publishes a fee event for every transaction: as many events as anyone could want. */
const contractId = Asset.native().contractId(PASSPHRASE)

beforeAll(async () => {
  ;[sandbox, database] = await Promise.all([startNetwork(), createDatabase()])
})
afterAll(async () => {
  await Promise.all(running.map(({ stop }) => stop()))
  await Promise.all([sandbox.close(), database.close()])
})

const UNKNOWN = { ...WORDS, decode: () => ({ outcome: 'unknown', name: null }) as const }

const start = (name: string, pageLimit = 10_000) => {
  const address = addressOf([sandbox.url], { name, contractId })
  const followed = follow(database.url, address, {
    interpretation: UNKNOWN,
    settings: { ...SETTINGS, pageLimit, rpcTimeoutMs: 1_000 },
  })
  running.push(followed)
  return followed
}

const archived = async () =>
  (
    await database.sql<{ toid: bigint; eventIndex: number }[]>`
    select toid, event_index as "eventIndex" from raw_event order by toid, event_index`
  ).map(eventId)

const published = async () => {
  const filters = [{ contractIds: [contractId] }]
  const { events } = await clientOf(sandbox).getEvents({ startLedger: 2, filters, limit: 1000 })
  return events.map(({ id }) => id)
}

test('a tail over the local network holds each of its events once, however small the pages', async () => {
  start('native', 3)
  for (let i = 0; i < 8; i++) await fundedAccount(sandbox, `indexed ${i}`)
  await reached(database.sql, sandbox.network.latest().sequence, 'native')
  const ids = await published()
  expect(ids.length).toBeGreaterThanOrEqual(16)
  expect(await archived()).toEqual(ids)
})

test('a node that fails in each way it can holds nothing up for long', async () => {
  for (const kind of ['unavailable', 'rate-limit', 'hang', 'truncate', 'empty-page'] as const) {
    const fault = sandbox.faults.add({ kind, methods: ['getEvents'], count: 2 })
    await fundedAccount(sandbox, `through ${kind}`)
    await until(`${kind} has struck`, () => fault.struck === 2)
  }
  const lag = sandbox.faults.add({ kind: 'lag', ledgers: 3, methods: ['getEvents'] })
  await fundedAccount(sandbox, 'unseen')
  await until('the lag has struck', () => lag.struck > 2)
  sandbox.faults.clear()
  await reached(database.sql, sandbox.network.latest().sequence, 'native')
  expect(await archived()).toEqual(await published())
})

test('ledgers that the node no longer holds are a gap', async () => {
  sandbox.faults.add({ kind: 'retention', ledgers: 4 })
  const short = Asset.native().contractId('another one')
  const followed = follow(database.url, addressOf([sandbox.url], { name: 'late', contractId: short }))
  running.push(followed)
  const latest = sandbox.network.latest().sequence
  await reached(database.sql, latest, 'late')
  expect(
    await database.sql`
      select first_ledger, last_ledger, state from coverage join market on id = market_id
      where name = 'late' order by first_ledger`,
  ).toEqual([
    { first_ledger: 2, last_ledger: latest - 4, state: 'gap' },
    { first_ledger: latest - 3, last_ledger: latest, state: 'scanned' },
  ])
})

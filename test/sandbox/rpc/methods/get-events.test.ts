import { Asset, Operation } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getEvents } from '../../../../sandbox/rpc/methods/get-events.ts'
import type { Node } from '../../../../sandbox/rpc/methods/method.ts'
import type { Sandbox } from '../../../../sandbox/start.ts'
import { fundedAccount, keypairOf, perform } from '../../../support/accounts.ts'
import { startNetwork } from '../../../support/network.ts'
import { askResult } from '../../../support/rpc.ts'

interface Event {
  id: string
  ledger: number
  transactionIndex: number
  topic: string[]
}

let sandbox: Sandbox
let startLedger: number

const payments = (count: number) =>
  Array.from({ length: count }, () =>
    Operation.payment({ destination: keypairOf('bob').publicKey(), asset: Asset.native(), amount: '1' }),
  )

beforeAll(async () => {
  sandbox = await startNetwork()
  const alice = await fundedAccount(sandbox, 'alice')
  await fundedAccount(sandbox, 'bob')
  startLedger = sandbox.network.latest().sequence + 1
  for (let i = 1; i <= 5; i++) {
    await perform(sandbox, alice, payments(i))
    sandbox.network.close()
  }
})
afterAll(() => sandbox.close())

const events = (params: object) => askResult(sandbox.url, 'getEvents', params)
const native = () => Asset.native().contractId(sandbox.network.passphrase)
const TRANSFER = 'AAAADwAAAAh0cmFuc2Zlcg=='
const transfers = () => [{ contractIds: [native()], topics: [[TRANSFER, '**']] }]

test('fees come before everything else of their ledger, then the operations in order', async () => {
  const page = await events({ startLedger, endLedger: startLedger + 3 })
  const places = page.events.map((event: Event) => [event.ledger - startLedger, event.transactionIndex])
  expect(places).toEqual([
    [0, 0],
    [0, 1],
    [2, 0],
    [2, 1],
    [2, 1],
  ])
  expect([...page.events].sort((a: Event, b: Event) => (a.id < b.id ? -1 : 1))).toEqual(page.events)
})

test.each([1, 2, 3, 4, 7, 15, 100])('pages of %i have neither a gap nor a duplicate', async (limit) => {
  const whole = await events({ startLedger, filters: transfers() })
  const seen: Event[] = []
  let page = await events({ startLedger, filters: transfers(), pagination: { limit } })
  for (let pages = 0; pages < 50; pages++) {
    seen.push(...page.events)
    const done = page.events.length < limit
    page = await events({ filters: transfers(), pagination: { limit, cursor: page.cursor } })
    if (done) break
  }
  expect(seen).toEqual(whole.events)
  expect(seen).toHaveLength(15)
  expect(page.events).toEqual([])
})

test('the cursor at the tip finds what comes next, and only that', async () => {
  const { cursor, latestLedger } = await events({ startLedger, filters: transfers() })
  expect(cursor).toBe(
    `${String((BigInt(latestLedger) << 32n) | (1048575n << 12n) | 4095n).padStart(19, '0')}-4294967295`,
  )
  expect(await events({ filters: transfers(), pagination: { cursor } })).toMatchObject({ events: [], cursor })
  await perform(sandbox, keypairOf('alice'), payments(1))
  const next = await events({ filters: transfers(), pagination: { cursor } })
  expect(next.events).toHaveLength(1)
  expect(next.events[0].ledger).toBe(latestLedger + 1)
})

test('one request looks through 10,000 ledgers: an empty page is not the end', () => {
  const asked: { from: string; throughLedger: number }[] = []
  const ledger = (sequence: number) => ({ sequence, closeTime: 0n })
  const view = {
    emptyPages: false,
    oldest: () => ledger(2),
    latest: () => ledger(25_000),
    events: (query: { from: string; throughLedger: number }) => {
      asked.push(query)
      return []
    },
  }
  const node = { view } as unknown as Node
  const first = getEvents({ startLedger: 100 }, node) as { cursor: string }
  getEvents({ pagination: { cursor: first.cursor } }, node)
  expect(asked.map(({ throughLedger }) => throughLedger)).toEqual([10_099, 20_098])
  expect(asked[1]!.from > first.cursor.replace(/-.*/, '-0000000000')).toBe(false)
  expect(BigInt(first.cursor.split('-')[0]!) >> 32n).toBe(10_099n)
})

test('endLedger is exclusive; at or below startLedger the page is empty', async () => {
  const at = async (endLedger: number) => (await events({ startLedger, endLedger, filters: transfers() })).events.length
  expect([await at(startLedger + 1), await at(startLedger), await at(startLedger - 1)]).toEqual([1, 0, 0])
})

test('limit 0 is the default of 100', async () => {
  const { events: found } = await events({ startLedger, filters: transfers(), pagination: { limit: 0 } })
  expect(found.length).toBeGreaterThan(10)
})

test('JSON form: topics and value without XDR', async () => {
  const page = await events({ startLedger, endLedger: startLedger + 1, filters: transfers(), xdrFormat: 'json' })
  const [event] = page.events
  expect(event.topicJson).toEqual([
    { symbol: 'transfer' },
    { address: keypairOf('alice').publicKey() },
    { address: keypairOf('bob').publicKey() },
    { string: 'native' },
  ])
  expect(event.valueJson).toEqual({ i128: '10000000' })
  expect(Object.keys(event)).not.toContain('topic')
})

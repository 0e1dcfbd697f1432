import { afterEach, beforeEach, expect, test } from 'vitest'
import { BehindRetention, SuspectedReset, WrongNetwork } from '../../../indexer/chain/error.ts'
import { type Anchor, createNode } from '../../../indexer/chain/node.ts'
import { createNodes, PATIENCE } from '../../../indexer/chain/nodes.ts'
import { eventId } from '../../../indexer/chain/position.ts'
import { CONTRACT, createChain, PASSPHRASE, word } from '../../support/indexing.ts'
import { createScript, type Fault, type Script, type ScriptedRpc, serveScript } from '../../support/scripted-rpc.ts'

let chain: Script
let servers: ScriptedRpc[]
let heard: string[]
let anchor: Anchor | null

beforeEach(() => {
  chain = createChain()
  for (let i = 0; i < 5; i++) chain.close(word(String(i)))
  servers = []
  heard = []
  anchor = null
  timeoutMs = 10_000
})
afterEach(() => Promise.all(servers.map((server) => server.close())))

const serve = async (script: Pick<Script, 'answer'> = chain, fault: Fault | null = null) => {
  const server = await serveScript(script)
  server.fault = () => fault
  servers.push(server)
  return server
}

let timeoutMs: number

const nodesOf = (...of: ScriptedRpc[]) => {
  const subject = { networkPassphrase: PASSPHRASE, contractId: CONTRACT, anchor: async () => anchor, timeoutMs }
  const observer = {
    answered: (name: string) => void heard.push(`${of.findIndex(({ url }) => url.includes(name))} answered`),
    failed: (name: string, failure: Error) =>
      void heard.push(`${of.findIndex(({ url }) => url.includes(name))} ${failure.name}: ${failure.message}`),
  }
  const patience = { ...PATIENCE, longestMs: 20, staleMs: 50 }
  return createNodes(
    of.map(({ url }) => createNode(url, subject)),
    2,
    observer,
    patience,
  )
}

const signal = new AbortController().signal
const read = async (nodes: ReturnType<typeof nodesOf>, after = 1) =>
  (await nodes.page({ after, cursor: null }, signal)).events.map(({ data }) => data)

test.each<[Fault, string]>([
  ['503', 'Retryable: HTTP 503'],
  ['rate limit', 'Retryable: HTTP 429'],
  ['no json', 'BadAnswer: the answer is cut off or not JSON (31 bytes)'],
  [{ code: -32603, message: 'DB is empty' }, 'Retryable: DB is empty (code -32603)'],
  [{ code: -32098, message: 'rpc queue surpassed' }, 'Retryable: rpc queue surpassed (code -32098)'],
  [{ code: -32601, message: 'method not found' }, 'Refused: method not found'],
])('a node that answers %j is passed over', async (fault, failure) => {
  const nodes = nodesOf(await serve(chain, fault), await serve())
  expect(await read(nodes)).toEqual(['0', '1', '2', '3', '4'])
  expect(heard).toEqual([`0 ${failure}`, '1 answered'])
})

test('a node that does not answer in time is passed over', async () => {
  timeoutMs = 300
  const nodes = nodesOf(await serve(chain, 'hang'), await serve())
  expect(await read(nodes)).toHaveLength(5)
  expect(heard[0]).toBe('0 Retryable: no answer within 300 ms')
})

test('an answer that is cut off is none', async () => {
  const nodes = nodesOf(await serve(chain, 'cut off'), await serve())
  expect(await read(nodes)).toHaveLength(5)
  expect(heard[0]).toMatch(/^0 Retryable: no connection/)
})

test('a single node is asked again until it answers', async () => {
  const server = await serve()
  let failures = 3
  server.fault = () => (failures-- > 0 ? '503' : null)
  expect(await read(nodesOf(server))).toHaveLength(5)
  expect(heard).toEqual([...Array(3).fill('0 Retryable: HTTP 503'), '0 answered'])
})

test('a node of another network is passed over; where there is no other, that is an error', async () => {
  const wrong = createScript({ passphrase: 'Another Network', contractId: CONTRACT })
  const server = await serve(wrong)
  expect(await read(nodesOf(server, await serve()))).toHaveLength(5)
  await expect(read(nodesOf(server))).rejects.toThrow(WrongNetwork)
  await expect(read(nodesOf(server))).rejects.toThrow(
    'serves "Another Network", wanted is "Standalone Network ; February 2017"',
  )
})

test('a node that is behind is passed over, and waited for where it is the only one', async () => {
  const late = createChain()
  late.close(word('0'))
  const server = await serve(late)
  expect(await read(nodesOf(server, await serve()), 4)).toEqual(['3', '4'])
  expect(heard[0]).toBe('0 Lagging: behind: it holds ledgers 2 to 2, asked was 4')
  const waiting = read(nodesOf(server), 4)
  for (let i = 1; i < 4; i++) late.close(word(`late-${i}`))
  expect(await waiting).toEqual(['late-3'])
})

test('a node whose tip stands still is passed over for one whose tip moves', async () => {
  const stuck = createChain()
  for (let i = 0; i < 5; i++) stuck.close(word(String(i)))
  const nodes = nodesOf(await serve(stuck), await serve())
  expect(await read(nodes)).toHaveLength(5)
  chain.close(word('new'))
  for (let events: string[] = []; events.length === 0; ) events = await read(nodes, 6)
  expect(heard.at(-1)).toBe('1 answered')
})

test('ledgers that one node no longer holds come from another; only if none has them are they gone', async () => {
  const short = createChain()
  for (let i = 0; i < 5; i++) short.close(word(String(i)))
  short.forget(5)
  const pruned = await serve(short)
  expect(await read(nodesOf(pruned, await serve()))).toHaveLength(5)
  const gone = read(nodesOf(pruned))
  await expect(gone).rejects.toThrow(BehindRetention)
  await expect(gone).rejects.toMatchObject({ held: { oldest: 5, latest: 6 } })
  expect(await read(nodesOf(pruned), 4)).toEqual(['3', '4'])
})

test('a node that is down has its chances before ledgers count as gone', async () => {
  const short = createChain()
  for (let i = 0; i < 5; i++) short.close(word(String(i)))
  short.forget(5)
  const down = await serve(chain, '503')
  await expect(read(nodesOf(await serve(short), down))).rejects.toThrow(BehindRetention)
  expect(down.asked).toHaveLength(5)
})

test('a tip far below the index on every node is a suspected reset', async () => {
  const young = await serve()
  await expect(read(nodesOf(young, await serve()), 500)).rejects.toThrow(SuspectedReset)
  await expect(read(nodesOf(young), 500)).rejects.toThrow("every node's newest ledger is far below 500")
})

test('other transactions in a ledger that the index holds are a reset, however long the new chain is', async () => {
  const reborn = createChain({ chain: 'b' })
  for (let i = 0; i < 9; i++) reborn.close(word(String(i)))
  const page = await nodesOf(await serve()).page({ after: 5, cursor: null }, signal)
  anchor = { ledger: 6, events: page.events }
  expect(await read(nodesOf(await serve()), 5)).toEqual(['4'])
  await expect(read(nodesOf(await serve(reborn)), 6)).rejects.toThrow(SuspectedReset)
  expect(await read(nodesOf(await serve(reborn), await serve()), 5)).toEqual(['4'])
})

test('pages grow while they are full, and shrink to what a node allows', async () => {
  const rich = createChain({ maxLimit: 1_500 })
  for (let i = 0; i < 50; i++) rich.close(...Array.from({ length: 100 }, (_, n) => word(String(n))))
  const server = await serve(rich)
  const nodes = nodesOf(server)
  const ids: string[] = []
  for (let place = { after: 1, cursor: null as string | null }; place.after < 51; ) {
    const page = await nodes.page(place, signal)
    ids.push(...page.events.map(eventId))
    place = page.next
  }
  expect(ids).toEqual(rich.ids())
  expect(server.asked.map(({ params }) => params.pagination?.limit)).toEqual([
    undefined,
    // A cursor before the oldest ledger is refused; the question is put again with a start ledger.
    1000,
    1000,
    2000,
    ...Array(3).fill(1500),
  ])
})

test('a node that runs out of time is asked for half, and for fewer ledgers', async () => {
  const server = await serve()
  server.fault = ({ params }) =>
    (params.pagination?.limit ?? 0) > 300
      ? { code: -32001, message: '[-32001] request exceeded processing limit' }
      : null
  expect(await read(nodesOf(server))).toHaveLength(5)
  expect(server.asked.map(({ params }) => params.pagination?.limit)).toEqual([undefined, 1000, 500, 250, 250])
})

test.each([
  [
    'an event twice',
    (json: string) =>
      json.replace(/\},\{.*?"id":"[^"]*"/, (at) => at.replace(/"id":"[^"]*"/, '"id":"0000000008589938688-0000000000"')),
  ],
  ['an event of another contract', (json: string) => json.replace(CONTRACT, 'CAAA')],
  ['no cursor', (json: string) => json.replace('"cursor"', '"kursor"')],
  ['a hash that is none', (json: string) => json.replace(/"txHash":"[^"]*"/, '"txHash":"beef"')],
  ['data that no database could hold', (json: string) => json.replace('"value":"0"', '"value":"\\u0000"')],
  ['a ledger that its id denies', (json: string) => json.replace('"ledger":2', '"ledger":3')],
])('an answer with %s is not believed', async (_, forge) => {
  const forged = await serve({ answer: (request) => forge(chain.answer(request)) })
  expect(await read(nodesOf(forged, await serve()))).toHaveLength(5)
  expect(heard[0]).toMatch(/^0 BadAnswer/)
})

import { afterEach, beforeEach, expect, test } from 'vitest'
import { createNode } from '../../../indexer/chain/node.ts'
import { createNodes, PATIENCE } from '../../../indexer/chain/nodes.ts'
import { call } from '../../../indexer/chain/rpc.ts'
import {
  ATTACKS,
  type Attack,
  type HostileServer,
  honestNetwork,
  patienceWith,
  serveHostile,
  withinMemory,
} from '../../support/hostile-http.ts'
import { CONTRACT, createChain, PASSPHRASE, word } from '../../support/indexing.ts'
import { type ScriptedRpc, serveScript } from '../../support/scripted-rpc.ts'

let hostile: HostileServer
let well: ScriptedRpc
beforeEach(async () => {
  const chain = createChain()
  for (const text of ['one', 'two']) chain.close(word(text))
  well = await serveScript(chain)
})
afterEach(() => Promise.all([hostile.close(), well.close()]))

const signal = new AbortController().signal

/** The name of the error of one question. */
const NAMES: Record<Attack, string> = {
  'gzip bomb': 'TooMuch',
  'brotli bomb': 'TooMuch',
  'deflate bomb': 'TooMuch',
  'gzip in gzip': 'BadAnswer',
  'plain flood': 'TooMuch',
  'endless drip': 'Retryable',
  'wrong content type': 'BadAnswer',
  'redirect to another origin': 'Refused',
  'redirect to a path of its own': 'BadAnswer',
  'redirect loop': 'Refused',
  'redirect to nowhere': 'Refused',
  'endless headers': 'Retryable',
  'endless informational answers': 'Retryable',
  'content-length too long': 'Retryable',
  'deep JSON': 'BadAnswer',
  'JSON null': 'BadAnswer',
  'JSON list': 'BadAnswer',
  silence: 'Retryable',
}

test.each(ATTACKS)('%s is a named error of that node, in bounded memory', async (attack) => {
  hostile = await serveHostile(attack)
  const timeoutMs = patienceWith(attack)
  const asked = () => call({ url: hostile.url, method: 'getHealth', params: {}, timeoutMs, signal })
  const error = await withinMemory(() => asked().catch((thrown: unknown) => thrown))
  expect(error).toMatchObject({ name: NAMES[attack] })
})

test.each(ATTACKS)('after %s in place of events the next node is read', async (attack) => {
  hostile = await serveHostile(attack, { honest: honestNetwork(PASSPHRASE) })
  const subject = {
    networkPassphrase: PASSPHRASE,
    contractId: CONTRACT,
    anchor: async () => null,
    timeoutMs: patienceWith(attack),
    // Small, so that halving it on and on ends soon.
    pageLimit: 2,
  }
  const failed: string[] = []
  const nodes = createNodes(
    [hostile.url, well.url].map((url) => createNode(url, subject)),
    2,
    { answered: () => undefined, failed: (_, { name }) => failed.push(name) },
    { ...PATIENCE, longestMs: 60_000 },
  )
  const page = await withinMemory(() => nodes.page({ after: 1, cursor: null }, signal))
  expect(page.events.map(({ data }) => data)).toEqual(['one', 'two'])
  expect(failed).toHaveLength(1)
})

test('a node that asks to be left alone for a year is asked again after five minutes', async () => {
  hostile = await serveHostile('silence')
  well.fault = () => 'rate limit for a year'
  const error = await call({ url: well.url, method: 'getNetwork', params: {}, timeoutMs: 10_000, signal }).catch(
    (thrown: unknown) => thrown,
  )
  expect(error).toMatchObject({ name: 'Retryable', afterMs: 300_000 })
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Evm, startEvm } from '../../../sandbox/evm/start.ts'
import { rootNamed } from '../../support/evm.ts'
import { ask, askResult, post } from '../../support/rpc.ts'

let folder: string
let evm: Evm
const start = () => startEvm({ port: 0, blockMs: 100, stateFile: join(folder, 'evm', 'chain.json') })
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flashindex-evm-'))
  evm = await start()
})
afterEach(async () => {
  await evm.close()
  rmSync(folder, { recursive: true })
})

const control = async (path: string, body: object = {}) => {
  const { status, text } = await post(`${evm.url}/control/${path}`, JSON.stringify(body))
  return { status, body: JSON.parse(text) }
}

test('roots that were added by the controls are logs by JSON-RPC', async () => {
  expect(await control('proof-sets')).toEqual({ status: 200, body: { proofSetId: '1' } })
  const roots = [rootNamed('a'), rootNamed('b')]
  expect((await control('roots', { proofSetId: '1', roots })).body).toEqual({ firstRootId: '0' })
  await control('mine', { blocks: 1 })
  const logs = await askResult(evm.url, 'eth_getLogs', [{ fromBlock: '0x0', toBlock: 'latest' }])
  expect(logs).toHaveLength(2)
})

test('blocks follow the clock, and a restart goes on with the same chain', async () => {
  await control('proof-sets')
  await control('mine', { blocks: 1 })
  const { hash } = await askResult(evm.url, 'eth_getBlockByNumber', ['0x1', false])
  await evm.close()
  evm = await start()
  expect((await askResult(evm.url, 'eth_getBlockByNumber', ['0x1', false])).hash).toBe(hash)
  expect((await control('proof-sets')).body).toEqual({ proofSetId: '2' })
  const before = evm.chain.head()
  await expect.poll(() => evm.chain.head(), { interval: 20 }).toBeGreaterThan(before)
})

test('batches, nonsense and unknown paths get answers', async () => {
  const batch = [
    { jsonrpc: '2.0', id: 1, method: 'eth_chainId' },
    { jsonrpc: '2.0', id: 2, method: 'eth_nothing' },
  ]
  const { text } = await post(evm.url, JSON.stringify(batch))
  expect(JSON.parse(text)).toMatchObject([
    { id: 1, result: '0x1df5e76' },
    { id: 2, error: { code: -32601 } },
  ])
  expect(await ask(evm.url, 'eth_getBlockByNumber', ['soon'])).toMatchObject({ error: { code: -32602 } })
  expect(JSON.parse((await post(evm.url, 'no json')).text)).toMatchObject({ error: { code: -32700 } })
  expect((await control('nothing')).status).toBe(404)
  expect((await fetch(evm.url)).status).toBe(405)
})

test('controls refuse what they cannot use, and say what they want', async () => {
  const { status, body } = await control('roots', { proofSetId: 'one', roots: ['0x12'] })
  expect(status).toBe(400)
  expect(body.error).toMatch(/decimal number[\s\S]*64 hexadecimal digits/)
})

/** The program as a person or a supervisor sees it, and as a crash leaves it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { bytesToHex, hexToBytes } from 'viem'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createLocalKey } from '../../../oracle/relay/attestor/local-key.ts'
import type { PassReport } from '../../../oracle/relay/report.ts'
import { ATTESTOR_KEY, names, publicKeyOf, type Streams, startStreams } from './streams-on-chain.ts'

let chains: Streams
const started: ChildProcess[] = []
const servers: Server[] = []
beforeAll(async () => {
  chains = await startStreams()
}, 60_000)
afterEach(() => {
  for (const child of started.splice(0)) if (child.exitCode === null) child.kill('SIGKILL')
  for (const server of servers.splice(0)) server.close()
})
afterAll(() => chains.close())

const run = (args: readonly string[], own: Record<string, string> = {}) => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'oracle/relay/main.ts', ...args], {
    env: { PATH: process.env.PATH, ...chains.environment(own) },
  })
  started.push(child)
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => (output.stdout += chunk))
  child.stderr.on('data', (chunk) => (output.stderr += chunk))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { child, output, ended }
}

const proven = async (chunks: number) => {
  const { streamId, proofSetId } = await chains.open({ chunks })
  chains.evm.prove(proofSetId, ...names(chunks))
  await chains.settle()
  return streamId
}
const released = async (streamId: number) => (await chains.stream(streamId)).state.released

test('it becomes ready, relays, shows what it did, and ends on SIGTERM', { timeout: 180_000 }, async () => {
  const streamId = await proven(3)
  const { child, output, ended } = run([])
  await expect.poll(() => output.stdout, { timeout: 90_000 }).toContain('"listening: /health /ready /metrics"')
  const port = /"port":(\d+)/.exec(output.stdout)![1]
  const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`)
  expect((await ask('/health')).status).toBe(200)
  await expect.poll(() => released(streamId), { timeout: 90_000 }).toBe(3)
  await expect.poll(async () => (await ask('/ready')).status, { timeout: 90_000 }).toBe(200)
  expect(await (await ask('/ready')).json()).toMatchObject({ ready: true, report: { dryRun: false } })
  expect(await (await ask('/metrics')).text()).toContain('flashindex_relay_released_chunks_total{by="this"} 3')
  const asked = performance.now()
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(performance.now() - asked).toBeLessThan(5_000)
})

test('--dry-run prints what is due and sends nothing, --once sends it', { timeout: 180_000 }, async () => {
  const streamId = await proven(2)
  const dry = run(['--dry-run'])
  expect(await dry.ended).toBe(0)
  expect(JSON.parse(dry.output.stdout) as PassReport).toMatchObject({ dryRun: true, chunks: { due: 2, released: 0 } })
  expect(await released(streamId)).toBe(0)
  const once = run(['--once'])
  expect(await once.ended).toBe(0)
  expect(JSON.parse(once.output.stdout) as PassReport).toMatchObject({ chunks: { released: 2 }, finished: 1 })
  expect(await released(streamId)).toBe(2)
})

test('killed after the attestor signed and before anything was sent, the next run pays, once', {
  timeout: 180_000,
}, async () => {
  const streamId = await proven(2)
  const key = createLocalKey({ privateKey: ATTESTOR_KEY, networkPassphrase: chains.market.network.network.passphrase })
  let signed = 0
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { digest, message } = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, `0x${string}`>
    const signature = await key.sign(hexToBytes(digest!), hexToBytes(message!))
    signed += 1
    // The second signature completes the batch: it never arrives.
    if (signed === 2) first.child.kill('SIGKILL')
    else
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ signature: bytesToHex(signature) }))
  }).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  const remote = {
    RELAY_ATTESTOR_KEY: '',
    RELAY_ATTESTOR_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    RELAY_ATTESTOR_PUBLIC_KEY: publicKeyOf(ATTESTOR_KEY),
  }
  const first = run(['--once'], remote)
  await first.ended
  expect(first.child.signalCode).toBe('SIGKILL')
  expect(await released(streamId)).toBe(0)
  const second = run(['--once'], remote)
  expect(await second.ended).toBe(0)
  expect(JSON.parse(second.output.stdout) as PassReport).toMatchObject({ chunks: { due: 2, released: 2 }, finished: 1 })
  expect((await chains.stream(streamId)).state).toMatchObject({ released: 2, status: { tag: 'Finished' } })
})

test('what a person mistyped or may not do is said in plain lines', { timeout: 180_000 }, async () => {
  const mistyped = run(['--never'])
  const elsewhere = run([], { NETWORK_PASSPHRASE: 'Test SDF Network ; September 2015' })
  const empty = run([], { RELAY_EVM_RPC_URL: '', RELAY_ATTESTOR_KEY: '' })
  expect([await mistyped.ended, await elsewhere.ended, await empty.ended]).toEqual([1, 1, 1])
  expect(mistyped.output.stderr).toBe('usage: node oracle/relay/main.ts [--once | --dry-run]\n')
  expect(elsewhere.output.stderr).toMatch(/^A key in the relay's environment .*RELAY_ATTESTOR_URL.*\n$/)
  expect(empty.output.stderr).toContain('RELAY_EVM_RPC_URL: not set')
})

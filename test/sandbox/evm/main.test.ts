/** The program itself: what it prints, how it ends, what it keeps. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { askResult, post } from '../../support/rpc.ts'

const folder = mkdtempSync(join(tmpdir(), 'flashindex-evm-'))
const started: ChildProcess[] = []
afterEach(() => {
  for (const child of started.splice(0)) if (child.exitCode === null) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const run = (env: Record<string, string> = {}) => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'sandbox/evm/main.ts'], {
    env: { PATH: process.env.PATH, EVM_PORT: '0', DATA_DIR: folder, ...env },
  })
  started.push(child)
  const output = { text: '' }
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output.text += chunk))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const listening = async () => {
    await expect.poll(() => output.text, { timeout: 30_000 }).toContain('State')
    return /RPC\s+(\S+)/.exec(output.text)![1]!
  }
  return { child, output, ended, listening }
}

test('it tells where it is, ends on SIGTERM, and another start keeps what was told', { timeout: 60_000 }, async () => {
  const first = run()
  const url = await first.listening()
  expect(await askResult(url, 'eth_chainId')).toMatch(/^0x/)
  expect(JSON.parse((await post(`${url}/control/proof-sets`, '')).text)).toEqual({ proofSetId: '1' })
  first.child.kill('SIGTERM')
  expect(await first.ended).toBe(0)
  const again = await run().listening()
  expect(JSON.parse((await post(`${again}/control/proof-sets`, '')).text)).toEqual({ proofSetId: '2' })
})

test('a variable that cannot be used is said in plain lines', { timeout: 60_000 }, async () => {
  const { output, ended } = run({ EVM_BLOCK_MS: 'fast' })
  expect(await ended).toBe(1)
  expect(output.text).toContain('EVM_BLOCK_MS: "fast" is no whole number from 100 to 3600000')
})

/** The program itself: what it prints, how it ends, what it keeps. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { keypairOf } from '../support/accounts.ts'
import { askResult } from '../support/rpc.ts'

const started: ChildProcess[] = []
const folders: string[] = []
afterEach(() => {
  for (const child of started.splice(0)) if (child.exitCode === null) child.kill('SIGKILL')
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

const dataFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'))
  folders.push(folder)
  return folder
}

/** Port 0: any free one. */
const run = (env: Record<string, string>) => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'sandbox/main.ts'], {
    env: { PATH: process.env.PATH, SANDBOX_PORT: '0', SANDBOX_LEDGER_MS: '0', ...env },
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

test('it tells where everything is, and ends within a second on SIGTERM', { timeout: 60_000, retry: 2 }, async () => {
  const { child, output, ended, listening } = run({ DATA_DIR: dataFolder() })
  const url = await listening()
  expect(output.text).toMatch(/Friendbot\s+http:\/\/localhost:\d+\/friendbot\?addr=G/)
  expect(output.text).toContain('Standalone Network ; February 2017')
  expect((await askResult(url, 'getHealth')).status).toBe('healthy')
  const asked = performance.now()
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(performance.now() - asked).toBeLessThan(1000)
})

test('a restart goes on where it stopped: ledgers, accounts, transactions, events', { timeout: 90_000 }, async () => {
  const DATA_DIR = dataFolder()
  const first = run({ DATA_DIR })
  const url = await first.listening()
  const address = keypairOf('alice').publicKey()
  const funded = await (await fetch(url.replace('/rpc', `/friendbot?addr=${address}`))).json()
  const look = async (rpc: string) => ({
    ledger: await askResult(rpc, 'getLatestLedger'),
    transaction: await askResult(rpc, 'getTransaction', { hash: funded.hash }),
    events: await askResult(rpc, 'getEvents', { startLedger: 2 }),
  })
  const before = await look(url)
  expect(before.transaction.status).toBe('SUCCESS')
  first.child.kill('SIGINT')
  expect(await first.ended).toBe(0)
  const second = run({ DATA_DIR })
  expect(await look(await second.listening())).toEqual(before)
})

test('a taken port is an error that names the variable and the next step', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const { port } = server.address() as { port: number }
  const { output, ended } = run({ DATA_DIR: dataFolder(), SANDBOX_PORT: String(port) })
  expect(await ended).toBe(1)
  expect(output.text).toBe(
    `Port ${port} is taken: stop the program that listens there, or set SANDBOX_PORT to a free port.\n`,
  )
  await new Promise((resolve) => server.close(resolve))
})

test('a variable that cannot be used is an error before anything starts', async () => {
  const { output, ended } = run({ DATA_DIR: dataFolder(), SANDBOX_LEDGER_MS: 'soon', SANDBOX_CLOCK: 'slow' })
  expect(await ended).toBe(1)
  expect(output.text).toContain('SANDBOX_LEDGER_MS: "soon"')
  expect(output.text).toContain('SANDBOX_CLOCK: "slow"')
})

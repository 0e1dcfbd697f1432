/** The program itself: once, on and on, and how it ends. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Sandbox } from '../../../sandbox/start.ts'
import { startNetwork } from '../../support/network.ts'

let folder: string
let sandbox: Sandbox
let child: ChildProcess | undefined
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lake-'))
  sandbox = await startNetwork()
  sandbox.network.close()
})
afterEach(async () => {
  if (child?.exitCode === null) child.kill('SIGKILL')
  await sandbox.close()
  rmSync(folder, { recursive: true })
})

const run = (...args: string[]) => {
  const started = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'sandbox/lake/main.ts', ...args], {
    env: { PATH: process.env.PATH },
  })
  child = started
  const output = { text: '' }
  for (const stream of [started.stdout, started.stderr]) stream.on('data', (chunk) => (output.text += chunk))
  const ended = new Promise<number | null>((resolve) => started.once('close', resolve))
  return { started, output, ended }
}

const files = () => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.zst'))

test('it writes what there is, says so, and ends', { timeout: 30_000 }, async () => {
  const { output, ended } = run('--rpc', sandbox.url, '--out', folder)
  expect(await ended).toBe(0)
  expect(output.text).toBe(`${folder} ended with ledger nothing, and ends with 3\n`)
  expect(files()).toHaveLength(2)
})

test('it follows the network until SIGTERM, also past a node that stumbles', { timeout: 60_000 }, async () => {
  const { started, output, ended } = run('--rpc', sandbox.url, '--out', folder, '--follow')
  await expect.poll(() => files().length, { timeout: 30_000 }).toBe(2)
  sandbox.faults.add({ kind: 'unavailable', count: 1 })
  await expect.poll(() => output.text, { timeout: 30_000 }).toContain('HTTP 503')
  sandbox.network.close()
  await expect.poll(() => files().length, { timeout: 30_000 }).toBe(3)
  started.kill('SIGTERM')
  expect(await ended).toBe(0)
})

test('a reset ends it with an error', { timeout: 60_000 }, async () => {
  const { output, ended } = run('--rpc', sandbox.url, '--out', folder, '--follow')
  await expect.poll(() => files().length, { timeout: 30_000 }).toBe(2)
  sandbox.network.reset()
  expect(await ended).toBe(1)
  expect(output.text).toContain('was the network reset? Use another folder')
})

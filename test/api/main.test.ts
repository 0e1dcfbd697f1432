import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { insertMarket } from '../support/market-rows.ts'
import { createDatabase, type TestDatabase } from '../support/postgres.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
  await insertMarket(database.sql)
})

afterAll(() => database.close())

const start = (env: Record<string, string>): { child: ChildProcess; said: () => string; ended: Promise<unknown[]> } => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'api/main.ts'], {
    env: { PATH: process.env.PATH, DATABASE_URL: database.url, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  return { child, said: () => said, ended: once(child, 'exit') }
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Polls until the program says it listens. */
const listening = async ({ child, said }: ReturnType<typeof start>) => {
  while (!said().includes('listening')) {
    if (child.exitCode !== null) throw new Error(`It ended: ${said()}`)
    await once(child.stdout!, 'data')
  }
}

test('it says where it listens, answers, and ends cleanly soon after SIGTERM, live feeds or not', async () => {
  const port = await freePort()
  const api = start({ API_PORT: String(port) })
  await listening(api)
  expect(api.said()).toContain(`http://localhost:${port}/graphql`)
  const url = `http://127.0.0.1:${port}`
  expect((await fetch(`${url}/ready`)).status).toBe(200)
  const feed = await fetch(`${url}/graphql?query=${encodeURIComponent('subscription { marketActivity { ledger } }')}`, {
    headers: { accept: 'text/event-stream' },
  })
  const reader = feed.body!.getReader()
  await reader.read()
  const begun = performance.now()
  api.child.kill('SIGTERM')
  while (!(await reader.read()).done);
  expect(await api.ended).toEqual([0, null])
  expect(performance.now() - begun).toBeLessThan(2_500)
  expect(api.said()).toContain('stopped')
})

test('a taken port is an error that names the variable', async () => {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const api = start({ API_PORT: String(port) })
  expect(await api.ended).toEqual([1, null])
  expect(api.said().trim()).toBe(`port ${port} is taken: stop what listens there, or set API_PORT to another`)
  server.close()
})

test('a configuration that cannot be is an error without a stack', async () => {
  const api = start({ API_PORT: 'web', LOG_LEVEL: 'loud' })
  expect(await api.ended).toEqual([1, null])
  expect(api.said()).toContain('API_PORT: is no number')
  expect(api.said()).not.toContain('    at ')
})

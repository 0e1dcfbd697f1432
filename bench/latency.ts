/**
 * From the close of a ledger to its answer in GraphQL: the whole product as `npm start` runs it, each program a process.
 * A provider changes his description through the API; the ledger is closed on demand; then GraphQL is asked until it
 * tells the new text. The clock of the network stands still meanwhile, so that nothing else happens.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { TransactionBuilder } from '@stellar/stellar-sdk'
import { castOf } from '../sandbox/demo/cast.ts'
import { connectControl } from '../sandbox/demo/control.ts'
import { LOCAL_PASSPHRASE } from '../stellar/demo-key.ts'
import { quantile, report, rounded } from './report.ts'

const LEDGERS = 200
const POLL_MS = 4
const READY_MS = 120_000

const freePort = async () => {
  const probe = createServer().listen(0)
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}

const ask = async <Data>(port: number, query: string, variables: Record<string, unknown> = {}): Promise<Data> => {
  const response = await fetch(`http://localhost:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = (await response.json()) as { data: Data; errors?: readonly { message: string }[] }
  if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('; '))
  return data
}

/** Starts the product in a folder of its own and waits until its market is open. */
const startProduct = async () => {
  const [sandbox, api, indexer, postgres] = [await freePort(), await freePort(), await freePort(), await freePort()]
  const folder = mkdtempSync(join(tmpdir(), 'flashindex-latency-'))
  const ports = { SANDBOX_PORT: sandbox, API_PORT: api, INDEXER_PORT: indexer, POSTGRES_PORT: postgres }
  const env = { ...process.env, DATA_DIR: folder, DEMO_DAYS: '0', DEMO_SPEED: '0' }
  for (const [name, port] of Object.entries(ports)) Object.assign(env, { [name]: String(port) })
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'start.ts'], { env, stdio: 'pipe' })
  const ended = once(child, 'exit')
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await marketOpen(api, () => child.exitCode === null)
  } catch (error) {
    await stop()
    throw error
  }
  return { api, control: connectControl(`http://localhost:${sandbox}`), stop }
}

const marketOpen = async (api: number, alive: () => boolean) => {
  type Opened = { market: { totals: { buckets: { count: number }[] } } }
  for (const begun = Date.now(); ; await delay(200)) {
    const query = '{ market { totals { buckets { count } } } }'
    const answer = await ask<Opened>(api, query).catch((error: unknown) => {
      if (Date.now() - begun < READY_MS && alive()) return undefined
      throw error
    })
    if (answer?.market.totals.buckets.some(({ count }) => count >= 60)) return
  }
}

/** Milliseconds from the close of the ledger that holds the change until the API tells it. */
const measure = async ({ api, control }: Awaited<ReturnType<typeof startProduct>>, round: number) => {
  const { keypair } = castOf('flashindex', LOCAL_PASSPHRASE).providers[0]!
  const [id, text] = [keypair.publicKey(), `round ${round}`]
  const { updateProvider } = await ask<{ updateProvider: { xdr: string } }>(
    api,
    'mutation ($id: Address!, $text: String!) { updateProvider(providerId: $id, description: $text) { xdr } }',
    { id, text },
  )
  const transaction = TransactionBuilder.fromXDR(updateProvider.xdr, LOCAL_PASSPHRASE)
  transaction.sign(keypair)
  await ask(api, 'mutation ($xdr: String!) { submitTransaction(xdr: $xdr) { status } }', { xdr: transaction.toXDR() })
  // The indexer looks at intervals: ledgers close at any moment of one.
  await delay((round * 37) % 250)
  await control.close()
  const closed = performance.now()
  for (;;) {
    const query = 'query ($id: Address!) { provider(address: $id) { description } }'
    const { provider } = await ask<{ provider: { description: string } }>(api, query, { id })
    if (provider.description === text) return performance.now() - closed
    await delay(POLL_MS)
  }
}

const product = await startProduct()
try {
  await product.control.setClock(false)
  const latencies: number[] = []
  for (let round = 0; round < LEDGERS; round++) latencies.push(await measure(product, round))
  const [p50Ms, p99Ms] = [rounded(quantile(latencies, 0.5)), rounded(quantile(latencies, 0.99))]
  report('latency', { ledgers: LEDGERS, p50Ms, p99Ms, maxMs: rounded(Math.max(...latencies)) })
} finally {
  await product.stop()
}

/**
 * Exports the closed ledgers of a node as a data lake folder (SEP-54), as Galexie does.
 *
 *     node sandbox/lake/main.ts --rpc http://localhost:8000/rpc --out data/lake [--follow]
 */
import { setTimeout as delay } from 'node:timers/promises'
import { loadLakeConfig } from './config.ts'
import { exportLedgers } from './export.ts'
import { openLake } from './lake.ts'
import { createLedgerSource } from './ledger-source.ts'

const POLL_MS = 1_000

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())

const main = async () => {
  const { rpcUrl, folder, follow, ...layout } = loadLakeConfig(process.argv.slice(2))
  const source = createLedgerSource(rpcUrl)
  const lake = openLake(folder, { ...layout, networkPassphrase: await source.passphrase() })
  let total = 0
  do {
    total += await exportLedgers({ lake, source, signal: stop.signal })
    if (!follow) break
    await delay(POLL_MS, undefined, { signal: stop.signal }).catch(ended)
  } while (!stop.signal.aborted)
  console.log(`${total} ledgers written; ${folder} ends with ledger ${lake.end()?.sequence ?? 'none'}`)
}

/** Being told to stop is no failure. */
const ended = (error: unknown) => {
  if (!stop.signal.aborted) throw error
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})

/**
 * Exports the closed ledgers of a node as a data lake folder (SEP-54), as Galexie does.
 *
 *     node sandbox/lake/main.ts --rpc http://localhost:8000/rpc --out data/lake [--follow]
 */
import { setTimeout as delay } from 'node:timers/promises'
import { loadLakeConfig } from './config.ts'
import { DoesNotFollow, exportLedgers } from './export.ts'
import { openLake } from './lake.ts'
import { createLedgerSource } from './ledger-source.ts'

const POLL_MS = 1_000

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())

const main = async () => {
  const { rpcUrl, folder, follow, ...layout } = loadLakeConfig(process.argv.slice(2))
  const source = createLedgerSource(rpcUrl)
  const lake = openLake(folder, { ...layout, networkPassphrase: await source.passphrase() })
  const write = () => exportLedgers({ lake, source, signal: stop.signal })
  const before = lake.end()?.sequence ?? 'nothing'
  if (follow) await goOn(write)
  else await write()
  console.log(`${folder} ended with ledger ${before}, and ends with ${lake.end()?.sequence ?? 'nothing'}`)
}

/** Until it is told to stop; a node that does not answer is told once and asked again. */
const goOn = async (write: () => Promise<number>) => {
  for (let told = ''; !stop.signal.aborted; await delay(POLL_MS, undefined, { signal: stop.signal }).catch(ended)) {
    try {
      await write()
      told = ''
    } catch (error) {
      if (!(error instanceof Error) || error instanceof DoesNotFollow) throw error
      if (error.message !== told) console.error(error.message)
      told = error.message
    }
  }
}

/** Being told to stop is no failure. */
const ended = (error: unknown) => {
  if (!stop.signal.aborted) throw error
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})

/** The indexer as a process of its own, to be killed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { MarketAddress } from '../../contract/interface/market.ts'

export interface IndexerAddress {
  readonly databaseUrl: string
  readonly market: MarketAddress
  /** Of /health and its siblings; any free one by default. */
  readonly port?: string
}

const ROOT = new URL('../..', import.meta.url)

/** A program of the indexer under way. */
export interface IndexerProcess {
  /** Settles when the log has a line with this text; false where the process ended or time ran out before. */
  readonly says: (text: string, withinMs: number) => Promise<boolean>
  /** kill -9, and waits until it is gone. */
  readonly kill: () => Promise<void>
  /** SIGTERM; gives the exit code and the time it took. */
  readonly stop: () => Promise<{ code: number | null; ms: number }>
  /** The exit code, once it ends by itself. */
  readonly ended: Promise<number | null>
  /** All that it wrote. */
  readonly output: () => string
}

/** Starts `indexer/main.ts` with these arguments. */
export const startIndexer = (
  { databaseUrl, market, port = '0' }: IndexerAddress,
  ...args: string[]
): IndexerProcess => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'indexer/main.ts', ...args], {
    cwd: ROOT,
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      MARKETS_FILE: '',
      MARKET_NAME: market.name,
      NETWORK_PASSPHRASE: market.networkPassphrase,
      CONTRACT_ID: market.contractId,
      START_LEDGER: String(market.startLedger),
      RPC_URL: market.rpcUrls.join(),
      INDEXER_PORT: port,
      INDEXER_POLL_MS: '10',
      // Small transactions: many moments between which a kill can fall.
      INDEXER_BATCH_EVENTS: '1',
      LOG_LEVEL: 'info',
      // Most of a short life is spent on loading modules.
      NODE_COMPILE_CACHE: join(tmpdir(), 'flashindex-compile-cache'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => lines.push(line))
  return control(child, lines)
}

const control = (child: ChildProcess, lines: readonly string[]): IndexerProcess => {
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  let gone = false
  void ended.then(() => {
    gone = true
  })
  const signal = async (name: NodeJS.Signals) => {
    const began = performance.now()
    if (!gone) child.kill(name)
    return { code: await ended, ms: performance.now() - began }
  }
  return {
    says: async (text, withinMs) => {
      for (const began = performance.now(); performance.now() - began < withinMs && !gone; await sleep(5))
        if (lines.some((line) => line.includes(text))) return true
      return lines.some((line) => line.includes(text))
    },
    kill: async () => void (await signal('SIGKILL')),
    stop: () => signal('SIGTERM'),
    ended,
    output: () => lines.join('\n'),
  }
}

/** A market that is followed in a test: a scripted chain, an interpretation without XDR, and ways to wait. */
import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import type { MarketAddress } from '../../contract/interface/market.ts'
import type { RawEvent } from '../../indexer/chain/event.ts'
import { PATIENCE } from '../../indexer/chain/nodes.ts'
import type { Fact } from '../../indexer/decode/fact.ts'
import type { Interpretation } from '../../indexer/interpret.ts'
import { createMetrics } from '../../indexer/metrics.ts'
import { createMonitor } from '../../indexer/monitor.ts'
import { type Tail, type TailSettings, tailMarket } from '../../indexer/tail.ts'
import type { Sql } from '../../prisma/client.ts'
import { createScript, type MadeEvent, type ScriptedOptions } from './scripted-rpc.ts'

export const PASSPHRASE = 'Standalone Network ; February 2017'
export const CONTRACT = 'CD7B7CBXL3DU3XCYEGLH7FMVREUTKP4VMDKOSYPLTJJTLNACNQS57QZZ'

/** Settings of a test: impatient, small batches. */
export const SETTINGS: TailSettings = {
  pollMs: 10,
  batchEvents: 100,
  rpcTimeoutMs: 10_000,
  pageLimit: 10_000,
  patience: { ...PATIENCE, longestMs: 50, staleMs: 100 },
}

/** A chain whose events are words in place of XDR. */
export const createChain = (options: Partial<ScriptedOptions> = {}) =>
  createScript({ passphrase: PASSPHRASE, contractId: CONTRACT, ...options })

export const word = (data: string, transaction?: number): MadeEvent => ({
  topics: ['word', data],
  data,
  ...(transaction === undefined ? {} : { transaction }),
})

/** "unknown" and "malformed" are what they say; every other word becomes a usage report. */
export const WORDS: Interpretation = {
  decode: (event) => {
    if (event.data === 'unknown') return { outcome: 'unknown', name: null }
    if (event.data === 'malformed') return { outcome: 'malformed', name: 'word', reason: 'a word that is none' }
    return { outcome: 'known', name: 'word', fact: event as unknown as Fact }
  },
  project: async (transaction, marketId, facts) => {
    for (const { toid, eventIndex, ledger, closedAt, txHash, data } of facts as unknown as RawEvent[])
      await transaction`
        insert into usage_report values
          (${marketId}, ${String(toid)}, ${eventIndex}, ${data}, 'p', 1, 1, 2, ${ledger}, ${closedAt}, ${txHash})
        on conflict do nothing`
  },
  projections: ['usage_report'],
}

export const addressOf = (urls: readonly string[], more: Partial<MarketAddress> = {}): MarketAddress => ({
  name: 'test',
  networkPassphrase: PASSPHRASE,
  contractId: CONTRACT,
  startLedger: 2,
  rpcUrls: [...urls],
  ...more,
})

/** A tail under way. */
export interface Followed {
  readonly tail: Tail
  /** Rejects where the tail gave up. */
  readonly ended: Promise<void>
  /** Stops it and waits until it has ended. */
  readonly stop: () => Promise<void>
}

/** Begins to follow. */
export const follow = (
  databaseUrl: string,
  address: MarketAddress,
  { interpretation = WORDS, settings = SETTINGS }: { interpretation?: Interpretation; settings?: TailSettings } = {},
): Followed => {
  const controller = new AbortController()
  const monitor = createMonitor(address.name, pino({ level: 'silent' }), createMetrics())
  const tail = { address, databaseUrl, interpretation, settings, monitor, signal: controller.signal }
  const ended = tailMarket(tail)
  ended.catch((error: unknown) => error)
  const stop = async () => {
    controller.abort()
    await ended
  }
  return { tail, ended, stop }
}

/** Waits until a condition holds; fails after half a minute. */
export const until = async (what: string, holds: () => Promise<boolean> | boolean): Promise<void> => {
  for (const start = Date.now(); !(await holds()); await sleep(10))
    if (Date.now() - start > 30_000) throw new Error(`in vain waited until ${what}`)
}

/** Waits until the watermark stands at a ledger. */
export const reached = (sql: Sql, ledger: number, market = 'test'): Promise<void> =>
  until(`the watermark is ${ledger}`, async () => {
    const [row] = await sql<{ ledger: number }[]>`
      select watermark.ledger from watermark join market on market.id = market_id where name = ${market}`
    return row?.ledger === ledger
  })

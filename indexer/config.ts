/** The indexer's configuration, from the environment; all problems come in one message. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import {
  InvalidMarkets,
  type MarketAddress,
  marketFromEnvironment,
  parseMarketsFile,
} from '../contract/interface/market.ts'
import { isPostgres } from '../program/address.ts'
import { described, shown } from '../program/echo.ts'
import { InvalidConfig } from '../program/invalid-config.ts'
import { resolveSecretFiles } from '../program/secret-file.ts'
import { SOURCES } from './chain/source.ts'
import type { Readiness } from './http.ts'
import type { TailSettings } from './tail.ts'

const whole = (fallback: number, least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, { error: (issue) => `${shown(issue.input)} is no whole number` })
    .transform(Number)
    .pipe(z.number().min(least, `is below ${least}`).max(most, `is above ${most}`))
    .prefault(String(fallback))

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const schema = z.object({
  DATABASE_URL: z
    .string()
    .refine(isPostgres, { error: ({ input }) => `expected a postgres:// address, got ${described(input)}` })
    .optional(),
  /** Of the embedded server, where no address is given. */
  POSTGRES_PORT: whole(54_329, 1, 65_535),
  LOG_LEVEL: z
    .enum(LEVELS, { error: (issue) => `${shown(issue.input)} is none of ${LEVELS.join(', ')}` })
    .default('info'),
  INDEXER_PORT: whole(4001, 0, 65_535),
  /** Pause between questions at the tip, ms. */
  INDEXER_POLL_MS: whole(250, 10, 60_000),
  /** Events that a transaction holds, about. */
  INDEXER_BATCH_EVENTS: whole(2_000, 1, 100_000),
  /** Ledgers that a market may be behind and still be ready. */
  INDEXER_READY_LAG: whole(5, 0, 1_000_000),
  RPC_TIMEOUT_MS: whole(20_000, 100, 300_000),
  /** What is read of a node: its events, or whole ledgers, whose chain of hashes is checked. */
  INDEXER_SOURCE: z
    .enum(SOURCES, { error: (issue) => `${shown(issue.input)} is none of ${SOURCES.join(', ')}` })
    .default('events'),
  /** Most events to ask a node for at once. */
  RPC_PAGE_LIMIT: whole(10_000, 1, 10_000),
})

/** May also be given as files, by `NAME_FILE`. */
const SECRETS = ['DATABASE_URL']

type Environment = Record<string, string | undefined>

/** What every command needs. */
export interface BaseConfig {
  readonly databaseUrl: string
  readonly logLevel: string
}

/** What following the chain needs. */
export interface Config extends BaseConfig {
  readonly port: number
  readonly markets: readonly MarketAddress[]
  readonly settings: TailSettings
  readonly readiness: Readiness
}

const MAX_SILENCE_MS = 30_000

/** Reads the whole configuration. @throws InvalidConfig */
export const readConfig = (env: Environment = process.env): Config => {
  const { values, problems } = readVariables(env)
  const markets = readMarkets(env)
  if (values === null || 'problem' in markets)
    throw new InvalidConfig([...problems, ...('problem' in markets ? [markets.problem] : [])].join('\n'))
  return {
    databaseUrl: databaseOf(values),
    logLevel: values.LOG_LEVEL,
    port: values.INDEXER_PORT,
    markets: markets.markets,
    settings: {
      pollMs: values.INDEXER_POLL_MS,
      batchEvents: values.INDEXER_BATCH_EVENTS,
      rpcTimeoutMs: values.RPC_TIMEOUT_MS,
      pageLimit: values.RPC_PAGE_LIMIT,
      source: values.INDEXER_SOURCE,
    },
    readiness: { maxLag: values.INDEXER_READY_LAG, maxSilenceMs: MAX_SILENCE_MS },
  }
}

/** Reads what a replay needs: no markets, the database names them. @throws InvalidConfig */
export const readBaseConfig = (env: Environment = process.env): BaseConfig => {
  const { values, problems } = readVariables(env)
  if (values === null) throw new InvalidConfig(problems.join('\n'))
  return { databaseUrl: databaseOf(values), logLevel: values.LOG_LEVEL }
}

/** The database that was named, or the embedded one that `npm start` runs. */
const databaseOf = ({ DATABASE_URL, POSTGRES_PORT }: z.infer<typeof schema>): string =>
  DATABASE_URL ?? `postgres://postgres@127.0.0.1:${POSTGRES_PORT}/flashindex`

/** A variable that is set to nothing counts as not set. */
const readVariables = (env: Environment) => {
  const { env: resolved, problems } = resolveSecretFiles(env, SECRETS)
  const set = Object.fromEntries(Object.entries(resolved).filter(([, value]) => value !== undefined && value !== ''))
  const result = schema.safeParse(set)
  if (result.success && problems.length === 0) return { values: result.data, problems: [] }
  const issues = result.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? []
  return { values: null, problems: [...problems, ...issues] }
}

const readMarkets = (env: Environment): { markets: readonly MarketAddress[] } | { problem: string } => {
  try {
    const file = env.MARKETS_FILE
    return { markets: file ? parseMarketsFile(readMarketsFile(file), file) : [marketFromEnvironment(env)] }
  } catch (error) {
    if (error instanceof InvalidMarkets) return { problem: error.message }
    throw error
  }
}

const readMarketsFile = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new InvalidMarkets(`MARKETS_FILE: cannot read ${shown(file)}: ${code}`)
  }
}

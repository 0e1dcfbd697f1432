/** The API's configuration, from the environment; all problems come in one message. */
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

const whole = (fallback: number, least: number, most: number) =>
  z.coerce.number({ error: 'is no number' }).int({ error: 'is no whole number' }).min(least).max(most).default(fallback)

const schema = z.object({
  DATABASE_URL: z
    .string()
    .refine(isPostgres, { error: ({ input }) => `expected a postgres:// address, got ${described(input)}` })
    .optional(),
  /** Of the embedded server, where no address is given. */
  POSTGRES_PORT: whole(54_329, 1, 65_535),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  API_PORT: whole(4000, 0, 65_535),
  /** Connections to the database: more than the cores of its machine can serve at once only wait there. */
  API_DATABASE_CONNECTIONS: whole(10, 1, 500),
  /** A statement that runs longer is ended and answered with TIMEOUT. */
  API_STATEMENT_TIMEOUT_MS: whole(10_000, 10, 600_000),
  RPC_TIMEOUT_MS: whole(10_000, 100, 300_000),
})

/** May also be given as files, by `NAME_FILE`. */
const SECRETS = ['DATABASE_URL']

type Environment = Record<string, string | undefined>

export interface Config {
  readonly databaseUrl: string
  readonly databaseConnections: number
  readonly statementTimeoutMs: number
  readonly logLevel: string
  readonly port: number
  /** Where transactions are built for; what can be read is in the database. */
  readonly markets: readonly MarketAddress[]
  readonly rpcTimeoutMs: number
}

/** Reads the whole configuration. @throws InvalidConfig */
export const readConfig = (env: Environment = process.env): Config => {
  // A variable that is set to nothing counts as not set.
  const { env: resolved, problems: unread } = resolveSecretFiles(env, SECRETS)
  const set = Object.fromEntries(Object.entries(resolved).filter(([, value]) => value !== undefined && value !== ''))
  const result = schema.safeParse(set)
  const markets = readMarkets(set)
  if (!result.success || unread.length > 0 || 'problem' in markets) {
    const problems = result.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? []
    throw new InvalidConfig([...unread, ...problems, ...('problem' in markets ? [markets.problem] : [])].join('\n'))
  }
  const values = result.data
  return {
    databaseUrl: values.DATABASE_URL ?? `postgres://postgres@127.0.0.1:${values.POSTGRES_PORT}/flashindex`,
    databaseConnections: values.API_DATABASE_CONNECTIONS,
    statementTimeoutMs: values.API_STATEMENT_TIMEOUT_MS,
    logLevel: values.LOG_LEVEL,
    port: values.API_PORT,
    markets: markets.markets,
    rpcTimeoutMs: values.RPC_TIMEOUT_MS,
  }
}

const MARKET_VARIABLES = ['MARKET_NAME', 'NETWORK_PASSPHRASE', 'CONTRACT_ID', 'START_LEDGER', 'RPC_URL']

/** No market at all is fine: the API then reads and builds nothing. */
const readMarkets = (env: Environment): { markets: readonly MarketAddress[] } | { problem: string } => {
  try {
    const file = env.MARKETS_FILE
    if (file !== undefined) return { markets: parseMarketsFile(readMarketsFile(file), file) }
    return { markets: MARKET_VARIABLES.some((name) => name in env) ? [marketFromEnvironment(env)] : [] }
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

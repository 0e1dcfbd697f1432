/** The usage oracle's configuration, from the environment; all problems come in one message. */
import type { Keypair } from '@stellar/stellar-sdk'
import { z } from 'zod'
import type { MarketAddress } from '../../contract/interface/market.ts'
import { isConfidential, isHttp } from '../../program/address.ts'
import { described } from '../../program/echo.ts'
import { InvalidConfig } from '../../program/invalid-config.ts'
import { demoKeyProblem, demoSeedProblems, LOCAL_PASSPHRASE } from '../../stellar/demo-key.ts'
import { demoKey, deriveChannels } from '../chain/keys.ts'
import type { Patience } from '../chain/patience.ts'
import { type Environment, flag, logLevel, readMarket, readVariables, secretKey, whole } from '../config.ts'
import type { UsageOracleSettings } from './oracle.ts'

const DAY = 86_400
const YEAR = 365 * DAY
/** 1 PB and 1 TB. */
const MAX_STORAGE_MB = 1_073_741_824
const MAX_EGRESS_MB = 1_048_576

/** May also be given as files, by `NAME_FILE`. */
const SECRETS = ['ORACLE_SECRET', 'ORACLE_TELEMETRY_TOKEN']

/** A folder or an address; what is written like an address is never taken for a folder. */
const place = z.string().refine((text) => !/^[a-z][a-z0-9+.-]*:\//i.test(text) || isHttp(text), {
  error: ({ input }) => `expected a folder or an http(s) address, got ${described(input)}`,
})

const schema = z.object({
  LOG_LEVEL: logLevel(),
  ORACLE_PORT: whole(4002, 0, 65_535),
  /** Key of the market's oracle role. */
  ORACLE_SECRET: secretKey().optional(),
  /** Instead of it, on the local network: the demo market with this seed. */
  ORACLE_DEMO_SEED: z.string().min(1).optional(),
  /** Channel accounts, derived from the key: transactions in one ledger. 0: the key's own account, one a ledger. */
  ORACLE_CHANNELS: whole(0, 0, 500),
  /** Oracles that run at once with one key take different names, and so different channel accounts. */
  ORACLE_INSTANCE: z.string().min(1).default('0'),
  /** Folders and http(s) addresses, separated by commas. */
  ORACLE_TELEMETRY: z
    .string({ error: 'name folders of .ndjson files, or http(s) addresses, separated by commas' })
    .transform((text) => text.split(',').map((place) => place.trim()))
    .pipe(z.array(place)),
  /** Bearer token for the addresses. */
  ORACLE_TELEMETRY_TOKEN: z.string().min(1).optional(),
  /** Periods begin at the multiples of this, in unix time. */
  ORACLE_PERIOD_SECS: whole(3_600, 1, YEAR),
  /** How long a period waits for late samples. */
  ORACLE_LATE_SECS: whole(300, 0, YEAR),
  /** The longest time that a sample stands for. */
  ORACLE_SAMPLE_SECS: whole(900, 1, YEAR),
  /** The time for which the price of a GB of storage is due; unset: a period. */
  ORACLE_STORAGE_SECS: whole(0, 0, YEAR),
  /** How far senders' clocks may be ahead. */
  ORACLE_FUTURE_SECS: whole(300, 0, DAY),
  ORACLE_MAX_STORAGE_MB: whole(MAX_STORAGE_MB, 1, Number.MAX_SAFE_INTEGER),
  /** In one sample. */
  ORACLE_MAX_EGRESS_MB: whole(MAX_EGRESS_MB, 1, Number.MAX_SAFE_INTEGER),
  ORACLE_SETTLE: flag(true),
  /** File of JSON lines; unset: the log. */
  ORACLE_REJECTS_FILE: z.string().min(1).optional(),
  ORACLE_POLL_MS: whole(5_000, 10, 3_600_000),
  /** How often all running deals are looked for. */
  ORACLE_SCAN_SECS: whole(300, 1, YEAR),
  /** How long a deal is left alone that the contract refused. */
  ORACLE_RETRY_SECS: whole(60, 0, YEAR),
  /** Ledgers that may pass a transaction by before its fee is raised. */
  ORACLE_STUCK_LEDGERS: whole(4, 1, 1_000),
  /** The most that is offered for a place in a ledger, in stroops. */
  ORACLE_MAX_FEE: whole(1_000_000, 1_000, 100_000_000),
  /** How long a transaction may wait for a ledger. */
  ORACLE_VALID_SECS: whole(180, 10, 3_600),
  RPC_TIMEOUT_MS: whole(20_000, 100, 300_000),
})

type Values = z.infer<typeof schema>

export interface Config {
  readonly logLevel: string
  readonly port: number
  readonly market: MarketAddress
  readonly signer: Keypair
  readonly channels: readonly Keypair[]
  /** Where missing channel accounts come from: on the local network only. */
  readonly friendbotUrl: string | undefined
  /** Folders and addresses. */
  readonly telemetry: readonly string[]
  readonly telemetryToken: string | undefined
  readonly rejectsFile: string | undefined
  readonly settings: UsageOracleSettings
  readonly patience: Partial<Patience>
}

/** @throws InvalidConfig */
export const readConfig = (env: Environment = process.env): Config => {
  const { values, problems } = readVariables(schema, env, SECRETS)
  const market = readMarket(env)
  const key = values && 'market' in market ? readKey(values, market.market) : { problem: null }
  const risks = [
    ...('market' in market ? demoSeedProblems(env, market.market.networkPassphrase) : []),
    ...(values ? exposureOf(values) : []),
  ]
  const found = [
    ...problems,
    ...risks,
    ...('problem' in market ? [market.problem] : []),
    ...('problem' in key && key.problem !== null ? [key.problem] : []),
  ]
  if (values === null || 'problem' in market || 'problem' in key || risks.length > 0)
    throw new InvalidConfig(found.join('\n'))
  return toConfig(values, market.market, key.signer)
}

/** Credentials, of the token or of an address itself, go over https or to this machine. */
const exposureOf = ({ ORACLE_TELEMETRY: places, ORACLE_TELEMETRY_TOKEN: token }: Values): string[] =>
  places
    .filter((text) => isHttp(text) && !isConfidential(text))
    .filter((text) => token !== undefined || new URL(text).username !== '')
    .map((text) => `ORACLE_TELEMETRY: credentials for ${new URL(text).host} would go over plain http: use https://`)

const toConfig = (values: Values, market: MarketAddress, signer: Keypair): Config => ({
  logLevel: values.LOG_LEVEL,
  port: values.ORACLE_PORT,
  market,
  signer,
  channels: deriveChannels(signer, values.ORACLE_CHANNELS, values.ORACLE_INSTANCE),
  friendbotUrl: market.networkPassphrase === LOCAL_PASSPHRASE ? friendbotOf(market) : undefined,
  telemetry: values.ORACLE_TELEMETRY,
  telemetryToken: values.ORACLE_TELEMETRY_TOKEN,
  rejectsFile: values.ORACLE_REJECTS_FILE,
  settings: settingsOf(values),
  patience: {
    stuckLedgers: values.ORACLE_STUCK_LEDGERS,
    validitySecs: values.ORACLE_VALID_SECS,
    maxInclusionFee: BigInt(values.ORACLE_MAX_FEE),
    rpcTimeoutMs: values.RPC_TIMEOUT_MS,
  },
})

const settingsOf = (values: Values): UsageOracleSettings => ({
  periodSecs: values.ORACLE_PERIOD_SECS,
  lateSecs: values.ORACLE_LATE_SECS,
  sampleSecs: values.ORACLE_SAMPLE_SECS,
  storageSecs: values.ORACLE_STORAGE_SECS || values.ORACLE_PERIOD_SECS,
  futureSecs: values.ORACLE_FUTURE_SECS,
  limits: { maxStorageMb: BigInt(values.ORACLE_MAX_STORAGE_MB), maxEgressMb: BigInt(values.ORACLE_MAX_EGRESS_MB) },
  pollMs: values.ORACLE_POLL_MS,
  scanSecs: values.ORACLE_SCAN_SECS,
  retrySecs: values.ORACLE_RETRY_SECS,
  settles: values.ORACLE_SETTLE,
  width: Math.max(values.ORACLE_CHANNELS, 1),
})

/** The local network has its friendbot beside its RPC. */
const friendbotOf = ({ rpcUrls }: MarketAddress) => new URL('/friendbot', rpcUrls[0]).href

const readKey = (values: Values, { networkPassphrase }: MarketAddress) => {
  const { ORACLE_SECRET: secret, ORACLE_DEMO_SEED: seed } = values
  if (secret !== undefined && seed !== undefined)
    return { problem: 'ORACLE_SECRET and ORACLE_DEMO_SEED are both set: which of them is it?' }
  if (secret !== undefined) {
    const problem = demoKeyProblem(secret.rawSecretKey(), networkPassphrase)
    return problem === null ? { signer: secret } : { problem: `ORACLE_SECRET: ${problem}` }
  }
  if (seed === undefined) return { problem: "ORACLE_SECRET: not set: give the secret key of the market's oracle (S…)" }
  return { signer: demoKey('oracle', seed) }
}

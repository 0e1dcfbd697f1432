/** What the programs of this folder read from the environment alike; each has its own config.ts beside its main.ts. */
import { readFileSync } from 'node:fs'
import { Keypair, StrKey } from '@stellar/stellar-sdk'
import { z } from 'zod'
import {
  InvalidMarkets,
  type MarketAddress,
  marketFromEnvironment,
  parseMarketsFile,
} from '../contract/interface/market.ts'
import { shown } from '../program/echo.ts'
import { resolveSecretFiles } from '../program/secret-file.ts'

export type Environment = Record<string, string | undefined>

/** A whole number of its own range. */
export const whole = (fallback: number, least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, { error: (issue) => `${shown(issue.input)} is no whole number` })
    .transform(Number)
    .pipe(z.number().min(least, `is below ${least}`).max(most, `is above ${most}`))
    .prefault(String(fallback))

/** `true` or `false`. */
export const flag = (fallback: boolean) =>
  z
    .enum(['true', 'false'], { error: (issue) => `${shown(issue.input)} is neither true nor false` })
    .default(fallback ? 'true' : 'false')
    .transform((value) => value === 'true')

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

export const logLevel = () =>
  z.enum(LEVELS, { error: (issue) => `${shown(issue.input)} is none of ${LEVELS.join(', ')}` }).default('info')

/** The secret key of a Stellar account. Its value is never repeated in a message. */
export const secretKey = () =>
  z
    .string()
    .refine((secret) => StrKey.isValidEd25519SecretSeed(secret), { error: 'is no secret key (S…, 56 characters)' })
    .transform((secret) => Keypair.fromSecret(secret))

/** Reads variables, those of `secrets` also from files; one that is set to nothing counts as not set. */
export const readVariables = <S extends z.ZodObject>(schema: S, env: Environment, secrets: readonly string[]) => {
  const { env: resolved, problems } = resolveSecretFiles(env, secrets)
  const set = Object.fromEntries(Object.entries(resolved).filter(([, value]) => value !== undefined && value !== ''))
  const result = schema.safeParse(set)
  if (result.success && problems.length === 0) return { values: result.data as z.infer<S>, problems: [] }
  const issues = result.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []
  return { values: null, problems: [...problems, ...issues] }
}

/** The one market that a program serves: of MARKETS_FILE (there MARKET_NAME says which of several), or of the variables. */
export const readMarket = (env: Environment): { market: MarketAddress } | { problem: string } => {
  try {
    return env.MARKETS_FILE ? pick(env.MARKETS_FILE, env.MARKET_NAME) : { market: marketFromEnvironment(env) }
  } catch (error) {
    if (error instanceof InvalidMarkets) return { problem: error.message }
    throw error
  }
}

const pick = (file: string, name: string | undefined) => {
  const markets = parseMarketsFile(readMarketsFile(file), file)
  const named = name ? markets.filter((market) => market.name === name) : markets
  const names = markets.map((market) => market.name).join(', ')
  if (named.length === 1) return { market: named[0]! }
  return { problem: `MARKET_NAME: set it to the one market to serve; ${file} has: ${names}` }
}

const readMarketsFile = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new InvalidMarkets(`MARKETS_FILE: cannot read ${shown(file)}: ${code}`)
  }
}

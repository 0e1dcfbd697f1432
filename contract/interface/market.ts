/**
 * Which contract on which network: the address of a market as every program reads it from its configuration.
 * Pure: environment and file contents in, markets or one message with all problems out.
 */
import { StrKey } from '@stellar/stellar-sdk'
import { z } from 'zod'

/** Never repeated in a message: it may hold a key. */
const rpcUrl = z.url({ protocol: /^https?$/, error: 'is not an http(s) address' })

/** A value that is not written like a public address may be a secret in the wrong place. */
const publicOnly = (value: unknown): string =>
  typeof value === 'string' && /^[GC][A-Z2-7]{0,70}$/.test(value) ? `"${value}"` : 'this value'

const marketSchema = z.strictObject({
  /** Short name that users address the market by, e.g. `mainnet`. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'a name is lower-case letters, digits and dashes'),
  networkPassphrase: z.string().min(1),
  contractId: z.string().refine((id) => StrKey.isValidContract(id), {
    error: (issue) => `${publicOnly(issue.input)} is not a contract address (C…)`,
  }),
  /** First ledger to scan: the one the contract was created in, or any earlier one. */
  startLedger: z.number().int().min(2, 'ledger 1 is the genesis ledger: start at 2 or later'),
  /** Asked in this order; a lagging or wrong one is passed over. */
  rpcUrls: z.array(rpcUrl).min(1, 'at least one RPC address'),
})

const marketsFileSchema = z
  .strictObject({ markets: z.array(marketSchema).min(1, 'at least one market') })
  .refine(({ markets }) => new Set(markets.map((market) => market.name)).size === markets.length, {
    error: 'two markets have the same name',
    path: ['markets'],
  })

/** A marketplace contract on a network, and where to ask that network. */
export type MarketAddress = z.infer<typeof marketSchema>

/** The environment variables that name one market where there is no markets file. */
export interface MarketEnvironment {
  readonly MARKET_NAME?: string | undefined
  readonly NETWORK_PASSPHRASE?: string | undefined
  readonly CONTRACT_ID?: string | undefined
  readonly START_LEDGER?: string | undefined
  readonly RPC_URL?: string | undefined
}

/** A configuration of markets that cannot be used; the message lists every problem and the next step. */
export class InvalidMarkets extends Error {
  override name = 'InvalidMarkets'
}

/** The variable behind each field, for errors that a person can act on. */
const VARIABLE: Record<string, keyof MarketEnvironment> = {
  name: 'MARKET_NAME',
  networkPassphrase: 'NETWORK_PASSPHRASE',
  contractId: 'CONTRACT_ID',
  startLedger: 'START_LEDGER',
  rpcUrls: 'RPC_URL',
}

const pathOf = (issue: z.core.$ZodIssue) => issue.path.join('.') || 'the whole'

/** zod would repeat the names of unknown fields, and with them whatever was pasted there. */
const wordsOf = (issue: z.core.$ZodIssue) =>
  issue.code === 'unrecognized_keys'
    ? `${issue.keys.length} unknown fields; known are ${Object.keys(issue.path.length === 0 ? marketsFileSchema.shape : marketSchema.shape).join(', ')}`
    : issue.message

const invalid = (source: string, issues: readonly string[]) =>
  new InvalidMarkets([`${source} names no usable market:`, ...issues.map((issue) => `  ${issue}`)].join('\n'))

/**
 * Reads a markets file: `{"markets":[{name, networkPassphrase, contractId, startLedger, rpcUrls}]}`.
 * @param text the file's contents
 * @param source what to call the file in an error
 * @throws InvalidMarkets
 */
export const parseMarketsFile = (text: string, source: string): MarketAddress[] => {
  const result = marketsFileSchema.safeParse(parseJson(text, source))
  if (!result.success)
    throw invalid(
      source,
      result.error.issues.map((issue) => `${pathOf(issue)}: ${wordsOf(issue)}`),
    )
  return result.data.markets
}

/**
 * Reads one market from environment variables; RPC_URL may hold several addresses, separated by commas.
 * @throws InvalidMarkets naming each variable that is missing or wrong
 */
export const marketFromEnvironment = (env: MarketEnvironment): MarketAddress => {
  const result = marketSchema.safeParse({
    name: env.MARKET_NAME ?? 'market',
    networkPassphrase: env.NETWORK_PASSPHRASE,
    contractId: env.CONTRACT_ID,
    startLedger: env.START_LEDGER === undefined ? undefined : Number(env.START_LEDGER),
    rpcUrls: env.RPC_URL?.split(',').map((url) => url.trim()),
  })
  if (!result.success)
    throw invalid(
      'The environment',
      result.error.issues.map((issue) => {
        const variable = VARIABLE[String(issue.path[0])]
        return variable !== undefined && env[variable] === undefined
          ? `${variable}: not set (set it, or name a markets file in MARKETS_FILE)`
          : `${variable ?? pathOf(issue)}: ${issue.message}`
      }),
    )
  return result.data
}

const parseJson = (text: string, source: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's message quotes the text.
    throw new InvalidMarkets(`${source} is not JSON`)
  }
}

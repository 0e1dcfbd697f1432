/** The relay's configuration, from the environment; all problems come in one message. */
import type { Keypair } from '@stellar/stellar-sdk'
import { StrKey } from '@stellar/stellar-sdk'
import type { Hex } from 'viem'
import { z } from 'zod'
import type { MarketAddress } from '../../contract/interface/market.ts'
import {
  type Environment,
  flag,
  InvalidConfig,
  logLevel,
  readMarket,
  readVariables,
  secretKey,
  whole,
} from '../config.ts'
import type { EvmSettings } from './relay.ts'

const hex = (bytes: number, what: string) =>
  z
    .string()
    .regex(new RegExp(`^0x[0-9a-fA-F]{${bytes * 2}}$`), `is no ${what} (0x and ${bytes * 2} hexadecimal digits)`)
    .transform((value) => value.toLowerCase() as Hex)

const httpUrl = z.url({ protocol: /^https?$/, error: (issue) => `"${issue.input}" is no http(s) address` })
const urls = z
  .string({ error: 'not set: the JSON-RPC addresses of the EVM chain, separated by commas' })
  .transform((text) => text.split(',').map((url) => url.trim()))
  .pipe(z.array(httpUrl).min(1))

const schema = z.object({
  LOG_LEVEL: logLevel(),
  /** Health, readiness, metrics. */
  RELAY_PORT: whole(4003, 0, 65_535),
  /** Pays for the releases. */
  RELAY_SECRET: secretKey(),
  /** Channel accounts, so many releases at once; they follow from RELAY_SECRET and RELAY_INSTANCE. */
  RELAY_CHANNELS: whole(4, 0, 64),
  /** Another one for each relay that runs with the same secret at the same time. */
  RELAY_INSTANCE: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/, 'is no name of lower-case letters, digits and dashes')
    .default('1'),
  /** Who gets the tips; `none` leaves them in the streams. Default: the account of RELAY_SECRET. */
  RELAY_TIPS_TO: z
    .string()
    .refine((value) => value === 'none' || StrKey.isValidEd25519PublicKey(value) || StrKey.isValidContract(value), {
      error: (issue) => `"${issue.input}" is neither an address (G…, C…) nor none`,
    })
    .optional(),
  /** secp256k1 key of the attestor in this process: for the local network. */
  RELAY_ATTESTOR_KEY: hex(32, 'secp256k1 key').optional(),
  /** Takes the risk of RELAY_ATTESTOR_KEY on another network. */
  RELAY_ALLOW_LOCAL_KEY: flag(false),
  /** Signer that holds the attestor's key, instead. */
  RELAY_ATTESTOR_URL: httpUrl.optional(),
  /** What it has to sign with. */
  RELAY_ATTESTOR_PUBLIC_KEY: hex(65, 'uncompressed secp256k1 public key').optional(),
  RELAY_ATTESTOR_TOKEN: z.string().optional(),
  RELAY_EVM_RPC_URL: urls,
  /** The PDPVerifier. */
  RELAY_EVM_VERIFIER: hex(20, 'contract address'),
  /** Refuses nodes of another chain; without it the first that answers decides. */
  RELAY_EVM_CHAIN_ID: whole(0, 0, Number.MAX_SAFE_INTEGER),
  /** Blocks above one before it is believed. 30: what Filecoin's nodes call safe (FRC-0089); 900: final in any case. */
  RELAY_EVM_CONFIRMATIONS: whole(30, 0, 100_000),
  /** No block below is read. */
  RELAY_EVM_START_BLOCK: whole(0, 0, Number.MAX_SAFE_INTEGER),
  /** Blocks of one eth_getLogs at most. */
  RELAY_EVM_WINDOW: whole(2_000, 1, 1_000_000),
  RELAY_EVM_TIMEOUT_MS: whole(10_000, 100, 300_000),
  /** Pause between passes. */
  RELAY_POLL_MS: whole(5_000, 10, 3_600_000),
  /** A relay without a pass for so long is not ready. */
  RELAY_READY_MS: whole(120_000, 100, 86_400_000),
  /** Looks and reports; signs and sends nothing. */
  RELAY_DRY_RUN: flag(false),
})

/** How the attestor is reached. */
export type AttestorSettings =
  | { readonly kind: 'local'; readonly privateKey: Hex; readonly allowed: boolean }
  | { readonly kind: 'remote'; readonly url: string; readonly publicKey: Hex; readonly token: string | undefined }

export interface Config {
  readonly logLevel: string
  readonly port: number
  readonly market: MarketAddress
  readonly signer: Keypair
  readonly channels: number
  readonly instance: string
  readonly tipsTo: string | undefined
  readonly attestor: AttestorSettings
  readonly evm: EvmSettings
  readonly pollMs: number
  readonly readyMs: number
  readonly dryRun: boolean
}

/** Reads the whole configuration. @throws InvalidConfig */
export const readConfig = (env: Environment = process.env): Config => {
  const { values, problems } = readVariables(schema, env)
  const market = readMarket(env)
  const attestor = readAttestor(env, values)
  if (values === null || 'problem' in market || 'problem' in attestor)
    throw new InvalidConfig(
      [...problems, ...[market, attestor].flatMap((part) => ('problem' in part ? [part.problem] : []))].join('\n'),
    )
  const { RELAY_SECRET: signer, RELAY_TIPS_TO: tipsTo = signer.publicKey() } = values
  return {
    logLevel: values.LOG_LEVEL,
    port: values.RELAY_PORT,
    market: market.market,
    signer,
    channels: values.RELAY_CHANNELS,
    instance: values.RELAY_INSTANCE,
    tipsTo: tipsTo === 'none' ? undefined : tipsTo,
    attestor,
    evm: evmOf(values),
    pollMs: values.RELAY_POLL_MS,
    readyMs: values.RELAY_READY_MS,
    dryRun: values.RELAY_DRY_RUN,
  }
}

type Values = z.infer<typeof schema>

const evmOf = (values: Values): EvmSettings => ({
  rpcUrls: values.RELAY_EVM_RPC_URL,
  chainId: values.RELAY_EVM_CHAIN_ID || undefined,
  verifier: values.RELAY_EVM_VERIFIER,
  confirmations: values.RELAY_EVM_CONFIRMATIONS,
  startBlock: values.RELAY_EVM_START_BLOCK,
  window: values.RELAY_EVM_WINDOW,
  timeoutMs: values.RELAY_EVM_TIMEOUT_MS,
})

/** One of the two ways, and all that it needs. */
const readAttestor = (env: Environment, values: Values | null): AttestorSettings | { readonly problem: string } => {
  const { RELAY_ATTESTOR_KEY: key, RELAY_ATTESTOR_URL: url, RELAY_ATTESTOR_PUBLIC_KEY: publicKey } = values ?? env
  if (!key === !url) return { problem: 'RELAY_ATTESTOR_KEY, RELAY_ATTESTOR_URL: set one of the two' }
  if (url && !publicKey)
    return { problem: 'RELAY_ATTESTOR_PUBLIC_KEY: not set: the key that the signer at RELAY_ATTESTOR_URL signs with' }
  if (key) return { kind: 'local', privateKey: key as Hex, allowed: values?.RELAY_ALLOW_LOCAL_KEY ?? false }
  return { kind: 'remote', url: url!, publicKey: publicKey as Hex, token: values?.RELAY_ATTESTOR_TOKEN }
}

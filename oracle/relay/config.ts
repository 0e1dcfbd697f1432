/** The relay's configuration, from the environment; all problems come in one message. */
import { type Keypair, StrKey } from '@stellar/stellar-sdk'
import { bytesToHex, type Hex, hexToBytes } from 'viem'
import { z } from 'zod'
import type { MarketAddress } from '../../contract/interface/market.ts'
import { isConfidential, isHttp } from '../../program/address.ts'
import { described, shown } from '../../program/echo.ts'
import { InvalidConfig } from '../../program/invalid-config.ts'
import { demoKeyProblem, demoSecret, demoSeedProblems, LOCAL_PASSPHRASE } from '../../stellar/demo-key.ts'
import { demoKey, deriveChannels } from '../chain/keys.ts'
import type { Patience } from '../chain/patience.ts'
import { type Environment, flag, logLevel, readMarket, readVariables, secretKey, whole } from '../config.ts'

const hex = (bytes: number, what: string) =>
  z
    .string()
    .regex(new RegExp(`^0x[0-9a-fA-F]{${bytes * 2}}$`), `is no ${what} (0x and ${bytes * 2} hexadecimal digits)`)
    .transform((value) => value.toLowerCase() as Hex)

/** Never repeated in a message: it may hold a key. */
const httpUrl = z
  .string()
  .refine(isHttp, { error: ({ input }) => `expected an http(s) address, got ${described(input)}` })
const urls = z
  .string({ error: 'not set: the JSON-RPC addresses of the EVM chain, separated by commas' })
  .transform((text) => text.split(',').map((url) => url.trim()))
  .pipe(z.array(httpUrl).min(1))

/** May also be given as files, by `NAME_FILE`. */
const SECRETS = ['RELAY_SECRET', 'RELAY_ATTESTOR_KEY', 'RELAY_ATTESTOR_TOKEN', 'RELAY_EVM_RPC_URL']

const schema = z.object({
  LOG_LEVEL: logLevel(),
  /** Health, readiness, metrics. */
  RELAY_PORT: whole(4003, 0, 65_535),
  /** Pays for the releases. */
  RELAY_SECRET: secretKey().optional(),
  /** Instead of it and of the attestor's key, on the local network: the demo market with this seed. */
  RELAY_DEMO_SEED: z.string().min(1).optional(),
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
      error: (issue) => `${shown(issue.input)} is neither an address (G…, C…) nor none`,
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
  RPC_TIMEOUT_MS: whole(20_000, 100, 300_000),
})

/** How the attestor is reached. */
export type AttestorSettings =
  | { readonly kind: 'local'; readonly privateKey: Hex; readonly allowed: boolean }
  | { readonly kind: 'remote'; readonly url: string; readonly publicKey: Hex; readonly token: string | undefined }

/** Where proofs come from. */
export interface EvmSettings {
  readonly rpcUrls: readonly string[]
  /** Undefined: that of the first node that answers. */
  readonly chainId: number | undefined
  readonly verifier: Hex
  readonly confirmations: number
  readonly startBlock: number
  readonly window: number
  readonly timeoutMs: number
}

export interface Config {
  readonly logLevel: string
  readonly port: number
  readonly market: MarketAddress
  readonly signer: Keypair
  readonly channels: readonly Keypair[]
  /** Where missing accounts come from: on the local network only. */
  readonly friendbotUrl: string | undefined
  /** Undefined leaves the tips in the streams. */
  readonly tipsTo: string | undefined
  readonly attestor: AttestorSettings
  readonly evm: EvmSettings
  readonly pollMs: number
  readonly readyMs: number
  readonly patience: Partial<Patience>
}

/** @throws InvalidConfig */
export const readConfig = (env: Environment = process.env): Config => {
  const { values, problems } = readVariables(schema, env, SECRETS)
  const market = readMarket(env)
  const seeds = 'market' in market ? demoSeedProblems(env, market.market.networkPassphrase) : []
  const keys =
    values && 'market' in market && seeds.length === 0 ? readKeys(values, market.market) : { problems: seeds }
  const found = [
    ...problems,
    ...('problem' in market ? [market.problem] : []),
    ...('problems' in keys ? keys.problems : []),
  ]
  if (values === null || 'problem' in market || 'problems' in keys) throw new InvalidConfig(found.join('\n'))
  return toConfig(values, market.market, keys)
}

type Values = z.infer<typeof schema>

interface Keys {
  readonly signer: Keypair
  readonly attestor: AttestorSettings
}

const toConfig = (values: Values, market: MarketAddress, { signer, attestor }: Keys): Config => {
  const { RELAY_TIPS_TO: tipsTo = signer.publicKey() } = values
  return {
    logLevel: values.LOG_LEVEL,
    port: values.RELAY_PORT,
    market,
    signer,
    channels: deriveChannels(signer, values.RELAY_CHANNELS, values.RELAY_INSTANCE),
    friendbotUrl: market.networkPassphrase === LOCAL_PASSPHRASE ? friendbotOf(market) : undefined,
    tipsTo: tipsTo === 'none' ? undefined : tipsTo,
    attestor,
    evm: evmOf(values),
    pollMs: values.RELAY_POLL_MS,
    readyMs: values.RELAY_READY_MS,
    patience: { rpcTimeoutMs: values.RPC_TIMEOUT_MS },
  }
}

/** The local network has its friendbot beside its RPC. */
const friendbotOf = ({ rpcUrls }: MarketAddress) => new URL('/friendbot', rpcUrls[0]).href

const evmOf = (values: Values): EvmSettings => ({
  rpcUrls: values.RELAY_EVM_RPC_URL,
  chainId: values.RELAY_EVM_CHAIN_ID || undefined,
  verifier: values.RELAY_EVM_VERIFIER,
  confirmations: values.RELAY_EVM_CONFIRMATIONS,
  startBlock: values.RELAY_EVM_START_BLOCK,
  window: values.RELAY_EVM_WINDOW,
  timeoutMs: values.RELAY_EVM_TIMEOUT_MS,
})

const readKeys = (values: Values, market: MarketAddress): Keys | { readonly problems: readonly string[] } => {
  const { RELAY_DEMO_SEED: seed } = values
  if (seed !== undefined) return readDemoKeys(values, seed)
  const signer = readSigner(values, market)
  const attestor = readAttestor(values, market)
  const problems = [signer, attestor].flatMap((part) => ('problem' in part ? [part.problem] : []))
  return 'problem' in signer || 'problem' in attestor ? { problems } : { signer, attestor }
}

const readDemoKeys = (values: Values, seed: string) => {
  if (values.RELAY_SECRET !== undefined)
    return { problems: ['RELAY_SECRET and RELAY_DEMO_SEED are both set: which of them is it?'] }
  const privateKey = bytesToHex(demoSecret(seed, 'attestor'))
  return { signer: demoKey('relay', seed), attestor: { kind: 'local', privateKey, allowed: false } as const }
}

const readSigner = ({ RELAY_SECRET: secret }: Values, { networkPassphrase }: MarketAddress) => {
  if (secret === undefined) return { problem: 'RELAY_SECRET: not set: give the secret key that pays for releases (S…)' }
  const problem = demoKeyProblem(secret.rawSecretKey(), networkPassphrase)
  return problem === null ? secret : { problem: `RELAY_SECRET: ${problem}` }
}

/** One of the two ways, and all that it needs. */
const readAttestor = (
  values: Values,
  { networkPassphrase }: MarketAddress,
): AttestorSettings | { readonly problem: string } => {
  const { RELAY_ATTESTOR_KEY: privateKey, RELAY_ATTESTOR_URL: url, RELAY_ATTESTOR_PUBLIC_KEY: publicKey } = values
  if ((privateKey === undefined) === (url === undefined))
    return { problem: 'RELAY_ATTESTOR_KEY, RELAY_ATTESTOR_URL: set one of the two' }
  if (privateKey !== undefined) {
    const problem = demoKeyProblem(hexToBytes(privateKey), networkPassphrase)
    if (problem !== null) return { problem: `RELAY_ATTESTOR_KEY: ${problem}` }
    return { kind: 'local', privateKey, allowed: values.RELAY_ALLOW_LOCAL_KEY }
  }
  if (publicKey === undefined)
    return { problem: 'RELAY_ATTESTOR_PUBLIC_KEY: not set: the key that the signer at RELAY_ATTESTOR_URL signs with' }
  if (!isConfidential(url!))
    return { problem: 'RELAY_ATTESTOR_URL: a signer on another machine is asked over https:// only' }
  return { kind: 'remote', url: url!, publicKey, token: values.RELAY_ATTESTOR_TOKEN }
}

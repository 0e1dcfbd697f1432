/** The keys of the demo: derived from the seed, worth nothing, and refused on any other network. */
import { Asset, Keypair } from '@stellar/stellar-sdk'
import { demoSecret, LOCAL_PASSPHRASE } from '../../stellar/demo-key.ts'
import { CONSUMERS, type ConsumerProfile, PROVIDERS, type ProviderProfile } from './catalogue.ts'
import { SERVICE_PROVIDERS, type ServiceProviderProfile } from './service-providers.ts'

export interface DemoProvider extends ProviderProfile {
  readonly keypair: Keypair
}

export interface DemoConsumer extends ConsumerProfile {
  readonly keypair: Keypair
}

export interface DemoServiceProvider extends ServiceProviderProfile {
  readonly keypair: Keypair
}

export interface Cast {
  readonly networkPassphrase: string
  /** Owner of the contract; the roles below are given away by it. */
  readonly owner: Keypair
  readonly oracle: Keypair
  readonly certifier: Keypair
  readonly arbiter: Keypair
  /** Somebody who calls what anyone may call. */
  readonly keeper: Keypair
  /** Who brings proofs to the market, for their tips. */
  readonly relayer: Keypair
  /** Secret secp256k1 key that attests storage proofs, 32 bytes as hex. */
  readonly attestor: `0x${string}`
  readonly issuer: Keypair
  /** The stable asset, and a second one that the market accepts. */
  readonly asset: Asset
  readonly secondAsset: Asset
  readonly serviceProviders: readonly DemoServiceProvider[]
  readonly providers: readonly DemoProvider[]
  readonly consumers: readonly DemoConsumer[]
}

/**
 * The cast of a seed.
 * @throws Error on any network but the local one: everybody can derive these keys
 */
export const castOf = (seed: string, networkPassphrase: string): Cast => {
  if (networkPassphrase !== LOCAL_PASSPHRASE)
    throw new Error(
      `The demo keys are known to everybody and work on the local network only ("${LOCAL_PASSPHRASE}"), not on "${networkPassphrase}". Point the demo at a network started with \`npm run sandbox\`.`,
    )
  const secret = (name: string) => demoSecret(seed, name)
  const keypair = (name: string) => Keypair.fromRawEd25519Seed(secret(name))
  const issuer = keypair('issuer')
  return {
    networkPassphrase,
    owner: keypair('owner'),
    oracle: keypair('oracle'),
    certifier: keypair('certifier'),
    arbiter: keypair('arbiter'),
    keeper: keypair('keeper'),
    relayer: keypair('relay'),
    attestor: `0x${secret('attestor').toString('hex')}`,
    issuer,
    asset: new Asset('USDC', issuer.publicKey()),
    secondAsset: new Asset('EURC', issuer.publicKey()),
    serviceProviders: SERVICE_PROVIDERS.map((profile) => ({ ...profile, keypair: keypair(`service ${profile.key}`) })),
    providers: PROVIDERS.map((profile) => ({ ...profile, keypair: keypair(`provider ${profile.key}`) })),
    consumers: CONSUMERS.map((consumer) => ({ ...consumer, keypair: keypair(`consumer ${consumer.key}`) })),
  }
}

/** Everybody with an account of its own, besides the issuer. */
export const membersOf = (cast: Cast): Keypair[] => [
  cast.owner,
  cast.oracle,
  cast.certifier,
  cast.arbiter,
  cast.keeper,
  cast.relayer,
  ...cast.providers.map(({ keypair }) => keypair),
  ...cast.consumers.map(({ keypair }) => keypair),
  ...cast.serviceProviders.map(({ keypair }) => keypair),
]

/** Everybody who is paid in the assets. A provider who forgot his trustlines is not among them. */
export const holdersOf = (cast: Cast): Keypair[] => [
  cast.owner,
  cast.relayer,
  ...cast.providers.filter(({ trustlines }) => trustlines).map(({ keypair }) => keypair),
  ...cast.consumers.map(({ keypair }) => keypair),
]

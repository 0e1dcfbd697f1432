/** The keys of the demo: derived from the seed, worth nothing, and refused on any other network. */
import { createHash } from 'node:crypto'
import { Asset, Keypair } from '@stellar/stellar-sdk'
import { CONSUMERS, type ConsumerProfile, PROVIDERS, type ProviderProfile } from './catalogue.ts'

/** The one network the demo keys may be used on. */
export const LOCAL_PASSPHRASE = 'Standalone Network ; February 2017'

export interface DemoProvider extends ProviderProfile {
  readonly keypair: Keypair
}

export interface DemoConsumer extends ConsumerProfile {
  readonly keypair: Keypair
}

export interface Cast {
  /** Owner of the contract, and its oracle. */
  readonly owner: Keypair
  readonly issuer: Keypair
  readonly asset: Asset
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
  const keypair = (name: string) =>
    Keypair.fromRawEd25519Seed(createHash('sha256').update(`flashindex demo ${seed} ${name}`).digest())
  const issuer = keypair('issuer')
  return {
    owner: keypair('owner'),
    issuer,
    asset: new Asset('USDC', issuer.publicKey()),
    providers: PROVIDERS.map((profile) => ({ ...profile, keypair: keypair(`provider ${profile.key}`) })),
    consumers: CONSUMERS.map((consumer) => ({ ...consumer, keypair: keypair(`consumer ${consumer.key}`) })),
  }
}

/** Everybody who needs a trustline for the asset: all but its issuer. */
export const holdersOf = (cast: Cast): Keypair[] => [
  cast.owner,
  ...cast.providers.map(({ keypair }) => keypair),
  ...cast.consumers.map(({ keypair }) => keypair),
]

/** Keys that follow from others: channel accounts from their signer, the demo's from its seed. */
import { createHash, createHmac } from 'node:crypto'
import { Keypair } from '@stellar/stellar-sdk'
import { LOCAL_PASSPHRASE } from './funding.ts'

/**
 * Channel accounts that need no keys of their own to be kept. Programs that run at once with the same signer take
 * different instances, else they get into each other's way (no harm, but slow).
 */
export const deriveChannels = (signer: Keypair, count: number, instance: string): Keypair[] =>
  Array.from({ length: count }, (_, index) =>
    Keypair.fromRawEd25519Seed(
      createHmac('sha256', signer.rawSecretKey()).update(`flashindex channel ${instance} ${index}`).digest(),
    ),
  )

/** The seed of the demo market unless another is chosen. */
const DEMO_SEED = 'flashindex'
const DEMO_ROLES = ['owner', 'oracle', 'certifier', 'arbiter', 'issuer', 'relay'] as const

/** A role of the demo market: everybody can derive it, see `checkNoDemoKey`. */
export const demoKey = (role: (typeof DEMO_ROLES)[number], seed: string = DEMO_SEED): Keypair =>
  Keypair.fromRawEd25519Seed(createHash('sha256').update(`flashindex demo ${seed} ${role}`).digest())

/** @returns what is wrong with using this key on this network; null where nothing is */
export const demoKeyProblem = (keypair: Keypair, networkPassphrase: string): string | null => {
  if (networkPassphrase === LOCAL_PASSPHRASE) return null
  const role = DEMO_ROLES.find((name) => demoKey(name).publicKey() === keypair.publicKey())
  if (role === undefined) return null
  return `${keypair.publicKey()} is the ${role} of the demo market, known to everybody: it works on the local network only ("${LOCAL_PASSPHRASE}"), not on "${networkPassphrase}"`
}

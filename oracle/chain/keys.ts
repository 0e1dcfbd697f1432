/** Keys that follow from others: channel accounts from their signer, the demo's from its seed. */
import { createHmac } from 'node:crypto'
import { Keypair } from '@stellar/stellar-sdk'
import { DEMO_SEED, demoSecret } from '../../stellar/demo-key.ts'

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

/** The account of a role of the demo market. */
export const demoKey = (role: 'owner' | 'oracle' | 'relay', seed: string = DEMO_SEED): Keypair =>
  Keypair.fromRawEd25519Seed(demoSecret(seed, role))

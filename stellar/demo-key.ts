/**
 * The keys of the demo market, which anybody can derive from its seed. Each carries a mark, so that every program knows
 * one when it sees one, whatever the seed, and refuses it on any network but the local one.
 */
import { createHash } from 'node:crypto'
import { shown } from '../program/echo.ts'

/** The network on which the demo's keys may be used, and whose friendbot is asked. */
export const LOCAL_PASSPHRASE = 'Standalone Network ; February 2017'

/** The seed of the demo market unless another is chosen. */
export const DEMO_SEED = 'flashindex'

const sha256 = (...parts: readonly (string | Uint8Array)[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

const MARK_BYTES = 8

/** The last 8 bytes follow from the others: by chance one key in 2^64 has them. */
const marked = (key: Uint8Array): Buffer => {
  const own = key.subarray(0, -MARK_BYTES)
  return Buffer.concat([own, sha256('flashindex demo key', own).subarray(0, MARK_BYTES)])
}

/** Key of somebody in the demo market, 32 bytes, for either curve. */
export const demoSecret = (seed: string, name: string): Buffer => marked(unmarked(seed, name))

const unmarked = (seed: string, name: string) => sha256(`flashindex demo ${seed} ${name}`)

/** Roles whose keys had no mark in earlier versions. */
const ROLES = ['owner', 'oracle', 'certifier', 'arbiter', 'keeper', 'relay', 'attestor', 'issuer']

/** Whether a key is the demo's. @param key 32 bytes, of either curve */
export const isDemoSecret = (key: Uint8Array): boolean =>
  marked(key).equals(key) || ROLES.some((role) => unmarked(DEMO_SEED, role).equals(key))

/** The variables that choose the demo's seed, of any program. */
const SEED_VARIABLES = ['DEMO_SEED', 'ORACLE_DEMO_SEED', 'RELAY_DEMO_SEED']

/** What is wrong with using the demo on this network: a message for each seed that is set. */
export const demoSeedProblems = (env: Record<string, string | undefined>, networkPassphrase: string): string[] =>
  networkPassphrase === LOCAL_PASSPHRASE
    ? []
    : SEED_VARIABLES.filter((name) => env[name]).map(
        (name) => `${name}: is set, but anybody can derive the demo's keys: they work ${onlyLocal(networkPassphrase)}`,
      )

/** What is wrong with using a key on this network; null where nothing is. @param key 32 bytes, of either curve */
export const demoKeyProblem = (key: Uint8Array, networkPassphrase: string): string | null =>
  networkPassphrase === LOCAL_PASSPHRASE || !isDemoSecret(key)
    ? null
    : `is a key of the demo market, which anybody can derive: it works ${onlyLocal(networkPassphrase)}`

const onlyLocal = (networkPassphrase: string) =>
  `on the local network only ("${LOCAL_PASSPHRASE}"), not on ${shown(networkPassphrase)}`

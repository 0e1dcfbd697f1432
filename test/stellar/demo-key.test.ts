import { createHash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { castOf, membersOf } from '../../sandbox/demo/cast.ts'
import { demoKeyProblem, demoSecret, demoSeedProblems, isDemoSecret, LOCAL_PASSPHRASE } from '../../stellar/demo-key.ts'

const PUBLIC = 'Public Global Stellar Network ; September 2015'

test('every key of the demo market is known for one, whatever its seed', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (seed) => {
      const cast = castOf(seed, LOCAL_PASSPHRASE)
      const secrets = [...membersOf(cast), cast.issuer].map((keypair) => keypair.rawSecretKey())
      return [...secrets, Buffer.from(cast.attestor.slice(2), 'hex')].every(isDemoSecret)
    }),
    { numRuns: 5 },
  )
})

test('a key of the demo is refused on any network but the local one', () => {
  const key = demoSecret('any seed', 'any name')
  expect(demoKeyProblem(key, LOCAL_PASSPHRASE)).toBeNull()
  expect(demoKeyProblem(key, PUBLIC)).toBe(
    `is a key of the demo market, which anybody can derive: it works on the local network only ("${LOCAL_PASSPHRASE}"), not on "${PUBLIC}"`,
  )
})

test('keys that earlier versions of the demo had are refused as well', () => {
  for (const role of ['owner', 'oracle', 'relay', 'attestor'])
    expect(isDemoSecret(createHash('sha256').update(`flashindex demo flashindex ${role}`).digest())).toBe(true)
})

test('other keys are not mistaken for it', () => {
  for (let time = 0; time < 1_000; time++) expect(demoKeyProblem(randomBytes(32), PUBLIC)).toBeNull()
})

test('each seed that is set is named, and none on the local network', () => {
  const env = { DEMO_SEED: 'a', ORACLE_DEMO_SEED: '', RELAY_DEMO_SEED: 'b' }
  expect(demoSeedProblems(env, LOCAL_PASSPHRASE)).toEqual([])
  expect(demoSeedProblems(env, PUBLIC).map((problem) => problem.split(':', 1)[0])).toEqual([
    'DEMO_SEED',
    'RELAY_DEMO_SEED',
  ])
})

/** What a client writes for every kind of argument, as it reaches the building of the transaction. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Intent } from '../../../../api/transactions/build.ts'
import { TransactionRefused } from '../../../../api/transactions/refusal.ts'
import type { Transactions } from '../../../../api/transactions/transactions.ts'
import { errorOf, openApi, type TestApi } from '../../../support/api.ts'
import { ASSET, accountOf, insertMarket } from '../../../support/market-rows.ts'
import { createDatabase, type TestDatabase } from '../../../support/postgres.ts'

let database: TestDatabase
let api: TestApi
const intents: Intent[] = []
const [P, C] = ['p', 'c'].map(accountOf) as [string, string]

const build: Transactions['build'] = async (intent) => {
  intents.push(intent)
  throw new TransactionRefused('INVALID_ARGUMENT', 'It was seen.', {})
}

beforeAll(async () => {
  database = await createDatabase()
  await insertMarket(database.sql)
  api = openApi(database, { transactions: new Map([['local', { build } as Transactions]]) })
})

afterAll(async () => {
  await api.close()
  await database.close()
})

/** The arguments that a mutation hands on. */
const seen = async (mutation: string, variables: Record<string, unknown> = {}, types = '') => {
  const answer = await api.ask(`mutation${types} { ${mutation} { hash } }`, variables)
  expect(errorOf(answer)).toEqual({ code: 'INVALID_ARGUMENT', message: 'It was seen.' })
  return intents.pop()
}

test('a struct is an input object, in the query and in a variable', async () => {
  const offer = {
    attestor: '04',
    chunkAmount: '1000',
    chunkTip: 10,
    chunks: 5,
    collateral: '0',
    deadlineTs: '9',
    proofSetId: 7,
  }
  const open = `openStream(consumerId: "${C}", providerId: "${P}", bucketId: 1, offer: $offer)`
  const intent = await seen(open, { offer: { ...offer, asset: ASSET } }, '($offer: StreamOfferInput!)')
  expect(intent).toMatchObject({
    function: 'openStream',
    arguments: {
      consumerId: C,
      offer: {
        ...offer,
        asset: ASSET,
        chunkAmount: 1000n,
        chunkTip: 10n,
        collateral: 0n,
        deadlineTs: 9n,
        proofSetId: 7n,
      },
    },
  })
  const written = await seen(
    `openStream(consumerId: "${C}", providerId: "${P}", bucketId: 1, offer: { attestor: "04", chunkAmount: "1", chunkTip: 0, chunks: 1, collateral: 0, deadlineTs: 9, proofSetId: 7 })`,
  )
  expect(written?.arguments.offer).not.toHaveProperty('asset')
})

test('a list of structs, of numbers; a choice; what may be left out', async () => {
  const root = 'AB'.repeat(32)
  const release = `releaseChunks(streamId: 1, proofs: [{ chunk: 0, root: "${root}", signature: "cd", timestamp: 5 }])`
  expect((await seen(release))?.arguments).toMatchObject({
    streamId: 1,
    proofs: [{ chunk: 0, root: root.toLowerCase(), signature: 'cd', timestamp: 5n }],
  })
  const units = `setUnitsMaintenance(providerId: "${P}", bucketId: 1, units: [1, 4294967295], maintenance: true)`
  expect((await seen(units))?.arguments).toMatchObject({ units: [1, 2 ** 32 - 1], maintenance: true })
  expect((await seen('setRole(role: ARBITER)'))?.arguments).toMatchObject({ role: 'Arbiter' })
  expect((await seen(`setRole(role: CERTIFIER, holder: "${P}")`))?.arguments).toEqual({ role: 'Certifier', holder: P })
  const certify = `certify(subject: "${P}", role: SERVICE_PROVIDER, kind: "soc2", level: 3, validUntil: "18446744073709551615")`
  expect((await seen(certify))?.arguments).toMatchObject({ role: 'ServiceProvider', validUntil: 2n ** 64n - 1n })
})

test.each([
  ['setRole(role: BOSS)', 'Value "BOSS" does not exist in "RoleInput" enum.'],
  ['releaseChunks(streamId: 1, proofs: [{ chunk: 0, root: "ab", signature: "", timestamp: 5 }])', '"ab" is no hash'],
  [`decommissionUnits(providerId: "${P}", bucketId: 1, units: [1, -1])`, 'is no UInt32'],
  ['setRole(holder: null)', 'argument "role" of type "RoleInput!" is required'],
])('%s is refused before anything is built', async (mutation, message) => {
  const error = errorOf(await api.ask(`mutation { ${mutation} { hash } }`))
  expect(error.code).toMatch(/^(BAD_INPUT|GRAPHQL_VALIDATION_FAILED)$/)
  expect(error.message).toContain(message)
  expect(intents).toEqual([])
})

/** Texts that PostgreSQL or a screen cannot take as they are, through a node into the rows: nothing is hidden by them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadContractSpec } from '../../contract/interface/spec.ts'
import type { Statement } from '../../indexer/decode/fact.ts'
import { createInterpretation } from '../../indexer/interpretation.ts'
import { BUCKETS, bucket } from '../support/bucket-statements.ts'
import { DEALS } from '../support/deal-statements.ts'
import { positionAt, rawEvent } from '../support/event-xdr.ts'
import { addressOf, createChain, follow, reached } from '../support/indexing.ts'
import { createDatabase, type TestDatabase } from '../support/postgres.ts'
import { serveScript } from '../support/scripted-rpc.ts'

const ODD = 'a\0b\u202ec'
const KEPT = 'a\\x00b\\xe2\\x80\\xaec'

/** The same statement with an odd text in it. */
const odd = (statement: Statement): Statement => {
  if ('bucket' in statement)
    return { ...statement, bucket: bucket({ name: ODD, tags: [ODD], fbBucketId: ODD }) } as Statement
  return 'state' in statement && 'fbRepoId' in statement.state
    ? ({ ...statement, state: { ...statement.state, fbRepoId: ODD } } as Statement)
    : statement
}

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase()
  const spec = loadContractSpec()
  const chain = createChain()
  const created = BUCKETS.find(({ event }) => event === 'bucket_created')!
  for (const statement of [created, ...DEALS]) {
    const { topics, data } = rawEvent(spec, odd(statement), positionAt(10))
    chain.close({ topics, data, transaction: 1 })
  }
  const node = await serveScript(chain)
  const tail = follow(database.url, addressOf([node.url]), { interpretation: createInterpretation() })
  await reached(database.sql, chain.latest())
  await tail.stop()
  await node.close()
}, 60_000)
afterAll(() => database.close())

test('no event is in quarantine', async () => {
  expect(await database.sql`select reason from quarantine`).toEqual([])
})

test('the rows hold the texts in one representation', async () => {
  expect(await database.sql`select distinct fb_repo_id from deal`).toEqual([{ fb_repo_id: KEPT }])
  expect(await database.sql`select name, fb_bucket_id, tags from bucket`).toEqual([
    { name: KEPT, fb_bucket_id: KEPT, tags: [KEPT] },
  ])
})

test('the money of the deal is there', async () => {
  const [sums] = await database.sql`
    select (select count(*)::int from payment) as payments, (select sum(paid_in)::text from deal) as paid_in`
  expect(sums!.payments).toBeGreaterThan(0)
  expect(BigInt(sums!.paid_in)).toBeGreaterThan(0n)
})

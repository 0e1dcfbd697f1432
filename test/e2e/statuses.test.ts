/** The demo market's history, whole: every status of every noun occurs in it, and the books are right at its end. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EXAMPLES, emptyPlaces } from '../support/examples.ts'
import { type DemoMarket, type Stack, startDemoMarket, startStack } from '../support/stack.ts'

let demo: DemoMarket
let stack: Stack

beforeAll(async () => {
  demo = await startDemoMarket(30)
  stack = await startStack(demo)
  await stack.caughtUp()
}, 400_000)

afterAll(async () => {
  await stack?.close()
  await demo?.close()
})

/** The distinct values of an expression over a table. */
const values = async (table: string, expression: string): Promise<ReadonlySet<string>> => {
  const rows = await stack.database.sql.unsafe<{ value: string }[]>(
    `select distinct (${expression})::text as value from ${table}`,
  )
  return new Set(rows.map(({ value }) => value))
}

test.each([
  ['deal', 'status', 'Pending Accepted Funded Completed Cancelled BreachedConsumer BreachedProvider'],
  ['stream', 'status', 'Open Active Finished Withdrawn Slashed Resolved'],
  ['unit', 'status', 'Free Reserved InUse Maintenance Decommissioning Decommissioned'],
  ['dispute', 'status', 'Open Resolved Withdrawn Lapsed'],
  ['dispute', "case when deal_id is null then 'stream' else 'deal' end", 'deal stream'],
  ['bucket', 'status', 'Active Deleted'],
  ['service_provider', 'deleted', 'true false'],
  ['certification', 'role', 'provider service_provider'],
  ['certification', 'revoked_at is not null', 'true false'],
  ['credit', 'amount > 0', 'true'],
  ['role_change', 'role', 'oracle certifier arbiter'],
  ['payment', 'kind', 'funding deposit settlement fee refund collateral chunk tip slash collateral_return split claim'],
])('in the history of the demo every %s.%s occurs: %s', async (table, expression, expected) => {
  const seen = await values(table, expression)
  expect(expected.split(' ').filter((value) => !seen.has(value))).toEqual([])
})

test('certificates have run out in it as well as being valid', async () => {
  const [row] = await stack.database.sql`
    select count(*) filter (where valid_until < closed_at and revoked_at is null)::int as expired,
           count(*) filter (where valid_until >= closed_at and revoked_at is null)::int as valid
    from certification, (select max(closed_at) as closed_at from raw_event) newest`
  expect(row!.expired).toBeGreaterThan(0)
  expect(row!.valid).toBeGreaterThan(0)
})

test.each(EXAMPLES.filter(({ kind }) => kind === 'query'))(
  'the example $name of GraphiQL answers with data',
  async ({ text }) => {
    const { data, errors } = await stack.ask(text)
    expect(errors).toBeUndefined()
    expect(emptyPlaces(data)).toEqual([])
  },
)

test('the API says itself that everything reconciles, per asset', async () => {
  const { data, errors } = await stack.ask<{
    market: { totals: Record<'sums' | 'streamSums' | 'held', readonly { reconciles: boolean }[]> }
  }>('{ market { totals { sums { reconciles } streamSums { reconciles } held { reconciles } } } }')
  expect(errors).toBeUndefined()
  const { sums, streamSums, held } = data.market.totals
  expect(held.length).toBe(2)
  for (const { reconciles } of [sums, streamSums, held].flat()) expect(reconciles).toBe(true)
})

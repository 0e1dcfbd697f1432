/** The demo market's history, whole: every status of every noun occurs in it, and the books are right at its end. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EXAMPLES, emptyPlaces } from '../support/examples.ts'
import { type DemoMarket, type Stack, startDemoMarket, startStack } from '../support/stack.ts'
import { movedOnChain } from '../support/token-movements.ts'

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

test('for every party and asset, its payments are the movements of its token balance on the chain', async () => {
  const rows = await stack.database.sql<{ party: string; asset: string; moved: string }[]>`
    select party, asset, sum(amount)::text as moved from (
      select to_address as party, asset, amount from payment where not credited
      union all select from_address, asset, -amount from payment where not credited
    ) movement group by party, asset`
  const [refused] = await stack.database.sql`select count(*)::int as payments from payment where credited`
  expect(refused!.payments).toBeGreaterThan(0)
  const indexed = new Map(rows.map(({ party, asset, moved }) => [`${party} ${asset}`, BigInt(moved)]))
  const assets = [...new Set(rows.map(({ asset }) => asset))]
  expect(indexed).toEqual(await movedOnChain(demo, assets))
})

test('for every creditor, what was refused and not claimed is what the market owes', async () => {
  const { data } = await stack.ask<{ credits: { nodes: Credit[] } }>(
    '{ credits(first: 100) { nodes { party amount { units asset } history(first: 10) { nodes { kind amount { units } } } } } }',
  )
  expect(data.credits.nodes.length).toBeGreaterThan(0)
  for (const { party, amount, history } of data.credits.nodes) {
    const owed = history.nodes.reduce(
      (sum, step) => sum + (step.kind === 'ADDED' ? BigInt(step.amount.units) : -BigInt(step.amount.units)),
      0n,
    )
    const [paid] = await stack.database.sql<{ owed: string }[]>`
      select coalesce(sum(case when credited then amount else -amount end), 0)::text as owed from payment
      where asset = ${amount.asset} and ((credited and to_address = ${party}) or creditor = ${party})`
    expect([owed, BigInt(paid!.owed)], party).toEqual([BigInt(amount.units), BigInt(amount.units)])
  }
})

interface Credit {
  readonly party: string
  readonly amount: { readonly units: string; readonly asset: string }
  readonly history: {
    readonly nodes: readonly { readonly kind: string; readonly amount: { readonly units: string } }[]
  }
}

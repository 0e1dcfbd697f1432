import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Statement } from '../../../indexer/decode/fact.ts'
import type { DealSettled } from '../../../indexer/decode/facts/deal.ts'
import { DEALS } from '../../support/deal-statements.ts'
import { positionAt } from '../../support/event-xdr.ts'
import { ASSET, account } from '../../support/parties.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'
import { apply, CONTRACT, clear, createMarket, factAt } from '../../support/projected.ts'

let database: TestDatabase
let market: number
beforeAll(async () => {
  database = await createDatabase()
  market = await createMarket(database.sql)
})
beforeEach(() => clear(database.sql, market))
afterAll(() => database.close())

const settled = DEALS.find((statement): statement is DealSettled => statement.event === 'deal_settled')!
const owed = (party: string, amount: bigint): Statement => ({
  ...{ event: 'credit_added', party, asset: ASSET, amount, credit: amount },
})

/** Statements of one operation, in the order of its events. */
const operation = (ledger: number, ...statements: Statement[]) =>
  statements.map((statement, eventIndex) => factAt(statement, { ...positionAt(ledger), eventIndex }))

const read = () =>
  database.sql`select kind, to_address as "to", amount, credited from payment order by toid, event_index, part`

const net = { kind: 'settlement', to: settled.provider, amount: String(settled.net) }
const fee = { kind: 'fee', to: settled.feeRecipient, amount: String(settled.fee) }

test('a payout that the token refused is credited, the others of the call moved', async () => {
  await apply(database.sql, market, operation(10, owed(settled.provider, settled.net), settled))
  expect(await read()).toEqual([
    { ...net, credited: true },
    { ...fee, credited: false },
  ])
})

test('a refusal belongs to one payout, of the same party, amount and operation', async () => {
  const { sql } = database
  await apply(sql, market, operation(10, owed(settled.provider, settled.net), settled, settled))
  await apply(sql, market, operation(11, owed(settled.feeRecipient, settled.net), settled))
  await apply(sql, market, [...operation(12, owed(settled.provider, settled.net)), ...operation(13, settled)])
  expect((await read()).map(({ credited }) => credited)).toEqual([
    true,
    false,
    false,
    false,
    false,
    false,
    false,
    false,
  ])
})

test('a claim names creditor and payee, and the history of the credit has both steps', async () => {
  const claimed: Statement = {
    ...{ event: 'credit_claimed', party: account(1), asset: ASSET, amount: 7n, credit: 0n, to: account(2) },
  }
  await apply(database.sql, market, [...operation(10, owed(account(1), 7n)), ...operation(11, claimed)])
  expect(await database.sql`select kind, from_address, to_address, creditor, amount, credited from payment`).toEqual([
    {
      ...{ kind: 'claim', from_address: CONTRACT, to_address: account(2), creditor: account(1) },
      ...{ amount: '7', credited: false },
    },
  ])
  expect(await database.sql`select kind, party, amount, credit, to_address from credit_change order by toid`).toEqual([
    { kind: 'added', party: account(1), amount: '7', credit: '7', to_address: null },
    { kind: 'claimed', party: account(1), amount: '7', credit: '0', to_address: account(2) },
  ])
})

test('a swept surplus is a payment', async () => {
  await apply(database.sql, market, operation(10, { event: 'surplus_swept', asset: ASSET, amount: 5n, to: account(3) }))
  expect(
    await database.sql`select kind, from_address, to_address, asset, amount, deal_id, stream_id from payment`,
  ).toEqual([
    {
      ...{ kind: 'sweep', from_address: CONTRACT, to_address: account(3), asset: ASSET, amount: '5' },
      ...{ deal_id: null, stream_id: null },
    },
  ])
})

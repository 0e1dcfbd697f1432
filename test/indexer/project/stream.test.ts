import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Statement } from '../../../indexer/decode/fact.ts'
import { ASSET, CONSUMER, HASH, OWNER, PROVIDER, RELAYER } from '../../support/parties.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'
import { apply, CONTRACT, createMarket, factsOf } from '../../support/projected.ts'
import { STREAMS, streamState, streamTerms } from '../../support/stream-statements.ts'

let database: TestDatabase
let market: number
beforeAll(async () => {
  database = await createDatabase()
  market = await createMarket(database.sql)
  await apply(database.sql, market, factsOf(STREAMS, 10))
})
afterAll(() => database.close())

const key = (streamId: number) => ({ consumer: CONSUMER, provider: PROVIDER, streamId })
const opened = (streamId: number, terms = {}): Statement => ({
  ...{ event: 'stream_opened', ...key(streamId), bucketId: 7, terms: streamTerms(terms), state: streamState() },
})

const read = async (streamId: number) => {
  const [row] = await database.sql`select * from stream where stream_id = ${streamId}`
  return row
}
const changes = (streamId: number) =>
  database.sql`
    select kind, status, amount, fee, tip, collateral, chunks, released, balance, dispute_id
    from stream_change where stream_id = ${streamId} order by toid, event_index`
const payments = (streamId: number) =>
  database.sql`
    select kind, from_address, to_address, asset, amount, dispute_id from payment where stream_id = ${streamId}
    order by toid, event_index, part`

const NOTHING = { amount: null, fee: null, tip: null, collateral: null, chunks: null, dispute_id: null }
const out = (kind: string, to: string, amount: string, dispute_id: number | null = null) => ({
  ...{ kind, from_address: CONTRACT, to_address: to, asset: ASSET, amount, dispute_id },
})
const into = (kind: string, from: string, amount: string) => ({
  ...{ kind, from_address: from, to_address: CONTRACT, asset: ASSET, amount, dispute_id: null },
})

test('a stream is a row with its terms and its state', async () => {
  await apply(database.sql, market, factsOf([opened(50)], 50))
  expect(await read(50)).toEqual({
    market_id: market,
    stream_id: 50,
    consumer: CONSUMER,
    provider: PROVIDER,
    bucket_id: 7,
    status: 'Open',
    asset: ASSET,
    fee_bps: 250,
    attestor: `04${'12'.repeat(64)}`,
    proof_set_id: '7',
    chunks: 3,
    ...{ chunk_amount: '1000', chunk_tip: '10', term_collateral: '500' },
    term_deadline_at: new Date('2023-11-15T22:13:20Z'),
    created_at: new Date('2023-11-14T22:13:20Z'),
    ...{ balance: '3030', paid_in: '3030', paid_out: '0', fees: '0', tips: '0', refunded: '0' },
    ...{ collateral: '0', collateral_paid: '0', collateral_returned: '0', collateral_slashed: '0' },
    released: 0,
    accepted_at: null,
    deadline_at: new Date('2023-11-15T22:13:20Z'),
    dispute_id: null,
    updated_at: new Date('2023-11-14T22:17:30Z'),
    toid: (50n << 32n) | (1n << 12n),
    event_index: 0,
  })
})

test('finished: chunks, fees and tips left, the collateral and the tips nobody asked for went back', async () => {
  expect(await read(1)).toMatchObject({
    ...{ status: 'Finished', released: 3, balance: '0', collateral: '0', collateral_returned: '500' },
    ...{ paid_out: '2925', fees: '75', tips: '20', refunded: '10', accepted_at: new Date(1.7e12) },
  })
  expect(await changes(1)).toEqual([
    { ...NOTHING, kind: 'opened', status: 'Open', amount: '3030', released: 0, balance: '3030' },
    { ...NOTHING, kind: 'accepted', status: 'Active', collateral: '500', released: 0, balance: '3030' },
    {
      ...{ ...NOTHING, kind: 'chunks_released', status: 'Active', amount: '2000', fee: '50', tip: '20', chunks: 2 },
      ...{ released: 2, balance: '1010' },
    },
    {
      ...{ ...NOTHING, kind: 'chunks_released', status: 'Active', amount: '1000', fee: '25', tip: '0', chunks: 1 },
      ...{ released: 3, balance: '10' },
    },
    {
      ...{ ...NOTHING, kind: 'finished', status: 'Finished', amount: '10', collateral: '500', released: 3 },
      balance: '0',
    },
  ])
  expect(await payments(1)).toEqual([
    into('funding', CONSUMER, '3030'),
    into('collateral', PROVIDER, '500'),
    ...[out('chunk', PROVIDER, '1950'), out('fee', OWNER, '50'), out('tip', RELAYER, '20')],
    ...[out('chunk', PROVIDER, '975'), out('fee', OWNER, '25')],
    ...[out('collateral_return', PROVIDER, '500'), out('refund', CONSUMER, '10')],
  ])
})

test('every released chunk is a row of the proof feed', async () => {
  const rows = await database.sql`
    select chunk, root, attested_at, amount, tip, relayer, asset, ledger from chunk_release where stream_id = 1
    order by toid, event_index, chunk`
  const proof = { root: HASH, attested_at: new Date('2023-11-14T22:13:21Z'), amount: '1000', asset: ASSET }
  expect(rows).toEqual([
    { ...proof, chunk: 0, tip: '10', relayer: RELAYER, ledger: 12 },
    { ...proof, chunk: 2, tip: '10', relayer: RELAYER, ledger: 12 },
    { ...proof, chunk: 1, tip: '0', relayer: null, ledger: 13 },
  ])
})

test('withdrawn: all goes back to the consumer', async () => {
  expect(await read(2)).toMatchObject({ status: 'Withdrawn', balance: '0', refunded: '3030' })
  expect(await payments(2)).toEqual([into('funding', CONSUMER, '3030'), out('refund', CONSUMER, '3030')])
})

test('slashed: what was not released and the collateral go to the consumer', async () => {
  expect(await read(3)).toMatchObject({ status: 'Slashed', collateral: '0', collateral_slashed: '500' })
  expect((await payments(3)).slice(2)).toEqual([out('refund', CONSUMER, '3030'), out('slash', CONSUMER, '500')])
})

test('resolved: balance and collateral are split, and the dispute stands at the movements', async () => {
  expect(await read(4)).toMatchObject({ status: 'Resolved', dispute_id: null, paid_out: '1030' })
  expect((await changes(4)).slice(2)).toMatchObject([
    { ...NOTHING, kind: 'dispute_changed', dispute_id: 2 },
    { ...NOTHING, kind: 'resolved', amount: '3530', dispute_id: 2 },
  ])
  expect((await payments(4)).slice(2)).toEqual([out('split', CONSUMER, '2000', 2), out('split', PROVIDER, '1530', 2)])
})

test('an open dispute stands at the stream', async () => {
  const disputed: Statement = {
    ...{ event: 'stream_dispute_changed', ...key(51), disputeId: 5, state: streamState({ disputeId: 5 }) },
  }
  await apply(database.sql, market, factsOf([opened(51), disputed], 60))
  expect(await read(51)).toMatchObject({ dispute_id: 5 })
})

test('a deadline that no calendar knows is kept as the last second of the year 9999', async () => {
  await apply(database.sql, market, factsOf([opened(52, { deadlineTs: 2n ** 64n - 1n })], 70))
  expect(await read(52)).toMatchObject({ term_deadline_at: new Date('9999-12-31T23:59:59Z') })
})

test('no collateral is no payment', async () => {
  const accepted: Statement = { event: 'stream_accepted', ...key(53), state: streamState({ status: 'Active' }) }
  await apply(database.sql, market, factsOf([opened(53, { collateral: 0n }), accepted], 80))
  expect((await payments(53)).map(({ kind }) => kind)).toEqual(['funding'])
})

test('a stream whose opening lies in a gap has no row, but its history, its chunks and its payments, without a token', async () => {
  const released = { ...STREAMS[2]!, ...key(54) } as Statement
  await apply(database.sql, market, factsOf([released], 90))
  expect(await read(54)).toBeUndefined()
  expect((await changes(54)).map(({ kind }) => kind)).toEqual(['chunks_released'])
  expect(await payments(54)).toMatchObject([{ asset: null }, { asset: null }, { asset: null }])
  expect(await database.sql`select chunk, asset from chunk_release where stream_id = 54 order by 1`).toEqual([
    { chunk: 0, asset: null },
    { chunk: 2, asset: null },
  ])
})

test('the database refuses a stream whose sums disagree', async () => {
  const { sql } = database
  await expect(sql`update stream set tips = tips + 1 where stream_id = 1`).rejects.toMatchObject({
    constraint_name: 'stream_money_is_conserved',
  })
  await expect(sql`update stream set collateral = collateral + 1 where stream_id = 1`).rejects.toMatchObject({
    constraint_name: 'stream_collateral_is_conserved',
  })
})

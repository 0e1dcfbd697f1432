import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Statement } from '../../../indexer/decode/fact.ts'
import { DISPUTES, disputeState } from '../../support/dispute-statements.ts'
import { CONSUMER, HASH, PROVIDER } from '../../support/parties.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'
import { apply, createMarket, factsOf } from '../../support/projected.ts'

let database: TestDatabase
let market: number
beforeAll(async () => {
  database = await createDatabase()
  market = await createMarket(database.sql)
})
afterAll(() => database.close())

const read = async (disputeId: number) => {
  const [row] = await database.sql`select * from dispute where dispute_id = ${disputeId}`
  return row
}

test('a dispute is a row with what it is about and its state', async () => {
  await apply(database.sql, market, factsOf(DISPUTES.slice(0, 1), 10))
  expect(await read(1)).toEqual({
    market_id: market,
    dispute_id: 1,
    consumer: CONSUMER,
    provider: PROVIDER,
    deal_id: 1,
    stream_id: null,
    opened_by: CONSUMER,
    reason: 'No data, "nothing"',
    reason_hash: HASH,
    status: 'Open',
    consumer_amount: null,
    provider_amount: null,
    evidence_count: 0,
    opened_at: new Date('2023-11-14T22:13:20Z'),
    deadline_at: new Date('2023-12-14T22:13:20Z'),
    closed_at: null,
    updated_at: new Date('2023-11-14T22:14:10Z'),
    toid: (10n << 32n) | (1n << 12n),
    event_index: 0,
  })
})

test('evidence is counted and kept by its hash', async () => {
  await apply(database.sql, market, factsOf(DISPUTES.slice(1, 2), 20))
  expect(await read(1)).toMatchObject({ status: 'Open', evidence_count: 1, reason: 'No data, "nothing"' })
  expect(await database.sql`select dispute_id, party, evidence_hash, ledger from dispute_evidence`).toEqual([
    { dispute_id: 1, party: PROVIDER, evidence_hash: HASH, ledger: 20 },
  ])
})

test('resolved with a split, withdrawn, lapsed: each ends it, and only a decision gives amounts', async () => {
  await apply(database.sql, market, factsOf(DISPUTES.slice(2), 30))
  expect(await read(1)).toMatchObject({ status: 'Resolved', consumer_amount: '4000', provider_amount: '2000' })
  const none = { consumer_amount: null, provider_amount: null, closed_at: expect.any(Date) }
  expect(await read(2)).toMatchObject({ ...none, status: 'Withdrawn', deal_id: null, stream_id: 4 })
  expect(await read(3)).toMatchObject({ ...none, status: 'Lapsed', deal_id: 1, stream_id: null })
})

test('a dispute whose opening lies in a gap has no row, but its evidence', async () => {
  const key = { consumer: CONSUMER, provider: PROVIDER, disputeId: 9 }
  const added: Statement = {
    ...{ event: 'dispute_evidence_added', ...key, evidenceHash: HASH, party: CONSUMER },
    state: disputeState({ evidenceCount: 3 }),
  }
  await apply(database.sql, market, factsOf([added], 90))
  expect(await read(9)).toBeUndefined()
  expect(await database.sql`select party from dispute_evidence where dispute_id = 9`).toEqual([{ party: CONSUMER }])
})

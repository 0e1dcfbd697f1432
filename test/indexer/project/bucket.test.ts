import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Statement } from '../../../indexer/decode/fact.ts'
import type { BucketState } from '../../../indexer/decode/facts/bucket.ts'
import { bucket } from '../../support/bucket-statements.ts'
import { PROVIDER } from '../../support/parties.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'
import { apply, createMarket, factsOf } from '../../support/projected.ts'

let database: TestDatabase
let market: number
beforeAll(async () => {
  database = await createDatabase()
  market = await createMarket(database.sql)
})
afterAll(() => database.close())

const U128_MAX = 2n ** 128n - 1n

const offer = (bucketId: number, changes: Partial<BucketState> = {}, event = 'bucket_created') =>
  ({ event, provider: PROVIDER, bucketId, bucket: bucket({ bucketId, ...changes }) }) as Statement

const read = async (bucketId: number) => {
  const [row] = await database.sql`select * from bucket where bucket_id = ${bucketId}`
  return row!
}

test('a bucket is a row with everything in it', async () => {
  const tags = ['cold', 'a "quoted" one', 'with, comma', '{braces}', 'back\\slash', '']
  await apply(database.sql, market, factsOf([offer(1, { tags, pricePerGbStorage: U128_MAX })]))
  const { search, ...row } = await read(1)
  expect(row).toEqual({
    market_id: market,
    provider: PROVIDER,
    bucket_id: 1,
    name: 'Archive Zürich',
    region: 'eu-central',
    country: 'CH',
    fb_bucket_id: 'fb-1',
    api_compatibility: 's3',
    access_scope: 'private',
    tags,
    price_per_gb_storage: String(U128_MAX),
    price_per_gb_egress: '500',
    sla_avg_latency_ms: 100n,
    sla_avg_uptime_pct: 99_000_000n,
    max_storage_gb: 4_000_000_000n,
    max_egress_gb: 10n,
    encryption_at_rest: true,
    encryption_in_transit: false,
    object_locking: false,
    versioning_enabled: true,
    locked: false,
    status: 'Active',
    created_at: new Date('2023-11-14T22:13:20Z'),
    provider_deleted: false,
    provider_reputation: 0,
    ...{ unit_mb: '0', units_free: 0, units_reserved: 0, units_in_use: 0, units_maintenance: 0 },
    ...{ units_decommissioning: 0, units_decommissioned: 0, free_mb: '0' },
    toid: (10n << 32n) | (1n << 12n),
    event_index: 0,
    search_text: expect.stringContaining('archive zürich cold'),
  })
  expect(search).toContain("'zürich':2A")
})

test('locking, unlocking and an update write over it', async () => {
  await apply(database.sql, market, factsOf([offer(2), offer(2, { locked: true }, 'bucket_locked')], 20))
  expect(await read(2)).toMatchObject({ locked: true })
  await apply(database.sql, market, factsOf([offer(2, { name: 'New name' }, 'bucket_updated')], 30))
  expect(await read(2)).toMatchObject({ locked: false, name: 'New name' })
})

test('a deleted bucket stays, as deleted, whatever its own state says', async () => {
  await apply(database.sql, market, factsOf([offer(3), offer(3, { status: 'Active' }, 'bucket_deleted')], 40))
  expect(await read(3)).toMatchObject({ status: 'Deleted' })
})

test('search finds words in any language and parts of words', async () => {
  await apply(database.sql, market, factsOf([offer(4, { name: 'Łódź Tiefkühl', tags: ['Glacier'] })], 50))
  const { sql } = database
  const words = (text: string) =>
    sql`select bucket_id from bucket where search @@ websearch_to_tsquery('simple', ${text}) and bucket_id = 4`
  expect(await words('tiefkühl glacier')).toHaveLength(1)
  expect(await words('glacier -łódź')).toHaveLength(0)
  expect(await sql`select bucket_id from bucket where search_text like '%kühl glac%'`).toEqual([{ bucket_id: 4 }])
})

test('the longest texts that decoding lets through fit into every index', async () => {
  const text = (length: number) =>
    Array.from({ length }, (_, i) => String.fromCharCode(33 + ((i * 7919) % 90))).join('')
  const [name, region, country, apiCompatibility] = [512, 511, 510, 509].map(text) as [string, string, string, string]
  await apply(database.sql, market, factsOf([offer(5, { name, region, country, apiCompatibility })], 60))
  expect(await read(5)).toMatchObject({ name, region })
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Statement } from '../../../indexer/decode/fact.ts'
import type { CertificationState } from '../../../indexer/decode/facts/certification.ts'
import { account } from '../../support/parties.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'
import { apply, createMarket, factsOf } from '../../support/projected.ts'

let database: TestDatabase
let market: number
beforeAll(async () => {
  database = await createDatabase()
  market = await createMarket(database.sql)
})
afterAll(() => database.close())

const certification = (
  subject: string,
  event: 'certification_granted' | 'certification_revoked',
  changes: Partial<CertificationState & { role: 'provider' | 'service_provider'; kind: string }> = {},
): Statement => ({
  ...{ event, subject, role: 'provider', kind: 'iso27001', level: 3, certifiedTs: 1_700_000_000n },
  ...{ validUntil: 1_800_000_000n, revokedTs: 0n },
  ...changes,
})
const read = (subject: string) =>
  database.sql`
    select role, kind, level, certified_at, valid_until, revoked_at from certification where subject = ${subject}
    order by role, kind`

test('what is certified is a row for each role and kind', async () => {
  const subject = account(100)
  const granted = [
    certification(subject, 'certification_granted'),
    certification(subject, 'certification_granted', { kind: 'soc2', level: 100 }),
    certification(subject, 'certification_granted', { role: 'service_provider' }),
  ]
  await apply(database.sql, market, factsOf(granted, 10))
  const usual = { certified_at: new Date(1.7e12), valid_until: new Date(1.8e12), revoked_at: null }
  expect(await read(subject)).toEqual([
    { ...usual, role: 'provider', kind: 'iso27001', level: 3 },
    { ...usual, role: 'provider', kind: 'soc2', level: 100 },
    { ...usual, role: 'service_provider', kind: 'iso27001', level: 3 },
  ])
})

test('revoked, it stays with the time; granted again, it is valid again', async () => {
  const subject = account(101)
  const granted = certification(subject, 'certification_granted')
  const revoked = certification(subject, 'certification_revoked', { revokedTs: 1_700_000_500n })
  await apply(database.sql, market, factsOf([granted, revoked], 20))
  expect(await read(subject)).toMatchObject([{ revoked_at: new Date(1_700_000_500_000) }])
  await apply(database.sql, market, factsOf([certification(subject, 'certification_granted', { level: 4 })], 30))
  expect(await read(subject)).toMatchObject([{ revoked_at: null, level: 4 }])
})

test('valid for ever is kept as the last second of the year 9999', async () => {
  const subject = account(102)
  const forever = certification(subject, 'certification_granted', { validUntil: 2n ** 64n - 1n })
  await apply(database.sql, market, factsOf([forever], 40))
  expect(await read(subject)).toMatchObject([{ valid_until: new Date('9999-12-31T23:59:59Z') }])
})

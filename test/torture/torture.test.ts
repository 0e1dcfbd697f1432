import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../support/postgres.ts'
import { torture } from './torture.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
})
afterAll(() => database.close())

test('an indexer that is killed again and again loses nothing, doubles nothing, and ends within two seconds', {
  timeout: 240_000,
}, async () => {
  const result = await torture({ databaseUrl: database.url, kills: 8, seed: 7, log: () => undefined })
  expect(result).toMatchObject({ kills: 8, problems: [] })
  expect(result.stopMs).toBeLessThan(2_000)
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../support/postgres.ts'
import { type Source, scriptedSource } from './source.ts'
import { torture } from './torture.ts'

let database: TestDatabase
let source: Source

beforeAll(async () => {
  ;[database, source] = await Promise.all([createDatabase(), scriptedSource()])
})
afterAll(async () => {
  await source.close()
  await database.close()
})

test('an indexer that is killed again and again loses nothing, doubles nothing, and ends within two seconds', {
  timeout: 240_000,
}, async () => {
  const result = await torture({ databaseUrl: database.url, source, kills: 8, seed: 7, log: () => undefined })
  expect(result).toMatchObject({ kills: 8, problems: [] })
  expect(result.stopMs).toBeLessThan(2_000)
})

import { expect, test } from 'vitest'
import { drift, migrate } from '../../prisma/migrate.ts'
import { createDatabase } from '../support/postgres.ts'

test('schema.prisma and the migrations agree', async () => {
  const database = await createDatabase()
  expect(await drift(database.url)).toBeUndefined()
  await database.close()
})

test('a second migration finds nothing to do', async () => {
  const database = await createDatabase()
  expect(await migrate(database.url)).toEqual([])
  await database.close()
})

test('programs that start together migrate one after the other', async () => {
  const database = await createDatabase({ empty: true })
  const applied = await Promise.all(Array.from({ length: 5 }, () => migrate(database.url)))
  expect(applied.filter((names) => names.length > 0)).toHaveLength(1)
  await database.close()
})

test('a missing database is created', async () => {
  const database = await createDatabase({ empty: true })
  const url = database.url.replace(/test_/, 'test_created_')
  expect(await migrate(url)).not.toEqual([])
  await database.sql.unsafe(`drop database ${new URL(url).pathname.slice(1)}`)
  await database.close()
})

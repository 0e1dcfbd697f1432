import { afterAll, beforeAll, expect, test } from 'vitest'
import { openReaderPrisma, openReaderSql, openSql } from '../../prisma/client.ts'
import { createDatabase, type TestDatabase } from '../support/postgres.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase()
})
afterAll(() => database.close())

const U128_MAX = '340282366920938463463374607431768211455'

test('the reader can read every table and write none', async () => {
  const reader = openReaderSql({ url: database.url })
  const tables = await reader<{ name: string }[]>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename not like '\\_%'`
  expect(tables.length).toBeGreaterThan(15)
  for (const { name } of tables) {
    expect(await reader`select count(*) from ${reader(name)}`).toEqual([{ count: 0n }])
    await expect(reader`delete from ${reader(name)}`).rejects.toMatchObject({ code: '25006' })
    await expect(reader.begin('read write', (tx) => tx`delete from ${tx(name)}`)).rejects.toMatchObject({
      code: '42501',
    })
  }
  await reader.end()
})

test('the address of the reader is enough to be one', async () => {
  const reader = openSql({ url: database.readerUrl, connections: 1 })
  expect(await reader`select current_user as name`).toEqual([{ name: 'flashindex_reader' }])
  await reader.end()
})

test('a statement of a reader that takes too long is cancelled', async () => {
  const reader = openReaderSql({ url: database.url, statementTimeoutMs: 50 })
  await expect(reader`select pg_sleep(5)`).rejects.toMatchObject({ code: '57014' })
  await reader.end()
})

test('Prisma reads as the reader, and cannot write', async () => {
  const reader = openReaderPrisma({ url: database.url, connections: 1 })
  expect(await reader.network.count()).toBe(0)
  await expect(reader.network.create({ data: { passphrase: 'no' } })).rejects.toThrow()
  await reader.$disconnect()
})

test('integers of 8 bytes are bigints and amounts keep every digit', async () => {
  const [row] = await database.sql`select 9007199254740993::int8 as big, ${U128_MAX}::numeric as amount`
  expect(row).toEqual({ big: 9007199254740993n, amount: U128_MAX })
})

test('a table that is moved in from another schema can be read', async () => {
  const { sql, readerUrl } = database
  await sql`create schema fresh`
  await sql`create table fresh.moved (id int)`
  await sql`alter table fresh.moved set schema public`
  const reader = openSql({ url: readerUrl, connections: 1 })
  expect(await reader`select * from moved`).toEqual([])
  await reader.end()
  await sql`drop table moved`
})

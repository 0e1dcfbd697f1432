import { afterAll, beforeAll, expect, test } from 'vitest'
import { isConnectionLoss, isTransient, retryTransient } from '../../../indexer/store/retry.ts'
import { openSql } from '../../../prisma/client.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase()
})
afterAll(() => database.close())

/** An error as the server itself reports it. */
const raised = (code: string) =>
  database.sql
    .unsafe(`do $$ begin raise exception 'made up' using errcode = '${code}'; end $$`)
    .then(() => new Error('nothing was raised'))
    .catch((error: unknown) => error)

test.each([
  ['40001', true, false],
  ['40P01', true, false],
  ['55P03', true, false],
  ['08006', false, true],
  ['57P01', false, true],
  ['53300', false, true],
  ['23505', false, false],
  ['42P01', false, false],
])('SQLSTATE %s: again %s, anew %s', async (code, again, anew) => {
  const error = await raised(code)
  expect([isTransient(error), isConnectionLoss(error)]).toEqual([again, anew])
})

test('a server that is not there is a lost connection', async () => {
  const nowhere = openSql({ url: 'postgres://postgres@127.0.0.1:1/none', connections: 1 })
  const error = await nowhere`select 1`.catch((failure: unknown) => failure)
  await nowhere.end()
  expect(isConnectionLoss(error)).toBe(true)
})

test('a transaction that lost a race is run again, any other failure ends it', async () => {
  let runs = 0
  const run = async (code: string) => {
    runs += 1
    const error = await raised(code)
    if (runs < 3) throw error
    return runs
  }
  expect(await retryTransient(() => run('40001'))).toBe(3)
  runs = 0
  await expect(retryTransient(() => run('23505'))).rejects.toThrow('made up')
  expect(runs).toBe(1)
})

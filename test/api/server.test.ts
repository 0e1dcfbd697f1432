import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openReaderSql } from '../../prisma/client.ts'
import { errorOf, openApi, type TestApi } from '../support/api.ts'
import { insertMarket } from '../support/market-rows.ts'
import { createDatabase, type TestDatabase } from '../support/postgres.ts'

let database: TestDatabase
let api: TestApi

beforeAll(async () => {
  database = await createDatabase()
  api = openApi(database)
})

afterAll(async () => {
  await api.close()
  await database.close()
})

test('before a market is indexed it lives, is not ready, and says what to do', async () => {
  expect((await api.fetch('/health')).status).toBe(200)
  expect((await api.fetch('/ready')).status).toBe(503)
  expect(errorOf(await api.ask('{ buckets { totalCount } }'))).toMatchInlineSnapshot(`
    {
      "code": "NO_MARKET",
      "message": "No market is indexed yet: start the indexer.",
    }
  `)
})

describe('with a market', () => {
  beforeAll(async () => {
    await insertMarket(database.sql)
  })

  test('it is ready', async () => {
    expect((await api.fetch('/ready')).status).toBe(200)
  })

  test('every answer says through which ledger it is complete', async () => {
    const { extensions } = await api.ask('{ markets { name } }')
    expect(extensions?.completeThrough).toEqual({ local: { ledger: 1000, closedAt: '2026-01-01T01:23:20.000Z' } })
    await database.sql`update watermark set ledger = 1001`
    expect((await api.ask('{ markets { name } }')).extensions?.completeThrough.local?.ledger).toBe(1001)
  })

  test('a browser gets GraphiQL with example queries', async () => {
    const page = await (await api.fetch('/graphql', { headers: { accept: 'text/html' } })).text()
    expect(page).toContain('FlashIndex')
    expect(page).toContain('CheapestAvailableBuckets')
  })

  test('any page may ask', async () => {
    const answer = await api.fetch('/graphql', {
      method: 'OPTIONS',
      headers: { origin: 'https://dapp.example', 'access-control-request-method': 'POST' },
    })
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://dapp.example')
    expect(answer.headers.get('access-control-allow-credentials')).not.toBe('true')
  })

  test('an unknown path is not found', async () => {
    expect((await api.fetch('/nothing')).status).toBe(404)
  })

  test('its role cannot write', async () => {
    const sql = openReaderSql({ url: database.url, connections: 1 })
    await expect(sql`insert into network (passphrase) values ('x')`).rejects.toMatchObject({ code: '25006' })
    await expect(
      sql.begin('read write', (write) => write`insert into network (passphrase) values ('x')`),
    ).rejects.toMatchObject({ code: '42501' })
    await expect(sql.begin('read write', (write) => write`delete from market`)).rejects.toMatchObject({ code: '42501' })
    await sql.end()
  })
})

describe('failures', () => {
  test('a mistake of the server is masked for the client and whole in the log', async () => {
    const other = await createDatabase()
    await insertMarket(other.sql)
    const broken = openApi(other)
    await other.sql`drop table provider cascade`
    const answer = await broken.ask('{ providers { totalCount } }')
    expect(errorOf(answer)).toMatchInlineSnapshot(`
      {
        "code": "INTERNAL",
        "message": "Something went wrong in the server.",
      }
    `)
    expect(JSON.stringify(answer)).not.toMatch(/relation|stack|\.ts/)
    expect(String(broken.logged[0])).toContain('relation "provider" does not exist')
    await broken.close()
    await other.close()
  })

  test('a statement that takes too long is ended with TIMEOUT', async () => {
    const other = await createDatabase()
    await insertMarket(other.sql)
    const slow = openApi(other, { statementTimeoutMs: 100 })
    await slow.ask('{ markets { name } }')
    const held = await other.sql.reserve()
    await held`begin`
    await held`lock table provider in access exclusive mode`
    expect(errorOf(await slow.ask('{ providers { totalCount } }'))).toMatchInlineSnapshot(`
      {
        "code": "TIMEOUT",
        "message": "The database took too long for this query.",
      }
    `)
    await held`rollback`
    held.release()
    await slow.close()
    await other.close()
  })

  test('a database that is away is UNAVAILABLE, and the health of the process stands', async () => {
    const away = openApi({ url: 'postgres://nobody@127.0.0.1:9/none' })
    expect(errorOf(await away.ask('{ markets { name } }'))).toMatchInlineSnapshot(`
      {
        "code": "UNAVAILABLE",
        "message": "The database cannot be reached.",
      }
    `)
    expect((await away.fetch('/health')).status).toBe(200)
    expect((await away.fetch('/ready')).status).toBe(503)
    await away.close()
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dataOf, openApi, type TestApi, walk } from '../../support/api.ts'
import { accountOf, closeTime, insertConsumer, insertMarket, insertProvider } from '../../support/market-rows.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
let api: TestApi
const accounts = Array.from({ length: 6 }, (_, n) => accountOf(`party ${n}`))

/** Six of each; reputations and times with ties; the last is deleted. */
beforeAll(async () => {
  database = await createDatabase()
  const market = await insertMarket(database.sql)
  for (const insert of [insertProvider, insertConsumer])
    for (const [n, address] of accounts.entries())
      await insert(database.sql, market, address, {
        description: `Company ${n} 100%`,
        reputation: 40 + 10 * (n % 3),
        registered_at: closeTime(10 + Math.floor(n / 2)),
        updated_at: closeTime(20 + n),
        deleted: n === 5,
      })
  api = openApi(database)
})

afterAll(async () => {
  await api.close()
  await database.close()
})

describe.each(['provider', 'consumer'])('%ss', (noun) => {
  const list = `${noun}s`
  const found = async (args: string): Promise<number[]> =>
    dataOf(await api.ask(`{ ${list}(${args}) { nodes { address } } }`))[list].nodes.map((node: { address: string }) =>
      accounts.indexOf(node.address),
    )

  test.each([
    ['search: "COMPANY 3"', [3]],
    ['search: "100%"', [0, 1, 2, 3, 4]],
    ['search: "%"', [0, 1, 2, 3, 4]],
    ['search: "_"', []],
    [`addresses: ["${accounts[1]}", "${accounts[5]}"]`, [1]],
    ['reputationMin: 60', [2]],
    [`registeredAfter: "${closeTime(12).toISOString()}"`, [4]],
    [`registeredBefore: "${closeTime(11).toISOString()}"`, [0, 1]],
    ['deleted: true', [5]],
  ])('filter %s', async (filter, expected) => {
    expect((await found(`filter: { ${filter} }`)).toSorted()).toEqual(expected)
    expect(api.statements).toHaveLength(1)
  })

  test.each(
    ['ADDRESS', 'REPUTATION', 'REGISTERED_AT', 'UPDATED_AT'].flatMap((field) => [
      [field, 'ASC'],
      [field, 'DESC'],
    ]),
  )('by %s %s, page by page, everyone comes once', async (field, direction) => {
    const order = `orderBy: { field: ${field}, direction: ${direction} }`
    const whole = await found(`first: 100, ${order}`)
    const pages = await walk(async (cursor) => {
      const after = cursor ? `, after: "${cursor}"` : ''
      const query = `{ ${list}(first: 2${after}, ${order}) { nodes { address } pageInfo { next: hasNextPage cursor: endCursor } } }`
      return dataOf(await api.ask(query))[list]
    })
    expect(pages).toEqual(whole.map((n) => ({ address: accounts[n] })))
    expect(whole).toHaveLength(5)
  })

  test('one of them is found, deleted or not', async () => {
    const data = dataOf(
      await api.ask(
        `{ ${noun}(address: "${accounts[5]}") { deleted reputation registeredAt updatedAt market { name } } }`,
      ),
    )
    expect(data[noun]).toEqual({
      deleted: true,
      reputation: 60,
      registeredAt: '2026-01-01T00:01:00Z',
      updatedAt: '2026-01-01T00:02:05Z',
      market: { name: 'local' },
    })
    expect(dataOf(await api.ask(`{ ${noun}(address: "${accountOf('nobody')}") { deleted } }`))[noun]).toBeNull()
  })
})

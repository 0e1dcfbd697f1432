import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LIMITS } from '../../../api/graphql/limits.ts'
import { errorOf, openApi, type TestApi } from '../../support/api.ts'
import { insertMarket } from '../../support/market-rows.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
let api: TestApi

beforeAll(async () => {
  database = await createDatabase()
  await insertMarket(database.sql)
  api = openApi(database)
})

afterAll(async () => {
  await api.close()
  await database.close()
})

describe('limits', () => {
  test('a query that nests too deep is refused before any statement', async () => {
    const inner = 'nodes { provider { buckets(first: 1) { '.repeat(5)
    const query = `{ buckets(first: 1) { ${inner} totalCount ${'} } } '.repeat(5)} } }`
    expect(errorOf(await api.ask(query))).toMatchInlineSnapshot(`
      {
        "code": "QUERY_TOO_DEEP",
        "message": "The query nests 17 fields; 14 is the limit.",
      }
    `)
    expect(api.statements).toEqual([])
  })

  test('a query that costs too much is refused before any statement, also where variables make it so', async () => {
    const query =
      'query($n: Int) { providers(first: $n) { nodes { buckets(first: $n) { nodes { deals(first: $n) { nodes { dealId } } } } } } }'
    expect(errorOf(await api.ask(query, { n: 100 }))).toMatchInlineSnapshot(`
      {
        "code": "QUERY_TOO_COSTLY",
        "message": "The query costs 1101010; 25000 is the limit. Ask for smaller pages.",
      }
    `)
    expect(api.statements).toEqual([])
    expect((await api.ask(query, { n: 5 })).errors).toBeUndefined()
  })

  test('a page of 100 with its relations is well within the cost', async () => {
    const query = `{ buckets(first: 100) { totalCount nodes { id name region country tags status createdAt pricePerGbStorage { units formatted }
      pricePerGbEgress { units formatted } provider { address description reputation } deals(first: 2) { nodes { dealId status } } } pageInfo { endCursor } } }`
    expect((await api.ask(query)).errors).toBeUndefined()
  })

  test('too many aliases are refused', async () => {
    const many = Array.from({ length: LIMITS.aliases + 1 }, (_, n) => `m${n}: market { name }`).join(' ')
    expect(errorOf(await api.ask(`{ ${many} }`))).toMatchInlineSnapshot(`
      {
        "code": "TOO_MANY_ALIASES",
        "message": "The query has more than 30 aliases.",
      }
    `)
  })

  test('a query that is too long is refused', async () => {
    expect(errorOf(await api.ask(`{ market { ${'name '.repeat(LIMITS.tokens)} } }`))).toMatchInlineSnapshot(`
      {
        "code": "TOO_MANY_TOKENS",
        "message": "The query is longer than 2000 tokens.",
      }
    `)
  })

  test('a body that is too big is refused', async () => {
    const body = JSON.stringify({ query: '{ market { name } }', variables: { x: 'x'.repeat(LIMITS.bodyBytes) } })
    const answer = await api.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    expect(answer.status).toBe(413)
  })

  test('several operations in one request are refused', async () => {
    const body = JSON.stringify([{ query: '{ market { name } }' }])
    const answer = await api.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    expect(answer.status).toBe(400)
  })

  test('introspection of the whole schema is allowed', async () => {
    const { getIntrospectionQuery } = await import('graphql')
    expect((await api.ask(getIntrospectionQuery())).errors).toBeUndefined()
  })
})

describe('values', () => {
  test.each([
    ['provider(address: "GABC") { address }'],
    ['provider(address: "GDFJPAISZIN33SX2YIY3HGRD3RG2PBXP7AKHYTTSXGAHPBNP5ZELXIPQ") { address }'],
    ['buckets(filter: { pricePerGbStorageMax: "1.5" }) { totalCount }'],
    ['buckets(filter: { pricePerGbStorageMax: "-1" }) { totalCount }'],
    ['buckets(filter: { pricePerGbStorageMax: "340282366920938463463374607431768211456" }) { totalCount }'],
    ['buckets(filter: { slaAvgLatencyMsMax: 4294967296 }) { totalCount }'],
    ['buckets(filter: { createdAfter: "yesterday" }) { totalCount }'],
    ['payments(filter: { txHash: "abc" }) { totalCount }'],
    ['buckets(filter: { nothing: 1 }) { totalCount }'],
    ['bucket { name }'],
    ['nothing'],
    ['market { name '],
  ])('%s is refused with words that help', async (selection) => {
    expect(errorOf(await api.ask(`{ ${selection} }`))).toMatchSnapshot()
    expect(api.statements).toEqual([])
  })

  test('a value in a variable is refused as in the query', async () => {
    const error = errorOf(await api.ask('query($a: Address!) { provider(address: $a) { address } }', { a: 'G' }))
    expect(error.message).toContain('is no Stellar address')
  })

  test('a character that cannot be stored is the mistake of the one who sent it', async () => {
    expect(
      errorOf(await api.ask('query($s: String) { providers(filter: { search: $s }) { totalCount } }', { s: '\0' })),
    ).toMatchInlineSnapshot(`
      {
        "code": "BAD_INPUT",
        "message": "A text holds a character that no stored text can hold (NUL).",
      }
    `)
  })
})

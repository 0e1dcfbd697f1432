import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dataOf, openApi, type TestApi } from '../../support/api.ts'
import {
  accountOf,
  closeTime,
  insertBucket,
  insertCertification,
  insertMarket,
  insertProvider,
  insertServiceProvider,
} from '../../support/market-rows.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
let api: TestApi
const names = ['valid', 'revoked', 'over', 'none', 'several'] as const
const accounts = Object.fromEntries(names.map((name) => [name, accountOf(name)])) as Record<
  (typeof names)[number],
  string
>
const nameOf = (address: string) => names.find((name) => accounts[name] === address)

/** Each account is a provider with a bucket, and a service provider; the market's last ledger is 1000. */
const seed = async () => {
  const { sql } = database
  const market = await insertMarket(sql)
  for (const [at, name] of names.entries()) {
    await insertProvider(sql, market, accounts[name])
    await insertBucket(sql, market, accounts[name], 1, { name })
    await insertServiceProvider(sql, market, {
      address: accounts[name],
      category: at % 2 ? 'audit' : 'Migration 100%',
      description: `Services of ${name}`,
      registered_at: closeTime(10 + at),
    })
  }
  const certify = (subject: string, changes = {}) => insertCertification(sql, market, { subject, ...changes })
  await certify(accounts.valid)
  await certify(accounts.revoked, { revoked_at: closeTime(500), level: 90 })
  await certify(accounts.over, { valid_until: closeTime(1000), certified_at: closeTime(21) })
  await certify(accounts.several, { kind: 'soc2', level: 80, certified_at: closeTime(22) })
  await certify(accounts.several, { kind: 'iso27001', level: 10, certified_at: closeTime(23) })
  await certify(accounts.several, { kind: 'soc2', level: 5, role: 'service_provider' })
}

beforeAll(async () => {
  database = await createDatabase()
  await seed()
  api = openApi(database)
})

afterAll(async () => {
  await api.close()
  await database.close()
})

/** Filter, providers that it finds, service providers that it finds. */
const SEARCHES = [
  ['certifiedOnly: true', ['several', 'valid'], ['several']],
  ['certifiedOnly: false', names.toSorted(), names.toSorted()],
  ['certificationKind: "iso27001"', ['several', 'valid'], []],
  ['certificationKind: "soc2"', ['several'], ['several']],
  ['certificationLevelMin: 50', ['several', 'valid'], []],
  ['certificationKind: "iso27001", certificationLevelMin: 50', ['valid'], []],
  ['certifiedOnly: true, certificationLevelMin: 81', [], []],
] as const

describe.each([
  ['providers', 'address', 1],
  ['buckets', 'providerAddress', 1],
  ['serviceProviders', 'address', 2],
] as const)('searches of %s', (list, address, column) => {
  test.each(SEARCHES)('filter %s', async (...search) => {
    const { nodes } = dataOf(await api.ask(`{ ${list}(filter: { ${search[0]} }) { nodes { ${address} } } }`))[list]
    expect(nodes.map((node: Record<string, string>) => nameOf(node[address]!)).toSorted()).toEqual(search[column])
    expect(api.statements).toHaveLength(1)
  })
})

describe('certifications', () => {
  test.each([
    ['valid: true', ['several', 'several', 'several', 'valid']],
    ['valid: false', ['over', 'revoked']],
    ['role: SERVICE_PROVIDER', ['several']],
    [`subjects: ["${accounts.over}", "${accounts.none}"]`, ['over']],
    ['kinds: ["soc2"], levelMin: 50', ['several']],
    [`validUntilBefore: "${closeTime(1001).toISOString()}"`, ['over']],
  ])('filter %s', async (filter, expected) => {
    const { nodes } = dataOf(
      await api.ask(`{ certifications(filter: { ${filter} }) { nodes { subject } } }`),
    ).certifications
    expect(nodes.map((node: { subject: string }) => nameOf(node.subject)).toSorted()).toEqual(expected)
    expect(api.statements).toHaveLength(1)
  })

  test.each(['CERTIFIED_AT', 'VALID_UNTIL'])('by %s, every one comes once', async (field) => {
    const list = async (direction: string) =>
      dataOf(
        await api.ask(`{ certifications(orderBy: { field: ${field}, direction: ${direction} }) { nodes { id } } }`),
      ).certifications.nodes
    expect(await list('ASC')).toHaveLength(6)
    expect((await list('ASC')).toReversed()).toEqual(await list('DESC'))
  })

  test('providers of a page tell whether they are certified in one statement, and lead to what they hold', async () => {
    const query = `{ providers(orderBy: { field: ADDRESS }) { nodes { address certified soc2: certified(kind: "soc2", levelMin: 80)
      certifications(orderBy: { field: CERTIFIED_AT }) { nodes { kind level valid revokedAt provider { address } serviceProvider { address } } } } } }`
    const { nodes } = dataOf(await api.ask(query)).providers
    const of = (name: (typeof names)[number]) =>
      nodes.find((node: { address: string }) => node.address === accounts[name])
    expect(names.map((name) => of(name).certified)).toEqual([true, false, false, false, true])
    expect(names.filter((name) => of(name).soc2)).toEqual(['several'])
    expect(of('revoked').certifications.nodes).toEqual([
      {
        ...{ kind: 'iso27001', level: 90, valid: false, revokedAt: '2026-01-01T00:41:40Z' },
        ...{ provider: { address: accounts.revoked }, serviceProvider: null },
      },
    ])
    expect(of('several').certifications.nodes.map(({ kind }: { kind: string }) => kind)).toEqual(['soc2', 'iso27001'])
    expect(api.statements).toHaveLength(5)
  })
})

describe('service providers', () => {
  const found = async (args: string) =>
    dataOf(await api.ask(`{ serviceProviders(${args}) { nodes { address } } }`)).serviceProviders.nodes.map(
      (node: { address: string }) => nameOf(node.address),
    )

  test.each([
    ['search: "SERVICES of over"', ['over']],
    ['search: "100%"', ['valid', 'over', 'several']],
    ['search: "_"', []],
    ['categories: ["audit"]', ['revoked', 'none']],
    [`addresses: ["${accounts.none}"]`, ['none']],
    [`registeredAfter: "${closeTime(13).toISOString()}"`, ['none', 'several']],
    [`registeredBefore: "${closeTime(11).toISOString()}"`, ['valid']],
    ['deleted: true', []],
  ])('filter %s', async (filter, expected) => {
    expect((await found(`filter: { ${filter} }`)).toSorted()).toEqual((expected as string[]).toSorted())
    expect(api.statements).toHaveLength(1)
  })

  test.each(['ADDRESS', 'CATEGORY', 'REGISTERED_AT', 'UPDATED_AT'])(
    'by %s, the other direction is the reverse',
    async (field) => {
      const up = await found(`orderBy: { field: ${field}, direction: ASC }`)
      expect(up).toHaveLength(5)
      expect(await found(`orderBy: { field: ${field}, direction: DESC }`)).toEqual(up.toReversed())
    },
  )

  test('one of them tells of itself', async () => {
    const query = `{ serviceProvider(address: "${accounts.several}") { category description registeredAt updatedAt deleted certified
      certifications { nodes { kind level valid certifiedAt validUntil } } market { name } } }`
    expect(dataOf(await api.ask(query)).serviceProvider).toMatchSnapshot()
    expect(dataOf(await api.ask(`{ serviceProvider(address: "${accountOf('nobody')}") { category } }`))).toEqual({
      serviceProvider: null,
    })
  })
})

/** Every list reads only the columns that were asked for, and tells the same as when it is asked for everything. */
import { type GraphQLObjectType, getNamedType, isEnumType, isObjectType, isScalarType } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSchema } from '../../../api/graphql/schema.ts'
import { dataOf, openApi, type TestApi } from '../../support/api.ts'
import { C, P, seedEveryNoun } from '../../support/every-noun.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
let api: TestApi
const schema = createSchema()

beforeAll(async () => {
  database = await createDatabase()
  await seedEveryNoun(database.sql)
  // Amounts and more of streams are in another asset than the default one: a row that does not know it would show.
  await database.sql`update stream set asset = (select address from asset where symbol = 'EURC')`
  await database.sql`update deal set asset = (select address from asset where symbol = 'EURC')`
  await database.sql`update payment set asset = (select address from asset where symbol = 'EURC')`
  await database.sql`update dispute set status = 'Resolved', consumer_amount = 150, provider_amount = 0`
  api = openApi(database)
})

afterAll(async () => {
  await api.close()
  await database.close()
})

const objectType = (name: string) => schema.getType(name) as GraphQLObjectType

/** Each field without arguments, with what of it is asked for: all of an amount and of a part, the name of another row. */
const selectionsOf = (type: GraphQLObjectType): [field: string, selection: string][] =>
  Object.values(type.getFields())
    .filter(({ args }) => args.length === 0)
    .map((field) => [field.name, `${field.name} ${partsOf(getNamedType(field.type))}`])

const partsOf = (type: unknown): string => {
  if (isScalarType(type) || isEnumType(type)) return ''
  if (!isObjectType(type) || type.getInterfaces().some(({ name }) => name === 'Node')) return '{ __typename }'
  return `{ ${selectionsOf(type)
    .map(([, selection]) => selection)
    .join(' ')} }`
}

/** Type, and where a list of it is: of the market, or of an object. */
const LISTS: readonly (readonly [type: string, query: string, path: string])[] = [
  ['Bucket', '{ buckets { nodes', 'buckets'],
  ['Bucket', `{ provider(address: "${P}") { buckets { nodes`, 'provider.buckets'],
  ['Deal', '{ deals { nodes', 'deals'],
  ['Deal', `{ consumer(address: "${C}") { deals { nodes`, 'consumer.deals'],
  ['DealChange', '{ deals { nodes { history { nodes', 'deals.nodes.1.history'],
  ['Payment', '{ deals { nodes { payments { nodes', 'deals.nodes.1.payments'],
  ['UsageReport', '{ deals { nodes { usageReports { nodes', 'deals.nodes.1.usageReports'],
  ['SlaReport', '{ deals { nodes { slaReports { nodes', 'deals.nodes.1.slaReports'],
  ['ReputationChange', `{ provider(address: "${P}") { reputationHistory { nodes`, 'provider.reputationHistory'],
  ['Certification', `{ provider(address: "${P}") { certifications { nodes`, 'provider.certifications'],
  ['Credit', `{ provider(address: "${P}") { credits { nodes`, 'provider.credits'],
  ['Stream', '{ streams { nodes', 'streams'],
  ['Stream', `{ provider(address: "${P}") { streams { nodes`, 'provider.streams'],
  ['StreamChange', '{ stream(streamId: 1) { history { nodes', 'stream.history'],
  ['ChunkRelease', '{ chunkReleases { nodes', 'chunkReleases'],
  ['ChunkRelease', '{ stream(streamId: 1) { releases { nodes', 'stream.releases'],
  ['Dispute', '{ stream(streamId: 1) { disputes { nodes', 'stream.disputes'],
  ['DisputeEvidence', '{ dispute(disputeId: 1) { evidence { nodes', 'dispute.evidence'],
  ['Unit', '{ units { nodes', 'units'],
  ['Unit', `{ bucket(provider: "${P}", bucketId: 1) { units { nodes`, 'bucket.units'],
]

test.each(LISTS)('%s in %s', async (type, query, path) => {
  const selections = selectionsOf(objectType(type))
  const list = async (selection: string): Promise<Record<string, unknown>[]> => {
    const closing = ' }'.repeat(query.split('{').length - 1)
    const data = dataOf(await api.ask(`${query} { ${selection} }${closing}`))
    return path.split('.').reduce((value, part) => value[part], data).nodes
  }
  const whole = await list(selections.map(([, selection]) => selection).join(' '))
  expect(whole.length).toBeGreaterThan(0)
  for (const [field, selection] of selections)
    expect(await list(selection), field).toEqual(whole.map((node) => ({ [field]: node[field] })))
})

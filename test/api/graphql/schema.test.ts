import { readFileSync } from 'node:fs'
import {
  type GraphQLField,
  type GraphQLInterfaceType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  parse,
  validate,
} from 'graphql'
import { describe, expect, test } from 'vitest'
import { EXAMPLE_QUERIES } from '../../../api/graphql/examples.ts'
import { NODE_TYPES } from '../../../api/graphql/global-id.ts'
import { printedSchema } from '../../../api/graphql/print-schema.ts'
import { createSchema } from '../../../api/graphql/schema.ts'

const schema = createSchema()
const types = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
)

test('api/schema.graphql is what the code makes (npm run schema:print writes it)', () => {
  expect(readFileSync('api/schema.graphql', 'utf8')).toBe(printedSchema())
})

const argumentsOf = (field: object) => ('args' in field ? (field as GraphQLField<unknown, unknown>).args : [])

test('everything has a description: types, fields, arguments, values', () => {
  const described = types.flatMap((type) => [
    [type.name, type.description],
    ...(isEnumType(type) ? type.getValues().map((value) => [`${type.name}.${value.name}`, value.description]) : []),
    ...(isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)
      ? Object.values(type.getFields()).flatMap((field) => [
          [`${type.name}.${field.name}`, field.description],
          ...argumentsOf(field).map((arg) => [`${type.name}.${field.name}(${arg.name})`, arg.description]),
        ])
      : []),
  ])
  expect(described.length).toBeGreaterThan(300)
  expect(described.filter(([, description]) => !description).map(([name]) => name)).toEqual([])
})

/** Lists that are short by nature. */
const SHORT = [
  'Query.markets',
  'Query.nodes',
  'Bucket.tags',
  'Event.topicsXdr',
  'Indexing.gaps',
  'MarketActivity.events',
  'ChunkReleaseNews.releases',
]

test('lists of rows are pages', () => {
  const bare = types
    .filter((type) => isObjectType(type))
    .filter((type) => !/Connection$|^MarketTotals$/.test(type.name))
    .flatMap((type) =>
      Object.values(type.getFields()).map((field) => ({
        name: `${type.name}.${field.name}`,
        type: String(field.type),
      })),
    )
    .filter(({ type }) => type.startsWith('['))
    .map(({ name }) => name)
  expect(bare.filter((name) => isRead(name) && !SHORT.includes(name))).toEqual([])
})

/** Transactions have lists of their own, as short as a transaction is. */
const isRead = (name: string) => READ.some((type) => name.startsWith(`${type}.`))
const READ = [
  'Query',
  'Market',
  'Provider',
  'Consumer',
  'ServiceProvider',
  'Certification',
  'Bucket',
  'Unit',
  'Deal',
  'Stream',
  'ChunkRelease',
  'ChunkReleaseNews',
  'Dispute',
  'Payment',
  'Credit',
  'Asset',
  'Event',
  'Indexing',
  'MarketActivity',
]

test('no amount, price or 64-bit number is a Float or an Int', () => {
  const money = /amount|price|paid|fees|refund|held|slashed|balance|units$|Mb$/i
  const wrong = types
    .filter((type) => isObjectType(type))
    .flatMap((type) =>
      Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, String(field.type)] as const),
    )
    .filter(([name, type]) => /^(Int|Float)!?$/.test(type) && money.test(name.split('.')[1]!))
  expect(wrong).toEqual([])
  expect(printedSchema()).not.toContain('Float')
})

test('every type with an id is known to ids', () => {
  const nodes = schema.getPossibleTypes(schema.getType('Node') as GraphQLInterfaceType).map((type) => type.name)
  expect(nodes.toSorted()).toEqual(NODE_TYPES.toSorted())
})

describe('the example queries of GraphiQL', () => {
  test('are valid, and each has a name', () => {
    const document = parse(EXAMPLE_QUERIES)
    expect(validate(schema, document)).toEqual([])
    expect(document.definitions.map((definition) => 'name' in definition && definition.name?.value)).not.toContain(
      undefined,
    )
  })
})

/** Scalars: each parses or rejects what a client sends, and says which value is wrong. */
import { GraphQLError, type ValueNode } from 'graphql'
import { builder } from './builder.ts'
import { isAddress } from './strkey.ts'

const U32_MAX = 2n ** 32n - 1n
const U64_MAX = 2n ** 64n - 1n
const U128_MAX = 2n ** 128n - 1n

const rejected = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_INPUT' } })

/** The text of a literal; only strings and integers have one here. */
const textOf = (node: ValueNode): unknown =>
  node.kind === 'StringValue' || node.kind === 'IntValue' ? node.value : node

const shown = (value: unknown) => (typeof value === 'string' ? `"${value}"` : JSON.stringify(value))

const parseUnsigned = (name: string, max: bigint) => (value: unknown) => {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value
  if (typeof text !== 'string' || !/^\d{1,39}$/.test(text))
    throw rejected(`${shown(value)} is no ${name}: write a whole number as a string, such as "10000000".`)
  const parsed = BigInt(text)
  if (parsed > max) throw rejected(`${text} is more than ${max}, the largest ${name}.`)
  return parsed
}

const parseAddress = (value: unknown) => {
  if (typeof value === 'string' && isAddress(value)) return value
  throw rejected(`${shown(value)} is no Stellar address: give an account (G…) or a contract (C…), 56 characters.`)
}

const parseHash = (value: unknown) => {
  if (typeof value === 'string' && /^[0-9a-f]{64}$/i.test(value)) return value.toLowerCase()
  throw rejected(`${shown(value)} is no hash: give 64 hexadecimal digits.`)
}

const parseTime = (value: unknown) => {
  const time = typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? new Date(value) : undefined
  if (time && !Number.isNaN(time.getTime())) return time
  throw rejected(`${shown(value)} is no time: write it as 2026-11-21T13:00:00Z.`)
}

builder.scalarType('Address', {
  description: 'A Stellar account (G…) or contract (C…); the checksum is verified.',
  serialize: (value) => value,
  parseValue: parseAddress,
  parseLiteral: (node) => parseAddress(textOf(node)),
})

builder.scalarType('TokenAmount', {
  description:
    'An amount in the smallest unit of its asset, as a decimal string: 0 to 2^128 - 1. Never a floating number.',
  serialize: (value) => String(value),
  parseValue: parseUnsigned('TokenAmount', U128_MAX),
  parseLiteral: (node) => parseUnsigned('TokenAmount', U128_MAX)(textOf(node)),
})

builder.scalarType('UInt32', {
  description: 'A whole number from 0 to 2^32 - 1, as a JSON number.',
  serialize: (value) => Number(value),
  parseValue: (value) => Number(parseUnsigned('UInt32', U32_MAX)(value)),
  parseLiteral: (node) => Number(parseUnsigned('UInt32', U32_MAX)(textOf(node))),
})

builder.scalarType('UInt64', {
  description: 'A whole number from 0 to 2^64 - 1, as a decimal string.',
  serialize: (value) => String(value),
  parseValue: parseUnsigned('UInt64', U64_MAX),
  parseLiteral: (node) => parseUnsigned('UInt64', U64_MAX)(textOf(node)),
})

builder.scalarType('Hash', {
  description: 'A hash of 32 bytes as 64 hexadecimal digits in lower case.',
  serialize: (value) => value,
  parseValue: parseHash,
  parseLiteral: (node) => parseHash(textOf(node)),
})

builder.scalarType('DateTime', {
  description:
    'A time in UTC to the second, ISO 8601, such as 2026-11-21T13:00:00Z. Times of facts are ledger close times.',
  serialize: (value) => `${value.toISOString().slice(0, 19)}Z`,
  parseValue: parseTime,
  parseLiteral: (node) => parseTime(textOf(node)),
})

builder.scalarType('JSON', {
  description: 'Any JSON value. Numbers of 64 bits and more are strings in it.',
  serialize: (value) => value,
  parseValue: () => {
    throw rejected('JSON is given by this API, never taken.')
  },
})

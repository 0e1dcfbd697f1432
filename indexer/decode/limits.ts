/**
 * What a value must keep to beyond its type. The index cannot hold some values that the chain can (a NUL in a text, a
 * time in the year 10,000), and believes no state that contradicts itself: such an event is malformed, with the reason,
 * instead of an error of the database that would stop the tail.
 */
import type { SpecType } from '../../contract/interface/spec.ts'

/** Says what is wrong with a value; undefined: nothing. */
export type Limit = (value: unknown) => string | undefined

/** 9999-12-31T23:59:59Z */
const LAST_SECOND = 253_402_300_799n
const INT4_MAX = 2_147_483_647
const LONGEST_INDEXED = 512

/** u32 that are kept in 4 signed bytes: counters and ranges that never come near. */
const SMALL = new Set(['bucket_id', 'deal_id', 'units_count', 'fee_bps', 'decimals', 'version'])
/** Texts that lists are sorted by: an entry of an index has at most 2,704 bytes. */
const INDEXED = new Set(['name', 'region', 'country', 'api_compatibility'])
const WORDS: Record<string, readonly string[]> = {
  role: ['provider', 'consumer'],
  outcome: ['paid', 'partial', 'sla_breach'],
}

const text =
  (longest: number): Limit =>
  (value) => {
    if ((value as string).includes('\0')) return 'holds a NUL character'
    const length = Buffer.byteLength(value as string)
    return length > longest ? `is ${length} bytes long, the index takes ${longest}` : undefined
  }

const atMost =
  (most: number | bigint): Limit =>
  (value) =>
    (value as number | bigint) > most ? `${value} is above ${most}` : undefined

const oneOf =
  (words: readonly string[]): Limit =>
  (value) =>
    words.includes(value as string) ? undefined : `"${value}" is none of ${words.join(', ')}`

/** The limit of a field; undefined where its type says all. */
export const fieldLimit = (owner: string, name: string, type: SpecType): Limit | undefined => {
  if (type === 'string') return text(INDEXED.has(name) ? LONGEST_INDEXED : Number.POSITIVE_INFINITY)
  if (type === 'symbol' && WORDS[name] !== undefined) return oneOf(WORDS[name])
  if (type === 'u64' && name.endsWith('_ts')) return atMost(LAST_SECOND)
  if (type === 'u32' && SMALL.has(name)) return atMost(INT4_MAX)
  if (name === 'reputation' || (owner === 'reputation_changed' && name === 'previous')) return atMost(100)
  if (name === 'platform_fee' || owner === 'platform_fee_changed') return atMost(INT4_MAX)
  if (name === 'tags')
    return (value) => (value as string[]).map(text(LONGEST_INDEXED)).find((wrong) => wrong !== undefined)
  return undefined
}

/** What is held and what left a deal is what was paid into it. */
const moneyIsConserved: Limit = (value) => {
  const { paidIn, paidOut, fees, refunded, balance } = value as Record<string, bigint>
  const accounted = paidOut! + fees! + refunded! + balance!
  return paidIn === accounted ? undefined : `paid_in is ${paidIn}, but what left and what is held make ${accounted}`
}

/** The limit of a struct as a whole. */
export const structLimit = (name: string): Limit | undefined => (name === 'DealState' ? moneyIsConserved : undefined)

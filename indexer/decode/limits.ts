/**
 * Limits beyond a value's type. The index cannot hold some values that the chain can (a time in the year 10,000), and
 * rejects self-contradictory state: such an event is malformed, with the reason, instead of an error of the database
 * that would stop the tail.
 */
import type { SpecType } from '../../contract/interface/spec.ts'

/** Says what is wrong with a value; undefined: nothing. */
export type Limit = (value: unknown) => string | undefined

/** 9999-12-31T23:59:59Z */
const LAST_SECOND = 253_402_300_799n
const INT4_MAX = 2_147_483_647
const LONGEST_INDEXED = 512
/** Units that one event can commit: each becomes a row. */
const MOST_UNITS = 1024

/** u32 that are kept in 4 signed bytes: counters and ranges that never come near. */
const SMALL = new Set([
  ...[
    'bucket_id',
    'deal_id',
    'stream_id',
    'dispute_id',
    'subject_id',
    'evidence_count',
    'fee_bps',
    'decimals',
    'version',
  ],
  ...['chunk', 'chunks', 'released', 'units', 'units_count'],
  ...['free', 'reserved', 'in_use', 'maintenance', 'decommissioning', 'decommissioned'],
])
/** Times of the ledger or of something before it; other times of events may be any number, and are cut in project/. */
const PAST = /^(?!deadline).*_ts$|^(timestamp|period_start|period_end)$/
/** Texts that lists are sorted by: an entry of an index has at most 2,704 bytes. */
const INDEXED = new Set(['name', 'region', 'country', 'api_compatibility', 'category'])
const CERTIFIED = ['provider', 'service_provider']
const WORDS: Record<string, readonly string[]> = {
  'reputation_changed.role': ['provider', 'consumer'],
  'role_changed.role': ['oracle', 'certifier', 'arbiter'],
  'certification_granted.role': CERTIFIED,
  'certification_revoked.role': CERTIFIED,
  'deal_settled.outcome': ['paid', 'partial', 'sla_breach'],
}

const text =
  (longest: number): Limit =>
  (value) => {
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

const between =
  (least: number, most: number): Limit =>
  (value) =>
    (value as number) < least || (value as number) > most ? `${value} is not from ${least} to ${most}` : undefined

const each =
  (limit: Limit): Limit =>
  (value) =>
    (value as unknown[]).map(limit).find((wrong) => wrong !== undefined)

const SINGLE: Record<string, Limit> = {
  'reputation_changed.previous': atMost(100),
  'certification_granted.level': between(1, 100),
  'certification_revoked.level': between(1, 100),
  'units_committed.count': between(1, MOST_UNITS),
  'units_committed.first_unit_id': between(1, INT4_MAX - MOST_UNITS),
}

/** The limit of a field; undefined where its type says all. */
export const fieldLimit = (owner: string, name: string, type: SpecType): Limit | undefined => {
  if (type === 'string') return text(INDEXED.has(name) ? LONGEST_INDEXED : Number.POSITIVE_INFINITY)
  const words = WORDS[`${owner}.${name}`]
  if (words !== undefined) return oneOf(words)
  if (type === 'u64' && PAST.test(name)) return atMost(LAST_SECOND)
  if (SMALL.has(name) && type === 'u32') return atMost(INT4_MAX)
  if (SMALL.has(name) && isVecOf(type, 'u32')) return each(atMost(INT4_MAX))
  if (name === 'reputation') return atMost(100)
  if (name === 'platform_fee' || owner === 'platform_fee_changed') return atMost(INT4_MAX)
  if (name === 'tags') return each(text(LONGEST_INDEXED))
  return SINGLE[`${owner}.${name}`]
}

const isVecOf = (type: SpecType, item: SpecType) => typeof type === 'object' && 'vec' in type && type.vec === item

type Amounts = Readonly<Record<string, bigint>>

const sum = (values: Amounts, names: readonly string[]) => names.reduce((total, name) => total + values[name]!, 0n)

/** What came in is what left and what is held. */
const conserved =
  (label: string, whole: string, parts: readonly string[]): Limit =>
  (value) => {
    const [came, accounted] = [(value as Amounts)[whole], sum(value as Amounts, parts)]
    return came === accounted ? undefined : `${label} is ${came}, but what left and what is held make ${accounted}`
  }

const both =
  (first: Limit, second: Limit): Limit =>
  (value) =>
    first(value) ?? second(value)

const STRUCTS: Record<string, Limit> = {
  DealState: conserved('paid_in', 'paidIn', ['paidOut', 'fees', 'refunded', 'balance']),
  StreamState: both(
    conserved('paid_in', 'paidIn', ['paidOut', 'fees', 'tips', 'refunded', 'balance']),
    conserved('collateral_paid', 'collateralPaid', ['collateral', 'collateralReturned', 'collateralSlashed']),
  ),
}

/** The limit of a struct as a whole. */
export const structLimit = (name: string): Limit | undefined => STRUCTS[name]

const ofOneThing: Limit = (value) => {
  const { dealId, streamId } = value as Record<string, number>
  return !dealId === !streamId ? 'is about neither or both of a deal and a stream' : undefined
}

/** The limit of an event as a whole. */
export const eventLimit = (name: string): Limit | undefined => (name === 'reputation_changed' ? ofOneThing : undefined)

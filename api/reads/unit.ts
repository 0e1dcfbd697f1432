/** Data units: the capacity that providers committed to buckets, part by part. */
import { buckets } from './bucket.ts'
import { given, oneOf } from './fragment.ts'
import type { Noun } from './noun.ts'
import type { Relation } from './related.ts'

export type UnitStatus = 'Free' | 'Reserved' | 'InUse' | 'Maintenance' | 'Decommissioning' | 'Decommissioned'

export interface UnitRow {
  marketId: number
  provider: string
  bucketId: number
  unitId: number
  status: UnitStatus
  dealId: number | null
  updatedAt: Date
}

export interface UnitFilter {
  readonly providers?: readonly string[] | null | undefined
  readonly bucketId?: number | null | undefined
  readonly statuses?: readonly UnitStatus[] | null | undefined
  readonly dealId?: number | null | undefined
}

export type UnitOrder = 'PLACE'

export const units: Noun<UnitRow, UnitFilter, UnitOrder> = {
  table: 'unit',
  columns: {
    marketId: 'market_id',
    provider: 'provider',
    bucketId: 'bucket_id',
    unitId: 'unit_id',
    status: 'status',
    dealId: 'deal_id',
    updatedAt: 'updated_at',
  },
  identity: [
    { property: 'marketId', type: 'int4' },
    { property: 'provider', type: 'text' },
    { property: 'bucketId', type: 'int4' },
    { property: 'unitId', type: 'int4' },
  ],
  orders: { PLACE: [] },
  tail: [
    { property: 'provider', type: 'text' },
    { property: 'bucketId', type: 'int4' },
    { property: 'unitId', type: 'int4' },
  ],
  joins: {
    bucket: {
      noun: buckets,
      on: 'bucket.market_id = unit.market_id and bucket.provider = unit.provider and bucket.bucket_id = unit.bucket_id',
    },
  },
  conditions: (sql, filter) => [
    ...given(filter.providers, (list) => oneOf(sql, 'unit.provider', list)),
    ...given(filter.bucketId, (id) => sql`unit.bucket_id = ${id}`),
    ...given(filter.statuses, (list) => oneOf(sql, 'unit.status', list)),
    ...given(filter.dealId, (id) => sql`unit.deal_id = ${id}`),
  ],
}

const MARKET = { property: 'marketId', type: 'int4' } as const

export const UNITS_OF_DEAL: Relation<UnitRow> = [MARKET, { property: 'dealId', type: 'int4' }]
export const UNITS_OF_BUCKET: Relation<UnitRow> = [
  MARKET,
  { property: 'provider', type: 'text' },
  { property: 'bucketId', type: 'int4' },
]

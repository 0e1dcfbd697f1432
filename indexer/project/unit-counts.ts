/** How many units of a bucket are in each status, also where the bucket itself is not known (it lies in a gap). */
import type { Transaction } from '../../prisma/client.ts'
import type { Fact, FactOf } from '../decode/fact.ts'
import type { UnitFact } from '../decode/facts/unit.ts'
import { positionColumns } from './moment.ts'
import { POSITION, type Row, table, upsertNewer } from './table.ts'

const UNIT_COUNTS = table({
  name: 'unit_counts',
  key: ['provider', 'bucket_id'],
  columns: {
    provider: 'text',
    bucket_id: 'int',
    unit_mb: 'numeric',
    free: 'int',
    reserved: 'int',
    in_use: 'int',
    maintenance: 'int',
    decommissioning: 'int',
    decommissioned: 'int',
    ...POSITION,
  },
})

export const TABLE = UNIT_COUNTS.name

/** Last state by bucket. */
export type Rows = Map<string, Row<typeof UNIT_COUNTS>>

export const empty = (): Rows => new Map()

export const collect = (rows: Rows, fact: Fact) => {
  if (fact.event === 'units_committed' || fact.event === 'units_changed')
    rows.set(`${fact.bucketId} ${fact.provider}`, rowOf(fact))
}

export const write = (tx: Transaction, marketId: number, rows: Rows) =>
  upsertNewer(tx, UNIT_COUNTS, marketId, [...rows.values()])

const rowOf = ({ provider, bucketId, counts, position }: FactOf<UnitFact>): Row<typeof UNIT_COUNTS> => ({
  provider,
  bucket_id: bucketId,
  unit_mb: counts.unitMb,
  free: counts.free,
  reserved: counts.reserved,
  in_use: counts.inUse,
  maintenance: counts.maintenance,
  decommissioning: counts.decommissioning,
  decommissioned: counts.decommissioned,
  ...positionColumns(position),
})

/** How much of a bucket is free: its data units by state, as numbers and in MB. All read from the bucket's own row. */
import type { BucketRow } from '../reads/bucket.ts'
import { builder } from './builder.ts'

type UnitColumn =
  | 'unitsFree'
  | 'unitsReserved'
  | 'unitsInUse'
  | 'unitsMaintenance'
  | 'unitsDecommissioning'
  | 'unitsDecommissioned'

/** All that are not gone. */
const unitsOf = (row: BucketRow) =>
  row.unitsFree + row.unitsReserved + row.unitsInUse + row.unitsMaintenance + row.unitsDecommissioning

const inMb = (row: BucketRow, units: number): bigint => BigInt(units) * BigInt(row.unitMb)

export const BucketAvailability = builder.objectRef<BucketRow>('BucketAvailability').implement({
  description:
    'How much of a bucket is free, in data units and in MB (1 GB = 1024 MB). All is 0 where its provider committed no units: it serves one deal at a time then.',
  fields: (t) => {
    const count = (column: UnitColumn, description: string) => t.exposeInt(column, { description })
    const megabytes = (column: UnitColumn, description: string) =>
      t.field({ type: 'UInt64', description, resolve: (row) => inMb(row, row[column]) })
    return {
      unitMb: t.expose('unitMb', { type: 'UInt64', description: 'Size of one unit.' }),
      total: t.int({ description: 'Units that are not decommissioned.', resolve: unitsOf }),
      totalMb: t.field({
        type: 'UInt64',
        description: 'Size of the units that are not decommissioned.',
        resolve: (row) => inMb(row, unitsOf(row)),
      }),
      free: count('unitsFree', 'Units that are open to deals.'),
      freeMb: t.expose('freeMb', { type: 'UInt64', description: 'Size of the units that are open to deals.' }),
      reserved: count('unitsReserved', 'Units that are kept for accepted deals.'),
      reservedMb: megabytes('unitsReserved', 'Size of the units that are kept for accepted deals.'),
      inUse: count('unitsInUse', 'Units that running deals use.'),
      inUseMb: megabytes('unitsInUse', 'Size of the units that running deals use.'),
      maintenance: count('unitsMaintenance', 'Units that are taken out for a while.'),
      maintenanceMb: megabytes('unitsMaintenance', 'Size of the units that are taken out for a while.'),
      decommissioning: count('unitsDecommissioning', 'Units that leave when their deals end.'),
      decommissioned: count('unitsDecommissioned', 'Units that are gone.'),
    }
  },
})

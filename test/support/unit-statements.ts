/** Statements about data units, to vary in tests. */
import type { Statement } from '../../indexer/decode/fact.ts'
import type { UnitCounts } from '../../indexer/decode/facts/unit.ts'
import { PROVIDER } from './parties.ts'

export const counts = (changes: Partial<UnitCounts> = {}): UnitCounts => ({
  ...{ unitMb: 1024n, free: 0, reserved: 0, inUse: 0, maintenance: 0, decommissioning: 0, decommissioned: 0 },
  ...changes,
})

const inBucket = { provider: PROVIDER, bucketId: 1 }

/** The units of a bucket that the deal 1 uses, from the first to the last. */
export const UNITS: readonly Statement[] = [
  { event: 'units_committed', ...inBucket, count: 4, firstUnitId: 1, unitsCount: 4, counts: counts({ free: 4 }) },
  {
    ...{ event: 'units_changed', ...inBucket, units: [4], status: 'Maintenance', dealId: 0, unitsCount: 4 },
    counts: counts({ free: 3, maintenance: 1 }),
  },
  {
    ...{ event: 'units_changed', ...inBucket, units: [1, 2], status: 'Reserved', dealId: 1, unitsCount: 4 },
    counts: counts({ free: 1, reserved: 2, maintenance: 1 }),
  },
  {
    ...{ event: 'units_changed', ...inBucket, units: [1, 2], status: 'InUse', dealId: 1, unitsCount: 4 },
    counts: counts({ free: 1, inUse: 2, maintenance: 1 }),
  },
  {
    ...{ event: 'units_changed', ...inBucket, units: [2], status: 'Decommissioning', dealId: 1, unitsCount: 4 },
    counts: counts({ free: 1, inUse: 1, maintenance: 1, decommissioning: 1 }),
  },
  {
    ...{ event: 'units_changed', ...inBucket, units: [1], status: 'Free', dealId: 1, unitsCount: 4 },
    counts: counts({ free: 2, maintenance: 1, decommissioning: 1 }),
  },
  {
    ...{ event: 'units_changed', ...inBucket, units: [2], status: 'Decommissioned', dealId: 1, unitsCount: 3 },
    counts: counts({ free: 2, maintenance: 1, decommissioned: 1 }),
  },
]

/** Facts about the data units of a bucket. */

export type UnitStatus = 'Free' | 'Reserved' | 'InUse' | 'Maintenance' | 'Decommissioning' | 'Decommissioned'

/** How many units of a bucket are in each status after an event. */
export interface UnitCounts {
  /** Size of one unit, MB. */
  readonly unitMb: bigint
  readonly free: number
  readonly reserved: number
  readonly inUse: number
  readonly maintenance: number
  readonly decommissioning: number
  readonly decommissioned: number
}

/** Which bucket, and its counts after the event. */
export interface UnitsKeyAndCounts {
  readonly provider: string
  readonly bucketId: number
  readonly counts: UnitCounts
  /** Units of all buckets of the provider after the event, without decommissioned ones. */
  readonly unitsCount: number
}

/** New units, all of them free. */
export interface UnitsCommitted extends UnitsKeyAndCounts {
  readonly event: 'units_committed'
  readonly count: number
  /** The others follow it. */
  readonly firstUnitId: number
}

/** Units took another status. */
export interface UnitsChanged extends UnitsKeyAndCounts {
  readonly event: 'units_changed'
  readonly units: readonly number[]
  readonly status: UnitStatus
  /** 0: none. */
  readonly dealId: number
}

export type UnitFact = UnitsCommitted | UnitsChanged

/** Data units: the status of each, and the deal that it belongs to. */
import type { Transaction } from '../../prisma/client.ts'
import type { Fact, FactOf } from '../decode/fact.ts'
import type { UnitFact, UnitStatus } from '../decode/facts/unit.ts'
import { positionColumns } from './moment.ts'
import { POSITION, type Row, table, upsertNewer } from './table.ts'

const UNIT = table({
  name: 'unit',
  key: ['provider', 'bucket_id', 'unit_id'],
  columns: {
    provider: 'text',
    bucket_id: 'int',
    unit_id: 'int',
    status: 'text',
    deal_id: 'int',
    updated_at: 'timestamptz',
    ...POSITION,
  },
})

export const TABLE = UNIT.name

/** Last state by unit. */
export type Rows = Map<string, Row<typeof UNIT>>

export const empty = (): Rows => new Map()

export const collect = (rows: Rows, fact: Fact) => {
  switch (fact.event) {
    case 'units_committed':
      for (let n = 0; n < fact.count; n += 1) collectUnit(rows, fact, fact.firstUnitId + n, 'Free', null)
      break
    case 'units_changed': {
      const dealId = OF_A_DEAL.has(fact.status) && fact.dealId > 0 ? fact.dealId : null
      for (const unitId of fact.units) collectUnit(rows, fact, unitId, fact.status, dealId)
    }
  }
}

export const write = (tx: Transaction, marketId: number, rows: Rows) =>
  upsertNewer(tx, UNIT, marketId, [...rows.values()])

/** Units of other statuses belong to no deal, whichever one the event is about. */
const OF_A_DEAL: ReadonlySet<UnitStatus> = new Set(['Reserved', 'InUse', 'Decommissioning'])

const collectUnit = (
  rows: Rows,
  { provider, bucketId, position }: FactOf<UnitFact>,
  unitId: number,
  status: UnitStatus,
  dealId: number | null,
) =>
  rows.set(`${unitId} ${bucketId} ${provider}`, {
    provider,
    bucket_id: bucketId,
    unit_id: unitId,
    status,
    deal_id: dealId,
    updated_at: position.closedAt,
    ...positionColumns(position),
  })

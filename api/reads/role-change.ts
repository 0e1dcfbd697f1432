/** Roles of a market that passed to somebody else. */
import { given, oneOf } from './fragment.ts'
import type { Noun } from './noun.ts'
import {
  PLACE,
  RECORD_COLUMNS,
  RECORD_IDENTITY,
  type RecordFilter,
  type RecordOrder,
  type RecordRow,
  recordConditions,
} from './record.ts'

export type MarketRole = 'owner' | 'oracle' | 'certifier' | 'arbiter'

export interface RoleChangeRow extends RecordRow {
  role: MarketRole
  /** Null: whoever owns the market. */
  holder: string | null
  previous: string | null
}

export interface RoleChangeFilter extends RecordFilter {
  readonly roles?: readonly MarketRole[] | null | undefined
}

export const roleChanges: Noun<RoleChangeRow, RoleChangeFilter, RecordOrder> = {
  table: 'role_change',
  columns: { ...RECORD_COLUMNS, role: 'role', holder: 'holder', previous: 'previous' },
  identity: RECORD_IDENTITY,
  orders: { POSITION: [] },
  tail: PLACE,
  conditions: (sql, filter, market) => [
    ...recordConditions(sql, 'role_change', filter, market),
    ...given(filter.roles, (list) => oneOf(sql, 'role_change.role', list)),
  ],
}

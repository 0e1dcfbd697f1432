/** What providers and consumers have in common: a description, a reputation, times. */
import { containing, given, text } from './fragment.ts'
import type { Noun } from './noun.ts'

export interface PartyRow {
  marketId: number
  address: string
  description: string
  reputation: number
  registeredAt: Date
  updatedAt: Date
  deleted: boolean
}

export interface PartyFilter {
  readonly search?: string | null | undefined
  readonly addresses?: readonly string[] | null | undefined
  readonly reputationMin?: number | null | undefined
  readonly registeredAfter?: Date | null | undefined
  readonly registeredBefore?: Date | null | undefined
  readonly deleted?: boolean | null | undefined
}

export type PartyOrder = 'ADDRESS' | 'REPUTATION' | 'REGISTERED_AT' | 'UPDATED_AT'

/** A noun of accounts. @param more conditions that others of its kind do not have */
export const party = <Row extends PartyRow, Filter extends PartyFilter = PartyFilter>(
  table: string,
  columns: Record<keyof Row & string, string>,
  more: Noun<Row, Filter, PartyOrder>['conditions'] = () => [],
): Noun<Row, Filter, PartyOrder> => ({
  table,
  columns,
  identity: [
    { property: 'marketId', type: 'int4' },
    { property: 'address', type: 'text' },
  ],
  orders: {
    ADDRESS: [],
    REPUTATION: [{ property: 'reputation', type: 'int4' }],
    REGISTERED_AT: [{ property: 'registeredAt', type: 'timestamptz' }],
    UPDATED_AT: [{ property: 'updatedAt', type: 'timestamptz' }],
  },
  tail: [{ property: 'address', type: 'text' }],
  conditions: (sql, filter, market) => {
    const column = (name: string) => text(sql, `${table}.${name}`)
    return [
      ...given(filter.deleted ?? false, (deleted) => sql`${column('deleted')} = ${deleted}`),
      ...given(filter.search, (search) => sql`${column('description')} ilike ${containing(search)}`),
      ...given(filter.addresses, (addresses) => sql`${column('address')} = any(${[...addresses]}::text[])`),
      ...given(filter.reputationMin, (min) => sql`${column('reputation')} >= ${min}`),
      ...given(filter.registeredAfter, (time) => sql`${column('registered_at')} >= ${time}`),
      ...given(filter.registeredBefore, (time) => sql`${column('registered_at')} < ${time}`),
      ...more(sql, filter, market),
    ]
  },
})

export const PARTY_COLUMNS = {
  marketId: 'market_id',
  address: 'address',
  description: 'description',
  reputation: 'reputation',
  registeredAt: 'registered_at',
  updatedAt: 'updated_at',
  deleted: 'deleted',
}

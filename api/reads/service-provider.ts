/** Accounts that offer services around storage. */
import { type CertifiedFilter, certifiedConditions } from './certification.ts'
import { containing, given, oneOf } from './fragment.ts'
import type { Noun } from './noun.ts'

export interface ServiceProviderRow {
  marketId: number
  address: string
  category: string
  description: string
  registeredAt: Date
  updatedAt: Date
  deleted: boolean
}

export interface ServiceProviderFilter extends CertifiedFilter {
  readonly search?: string | null | undefined
  readonly addresses?: readonly string[] | null | undefined
  readonly categories?: readonly string[] | null | undefined
  readonly registeredAfter?: Date | null | undefined
  readonly registeredBefore?: Date | null | undefined
  readonly deleted?: boolean | null | undefined
}

export type ServiceProviderOrder = 'ADDRESS' | 'CATEGORY' | 'REGISTERED_AT' | 'UPDATED_AT'

export const serviceProviders: Noun<ServiceProviderRow, ServiceProviderFilter, ServiceProviderOrder> = {
  table: 'service_provider',
  columns: {
    marketId: 'market_id',
    address: 'address',
    category: 'category',
    description: 'description',
    registeredAt: 'registered_at',
    updatedAt: 'updated_at',
    deleted: 'deleted',
  },
  identity: [
    { property: 'marketId', type: 'int4' },
    { property: 'address', type: 'text' },
  ],
  orders: {
    ADDRESS: [],
    CATEGORY: [{ property: 'category', type: 'text' }],
    REGISTERED_AT: [{ property: 'registeredAt', type: 'timestamptz' }],
    UPDATED_AT: [{ property: 'updatedAt', type: 'timestamptz' }],
  },
  tail: [{ property: 'address', type: 'text' }],
  conditions: (sql, filter, market) => [
    ...given(filter.deleted ?? false, (deleted) => sql`service_provider.deleted = ${deleted}`),
    ...given(filter.search, (search) => {
      const part = containing(search)
      return sql`(service_provider.description ilike ${part} or service_provider.category ilike ${part})`
    }),
    ...given(filter.addresses, (list) => oneOf(sql, 'service_provider.address', list)),
    ...given(filter.categories, (list) => oneOf(sql, 'service_provider.category', list)),
    ...given(filter.registeredAfter, (time) => sql`service_provider.registered_at >= ${time}`),
    ...given(filter.registeredBefore, (time) => sql`service_provider.registered_at < ${time}`),
    ...certifiedConditions(sql, 'service_provider.address', 'service_provider', filter, market),
  ],
}

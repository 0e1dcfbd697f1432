/** Accounts that offer services around storage. */
import type { Transaction } from '../../prisma/client.ts'
import type { Fact, FactOf } from '../decode/fact.ts'
import type { ServiceProviderFact } from '../decode/facts/service-provider.ts'
import { positionColumns, time } from './moment.ts'
import { POSITION, type Row, table, upsertNewer } from './table.ts'

const SERVICE_PROVIDER = table({
  name: 'service_provider',
  key: ['address'],
  columns: {
    address: 'text',
    category: 'text',
    description: 'text',
    registered_at: 'timestamptz',
    updated_at: 'timestamptz',
    deleted: 'boolean',
    ...POSITION,
  },
})

export const TABLE = SERVICE_PROVIDER.name

/** Last state by address. */
export type Rows = Map<string, Row<typeof SERVICE_PROVIDER>>

export const empty = (): Rows => new Map()

export const collect = (rows: Rows, fact: Fact) => {
  switch (fact.event) {
    case 'service_provider_registered':
    case 'service_provider_updated':
    case 'service_provider_deleted':
      rows.set(fact.serviceProvider, rowOf(fact))
  }
}

export const write = (tx: Transaction, marketId: number, rows: Rows) =>
  upsertNewer(tx, SERVICE_PROVIDER, marketId, [...rows.values()])

const rowOf = (fact: FactOf<ServiceProviderFact>): Row<typeof SERVICE_PROVIDER> => ({
  address: fact.serviceProvider,
  category: fact.category,
  description: fact.description,
  registered_at: time(fact.registeredTs),
  updated_at: time(fact.lastUpdateTs),
  deleted: fact.event === 'service_provider_deleted',
  ...positionColumns(fact.position),
})

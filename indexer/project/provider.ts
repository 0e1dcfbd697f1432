/** Accounts that offer storage: their state, and their reputation between two states. */
import type { Transaction } from '../../prisma/client.ts'
import type { Fact, FactOf } from '../decode/fact.ts'
import type { ProviderFact } from '../decode/facts/provider.ts'
import { positionColumns, time } from './moment.ts'
import { POSITION, type Row, table, updateNewer, upsertNewer } from './table.ts'

const PROVIDER = table({
  name: 'provider',
  key: ['address'],
  columns: {
    address: 'text',
    description: 'text',
    reputation: 'int',
    units_count: 'int',
    registered_at: 'timestamptz',
    updated_at: 'timestamptz',
    deleted: 'boolean',
    ...POSITION,
  },
})
const REPUTATION = table({
  name: 'provider',
  key: ['address'],
  columns: { address: 'text', reputation: 'int', ...POSITION },
})

export const TABLE = PROVIDER.name

/** Last state by address, and reputations of those whose state is not in the batch. */
export interface Rows {
  readonly states: Map<string, Row<typeof PROVIDER>>
  readonly reputations: Map<string, Row<typeof REPUTATION>>
}

export const empty = (): Rows => ({ states: new Map(), reputations: new Map() })

export const collect = (rows: Rows, fact: Fact) => {
  switch (fact.event) {
    case 'provider_registered':
    case 'provider_updated':
    case 'provider_deleted':
      rows.states.set(fact.provider, rowOf(fact))
      rows.reputations.delete(fact.provider)
      break
    case 'reputation_changed':
      if (fact.role === 'provider') collectReputation(rows, fact.party, fact.reputation, fact)
  }
}

export const write = async (tx: Transaction, marketId: number, { states, reputations }: Rows) => {
  await upsertNewer(tx, PROVIDER, marketId, [...states.values()])
  await updateNewer(tx, REPUTATION, marketId, [...reputations.values()])
}

const rowOf = (fact: FactOf<ProviderFact>): Row<typeof PROVIDER> => ({
  address: fact.provider,
  description: fact.description,
  reputation: fact.reputation,
  units_count: fact.unitsCount,
  registered_at: time(fact.registeredTs),
  updated_at: time(fact.lastUpdateTs),
  deleted: fact.event === 'provider_deleted',
  ...positionColumns(fact.position),
})

const collectReputation = ({ states, reputations }: Rows, address: string, reputation: number, { position }: Fact) => {
  const known = states.get(address)
  const change = { reputation, ...positionColumns(position) }
  if (known !== undefined) states.set(address, { ...known, ...change })
  else reputations.set(address, { address, ...change })
}

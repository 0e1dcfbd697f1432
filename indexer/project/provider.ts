/** Accounts that offer storage: their state, and their reputation and their units between two states. */
import type { Transaction } from '../../prisma/client.ts'
import type { Fact, FactOf } from '../decode/fact.ts'
import type { ProviderFact } from '../decode/facts/provider.ts'
import { positionColumns, time } from './moment.ts'
import { POSITION, patchNewer, type Row, table, upsertNewer } from './table.ts'

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
const CHANGE = table({
  name: 'provider',
  key: ['address'],
  columns: { address: 'text', reputation: 'int', units_count: 'int', ...POSITION },
})

export const TABLE = PROVIDER.name

/** Last state by address, and changes of those whose state is not in the batch. */
export interface Rows {
  readonly states: Map<string, Row<typeof PROVIDER>>
  readonly changes: Map<string, Row<typeof CHANGE>>
}

export const empty = (): Rows => ({ states: new Map(), changes: new Map() })

export const collect = (rows: Rows, fact: Fact) => {
  switch (fact.event) {
    case 'provider_registered':
    case 'provider_updated':
    case 'provider_deleted':
      rows.states.set(fact.provider, rowOf(fact))
      rows.changes.delete(fact.provider)
      break
    case 'reputation_changed':
      if (fact.role === 'provider') collectChange(rows, fact.party, { reputation: fact.reputation }, fact)
      break
    case 'units_committed':
    case 'units_changed':
      collectChange(rows, fact.provider, { units_count: fact.unitsCount }, fact)
  }
}

export const write = async (tx: Transaction, marketId: number, { states, changes }: Rows) => {
  await upsertNewer(tx, PROVIDER, marketId, [...states.values()])
  await patchNewer(tx, CHANGE, marketId, [...changes.values()])
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

const UNCHANGED = { reputation: null, units_count: null }

const collectChange = (
  { states, changes }: Rows,
  address: string,
  part: { reputation: number } | { units_count: number },
  { position }: Fact,
) => {
  const known = states.get(address)
  const change = { ...part, ...positionColumns(position) }
  if (known !== undefined) states.set(address, { ...known, ...change })
  else changes.set(address, { address, ...UNCHANGED, ...changes.get(address), ...change })
}

/** Tokens that deals and streams may be paid in, or might once. */
import type { Transaction } from '../../prisma/client.ts'
import type { Fact, FactOf } from '../decode/fact.ts'
import type { AssetChanged } from '../decode/facts/asset.ts'
import type { StableAssetChanged } from '../decode/facts/market.ts'
import { positionColumns } from './moment.ts'
import { POSITION, type Row, table, upsertNewer } from './table.ts'

const DESCRIBED = { address: 'text', symbol: 'text', decimals: 'int', ...POSITION } as const

const ASSET = table({ name: 'asset', key: ['address'], columns: { ...DESCRIBED, accepted: 'boolean' } })

/** The default token is accepted; where it was not before, the contract says so in an event of its own. */
const DEFAULT = table({
  name: 'asset',
  key: ['address'],
  columns: DESCRIBED,
  computed: {
    accepted: `coalesce(
      (select a.accepted from asset a where a.market_id = $1::int and a.address = x.address), true)`,
  },
})

export const TABLE = ASSET.name

/** Last state by address, and the default token where the batch says no more of it. */
export interface Rows {
  readonly states: Map<string, Row<typeof ASSET>>
  readonly defaults: Map<string, Row<typeof DEFAULT>>
}

export const empty = (): Rows => ({ states: new Map(), defaults: new Map() })

export const collect = ({ states, defaults }: Rows, fact: Fact) => {
  switch (fact.event) {
    case 'asset_changed':
      states.set(fact.asset, { ...rowOf(fact), accepted: fact.accepted })
      defaults.delete(fact.asset)
      break
    case 'stable_asset_changed': {
      const known = states.get(fact.asset)
      if (known === undefined) defaults.set(fact.asset, rowOf(fact))
      else states.set(fact.asset, { ...known, ...rowOf(fact) })
    }
  }
}

export const write = async (tx: Transaction, marketId: number, { states, defaults }: Rows) => {
  await upsertNewer(tx, ASSET, marketId, [...states.values()])
  await upsertNewer(tx, DEFAULT, marketId, [...defaults.values()])
}

const rowOf = ({ asset, symbol, decimals, position }: FactOf<AssetChanged | StableAssetChanged>) => ({
  address: asset,
  symbol,
  decimals,
  ...positionColumns(position),
})

/** Tokens that deals and streams are, or were, accepted in. */
import { given, oneOf } from './fragment.ts'
import type { Noun } from './noun.ts'

export interface AssetRow {
  marketId: number
  address: string
  symbol: string
  decimals: number
  accepted: boolean
}

export interface AssetFilter {
  readonly addresses?: readonly string[] | null | undefined
  readonly symbols?: readonly string[] | null | undefined
  readonly accepted?: boolean | null | undefined
}

export type AssetOrder = 'ADDRESS'

export const assets: Noun<AssetRow, AssetFilter, AssetOrder> = {
  table: 'asset',
  columns: {
    marketId: 'market_id',
    address: 'address',
    symbol: 'symbol',
    decimals: 'decimals',
    accepted: 'accepted',
  },
  identity: [
    { property: 'marketId', type: 'int4' },
    { property: 'address', type: 'text' },
  ],
  orders: { ADDRESS: [] },
  tail: [{ property: 'address', type: 'text' }],
  conditions: (sql, filter) => [
    ...given(filter.addresses, (list) => oneOf(sql, 'asset.address', list)),
    ...given(filter.symbols, (list) => oneOf(sql, 'asset.symbol', list)),
    ...given(filter.accepted, (accepted) => sql`asset.accepted = ${accepted}`),
  ],
}

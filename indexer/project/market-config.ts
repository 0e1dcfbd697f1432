/** Settings of the market: one row, each event changes its part. */
import type { Transaction } from '../../prisma/client.ts'
import type { Fact } from '../decode/fact.ts'
import { positionColumns } from './moment.ts'
import { POSITION, patchNewer, type Row, table, upsertNewer } from './table.ts'

const MARKET_CONFIG = table({
  name: 'market_config',
  key: [],
  columns: {
    owner: 'text',
    platform_fee_bps: 'int',
    stable_asset: 'text',
    asset_symbol: 'text',
    asset_decimals: 'int',
    version: 'int',
    code_hash: 'text',
    oracle: 'text',
    certifier: 'text',
    arbiter: 'text',
    paused: 'boolean',
    pending_owner: 'text',
    ...POSITION,
  },
  clearable: ['oracle', 'certifier', 'arbiter', 'pending_owner'],
})

export const TABLE = MARKET_CONFIG.name

/** What the facts of a batch set; null: nothing. */
export interface Rows {
  /** Whether the beginning of the market is among them, so that the row is whole. */
  created: boolean
  config: Row<typeof MARKET_CONFIG> | null
}

export const empty = (): Rows => ({ created: false, config: null })

export const collect = (rows: Rows, fact: Fact) => {
  const change = changeOf(fact)
  if (change === undefined) return
  rows.created ||= fact.event === 'market_created'
  rows.config = { ...(rows.config ?? UNCHANGED), ...change, ...positionColumns(fact.position) }
}

export const write = async (tx: Transaction, marketId: number, { created, config }: Rows) => {
  if (config === null) return
  if (created) await upsertNewer(tx, MARKET_CONFIG, marketId, [wholeOf(config)])
  else await patchNewer(tx, MARKET_CONFIG, marketId, [config])
}

/** In a patch: nobody in particular, where null says nothing. */
const NOBODY = ''

const wholeOf = (config: Row<typeof MARKET_CONFIG>): Row<typeof MARKET_CONFIG> => ({
  ...config,
  oracle: config.oracle || null,
  certifier: config.certifier || null,
  arbiter: config.arbiter || null,
  paused: config.paused ?? false,
  pending_owner: config.pending_owner || null,
})

const UNCHANGED = {
  ...{ owner: null, platform_fee_bps: null, stable_asset: null, asset_symbol: null, asset_decimals: null },
  ...{ version: null, code_hash: null, oracle: null, certifier: null, arbiter: null, paused: null },
  ...{ pending_owner: null },
}

const changeOf = (fact: Fact): Partial<Row<typeof MARKET_CONFIG>> | undefined => {
  switch (fact.event) {
    case 'market_created':
      return { owner: fact.owner, platform_fee_bps: fact.platformFee, version: fact.version }
    case 'owner_changed':
      return { owner: fact.owner, pending_owner: NOBODY }
    case 'owner_proposed':
      return { pending_owner: fact.proposed ?? NOBODY }
    case 'role_changed':
      return { [fact.role]: fact.holder ?? NOBODY }
    case 'pause_changed':
      return { paused: fact.paused }
    case 'platform_fee_changed':
      return { platform_fee_bps: fact.platformFee }
    case 'stable_asset_changed':
      return { stable_asset: fact.asset, asset_symbol: fact.symbol, asset_decimals: fact.decimals }
    case 'contract_upgraded':
    case 'executable_update':
      return { code_hash: fact.wasmHash }
    default:
      return undefined
  }
}

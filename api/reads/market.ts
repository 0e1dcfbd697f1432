/** The markets of the database with their position and settings, as small as they are: read whole, remembered briefly. */
import type { Sql } from '../../prisma/client.ts'
import { ReadError } from './read-error.ts'

/** Settings as the contract last published them. */
export interface MarketConfig {
  readonly owner: string
  readonly platformFeeBps: number
  readonly stableAsset: string | null
  readonly assetSymbol: string | null
  readonly assetDecimals: number | null
  readonly version: number
  readonly codeHash: string | null
  /** Who holds the roles; null: the owner. */
  readonly oracle: string | null
  readonly certifier: string | null
  readonly arbiter: string | null
  readonly paused: boolean
  /** Tokens that new deals can be paid in, beside the default one. */
  readonly acceptedAssets: number
  /** Who was proposed as the next owner. */
  readonly pendingOwner: string | null
}

/** How amounts of a token are shown. */
export interface AssetUnits {
  readonly symbol: string
  readonly decimals: number
}

/** How far a market is indexed. */
export interface Position {
  /** Every ledger through this one was scanned, or is a recorded gap. */
  readonly ledger: number
  readonly closedAt: Date | null
  readonly tipLedger: number
  readonly tipClosedAt: Date | null
}

export interface MarketState {
  readonly id: number
  readonly name: string
  readonly contractId: string
  readonly startLedger: number
  readonly networkId: number
  readonly networkPassphrase: string
  readonly incarnation: number
  readonly position: Position | null
  readonly config: MarketConfig | null
  /** Events that could not be decoded, counted up to `MOST_COUNTED`: what they changed is not in the rows. */
  readonly quarantined: number
  /** Address → of every token that was ever accepted; there are few. */
  readonly assets: Readonly<Record<string, AssetUnits>>
}

interface Row extends Omit<MarketState, 'position' | 'config'>, Partial<Nullable<Position>>, Nullable<MarketConfig> {}
type Nullable<T> = { [K in keyof T]: T[K] | null }

/** Whether deals and streams can be made: it is not paused, and there is an asset to pay in. Unknown settings stop nothing. */
export const isOpen = ({ config }: MarketState): boolean =>
  config === null || (!config.paused && (config.stableAsset !== null || config.acceptedAssets > 0))

/** All markets at one moment. */
export interface Markets {
  readonly all: readonly MarketState[]
  /** @throws ReadError UNKNOWN_MARKET, NO_MARKET; BAD_INPUT when there are several and none is named */
  byName(name: string | null | undefined): MarketState
  byId(id: number): MarketState
}

/** Beyond this many quarantined events it only matters that there are many. */
export const MOST_COUNTED = 1_000

/** Reads all markets in one statement. */
export const readMarkets = async (sql: Sql): Promise<Markets> => {
  const rows = await sql<Row[]>`
    select m.id, m.name, m.contract_id as "contractId", m.start_ledger as "startLedger",
      n.id as "networkId", n.passphrase as "networkPassphrase", n.incarnation,
      w.ledger, w.closed_at as "closedAt", w.tip_ledger as "tipLedger", w.tip_closed_at as "tipClosedAt",
      c.owner, c.platform_fee_bps as "platformFeeBps", c.stable_asset as "stableAsset",
      c.asset_symbol as "assetSymbol", c.asset_decimals as "assetDecimals", c.version, c.code_hash as "codeHash",
      c.oracle, c.certifier, c.arbiter, c.paused, c.pending_owner as "pendingOwner",
      (select count(*)::int from asset a where a.market_id = m.id and a.accepted) as "acceptedAssets",
      (select coalesce(json_object_agg(a.address, json_build_object('symbol', a.symbol, 'decimals', a.decimals)), '{}')
        from asset a where a.market_id = m.id) as assets,
      (select count(*)::int from (
        select from quarantine q where q.market_id = m.id limit ${MOST_COUNTED}) counted) as quarantined
    from market m
    join network n on n.id = m.network_id
    left join watermark w on w.market_id = m.id
    left join market_config c on c.market_id = m.id
    order by m.name`
  return marketsOf(rows.map(stateOf))
}

const stateOf = (row: Row): MarketState => ({
  id: row.id,
  name: row.name,
  contractId: row.contractId,
  startLedger: row.startLedger,
  networkId: row.networkId,
  networkPassphrase: row.networkPassphrase,
  incarnation: row.incarnation,
  position: row.ledger == null ? null : (row as Row & Position),
  config: row.owner === null ? null : (row as Row & MarketConfig),
  assets: row.assets,
  quarantined: row.quarantined,
})

const marketsOf = (all: readonly MarketState[]): Markets => {
  const names = new Map(all.map((market) => [market.name, market]))
  const ids = new Map(all.map((market) => [market.id, market]))
  const known = () => all.map((market) => market.name).join(', ')
  return {
    all,
    byName: (name) => {
      if (all.length === 0) throw new ReadError('NO_MARKET', 'No market is indexed yet: start the indexer.')
      if (name == null) {
        if (all.length === 1) return all[0]!
        throw new ReadError('BAD_INPUT', `There are several markets; name one in \`market\`: ${known()}.`)
      }
      const market = names.get(name)
      if (market) return market
      throw new ReadError('UNKNOWN_MARKET', `There is no market "${name}"; there are: ${known()}.`)
    },
    byId: (id) => {
      const market = ids.get(id)
      if (market) return market
      throw new Error(`A row names the market ${id}, which was not there when the request began`)
    },
  }
}

/** The markets, read again when what is remembered is older than `maxAgeMs`. */
export interface MarketCache {
  /** Settled at once where the memory is fresh, so that most requests start without waiting. */
  current(): Markets | Promise<Markets>
  /** The next `current()` reads again. */
  forget(): void
}

/**
 * A position read before the rows of an answer is never ahead of them: through it the answer is complete.
 * @param maxAgeMs how stale a position may be told
 */
export const createMarketCache = (sql: Sql, { maxAgeMs = 100, now = () => performance.now() } = {}): MarketCache => {
  let fresh: { markets: Markets; at: number } | undefined
  let reading: Promise<Markets> | undefined
  const read = async () => {
    const at = now()
    try {
      const markets = await readMarkets(sql)
      fresh = { markets, at }
      return markets
    } finally {
      reading = undefined
    }
  }
  return {
    current: () => {
      if (fresh && now() - fresh.at <= maxAgeMs) return fresh.markets
      reading ??= read()
      return reading
    },
    forget: () => {
      fresh = undefined
    },
  }
}

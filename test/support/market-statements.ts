/** Statements about the market itself: settings, roles, assets, credits. */
import type { Statement } from '../../indexer/decode/fact.ts'
import { ARBITER, ASSET, account, contract, HASH, OWNER, PROVIDER } from './parties.ts'

const debt = { party: PROVIDER, asset: ASSET }

/** In an order in which a market could publish them. */
export const MARKET: readonly Statement[] = [
  { event: 'market_created', owner: OWNER, platformFee: 250n, version: 18 },
  { event: 'owner_proposed', owner: OWNER, proposed: account(9) },
  { event: 'owner_changed', owner: account(9), previous: OWNER },
  { event: 'platform_fee_changed', platformFee: 300n, previous: 250n },
  { event: 'stable_asset_changed', asset: ASSET, previous: null, symbol: 'USDC', decimals: 7 },
  { event: 'asset_changed', asset: contract(8), accepted: true, symbol: 'EURC', decimals: 6 },
  { event: 'role_changed', role: 'arbiter', holder: ARBITER, previous: null },
  { event: 'pause_changed', paused: true },
  { event: 'contract_upgraded', wasmHash: HASH },
  { event: 'surplus_swept', asset: ASSET, amount: 5n, to: OWNER },
]

export const CREDITS: readonly Statement[] = [
  { event: 'credit_added', ...debt, amount: 3000n, credit: 3000n },
  { event: 'credit_added', ...debt, amount: 900n, credit: 3900n },
  { event: 'credit_claimed', ...debt, amount: 3900n, credit: 0n, to: account(9) },
]

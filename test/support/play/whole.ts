/** A market in which every event of the contract happens, in two assets. */
import { Asset, type Keypair, Operation } from '@stellar/stellar-sdk'
import type { Sandbox } from '../../../sandbox/start.ts'
import { fundedAccount, perform } from '../accounts.ts'
import { playDeals } from './deals.ts'
import { playDisputes } from './disputes.ts'
import { holderOf, openMarket, type PlayedMarket, tokenOf, WASM_HASH } from './market.ts'
import { playRegisters } from './registers.ts'
import { playStreams } from './streams.ts'
import { playUnits } from './units.ts'

/** Who plays, and what for. */
export interface Cast {
  readonly owner: Keypair
  readonly provider: Keypair
  readonly consumer: Keypair
  /** Address of the default token: the native asset. */
  readonly native: string
  /** Address of another token, whose issuer is `issuer`. */
  readonly dollar: string
  readonly issuer: Keypair
  readonly dollarAsset: Asset
}

export const playWholeMarket = async (sandbox: Sandbox): Promise<{ market: PlayedMarket; cast: Cast }> => {
  const [first, owner, provider, issuer] = (await Promise.all(
    ['owner', 'next owner', 'provider', 'issuer'].map((name) => fundedAccount(sandbox, name)),
  )) as [Keypair, Keypair, Keypair, Keypair]
  const dollarAsset = new Asset('USD', issuer.publicKey())
  const consumer = await holderOf(sandbox, 'consumer', dollarAsset, issuer)
  await perform(sandbox, provider, Operation.changeTrust({ asset: dollarAsset }))
  await perform(sandbox, owner, Operation.changeTrust({ asset: dollarAsset }))
  const market = await openMarket(sandbox, first)
  const native = await tokenOf(market, first, Asset.native())
  const dollar = await tokenOf(market, issuer, dollarAsset)
  await configure(market, first, owner, { native, dollar })
  const cast = { owner, provider, consumer, native, dollar, issuer, dollarAsset }
  await playRegisters(market, cast)
  await playDeals(market, cast)
  await playUnits(market, cast)
  await playStreams(market, cast)
  await playDisputes(market, cast)
  return { market, cast }
}

/** The market's settings, each changed once. */
const configure = async (
  { call, callWith }: PlayedMarket,
  owner: Keypair,
  next: Keypair,
  { native, dollar }: { native: string; dollar: string },
) => {
  const [from, to] = [owner.publicKey(), next.publicKey()]
  await call(owner, 'set_stable_asset_address', { address: native })
  await call(owner, 'set_asset_accepted', { asset: dollar, accepted: true })
  await call(owner, 'set_platform_fee', { platform_fee: 300n })
  await call(owner, 'sweep_surplus', { asset: native, to: from })
  await call(owner, 'set_paused', { paused: true })
  await call(owner, 'set_paused', { paused: false })
  await call(owner, 'upgrade', { new_wasm_hash: WASM_HASH })
  await call(owner, 'set_role', { role: { tag: 'Arbiter', values: undefined }, holder: to })
  await call(owner, 'set_role', { role: { tag: 'Arbiter', values: undefined }, holder: undefined })
  await callWith(owner, next, 'update_owner', { new_owner: to })
  await call(next, 'propose_owner', { new_owner: from })
  await call(owner, 'accept_ownership', { new_owner: from })
  await call(owner, 'propose_owner', { new_owner: to })
  await call(next, 'accept_ownership', { new_owner: to })
}

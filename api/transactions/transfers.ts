/** Token movements as the token's own events tell them. Pure. */
import { Asset, StrKey } from '@stellar/stellar-sdk'
import { nameOf, type RawEvent } from './events.ts'
import { STELLAR_ASSET_DECIMALS } from './stellar-asset.ts'
import { decodeAny, entries } from './values.ts'

/** A movement of a token; `from` is null where tokens are made, `to` where they are burnt. */
export interface TokenTransfer {
  /** The token contract. */
  readonly asset: string
  /** Asset code, and decimals of its units: known only for the network's own assets. */
  readonly symbol: string | null
  readonly decimals: number | null
  readonly from: string | null
  readonly to: string | null
  /** In the token's smallest unit. */
  readonly amount: bigint
}

/** The movements among events, in order. Events of contracts that merely look like tokens are movements of that contract. */
export const tokenTransfers = (events: readonly RawEvent[], networkPassphrase: string): TokenTransfer[] =>
  events.flatMap((event) => {
    const parties = partiesOf(event)
    const amount = amountOf(event)
    if (!parties || amount === undefined) return []
    return { asset: event.contractId, ...genuineAsset(event, networkPassphrase), ...parties, amount }
  })

/** CAP-67: transfer(from, to, asset), mint(to, asset), burn(from, asset). */
const partiesOf = (event: RawEvent) => {
  const [, first, second] = event.topics.map(decodeAny)
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  switch (nameOf(event)) {
    case 'transfer':
      return { from: text(first), to: text(second) }
    case 'mint':
      return { from: null, to: text(first) }
    case 'burn':
      return { from: text(first), to: null }
    default:
      return undefined
  }
}

/** A bare i128, or a map with `amount` where the receiver is a muxed account. */
const amountOf = ({ data }: RawEvent): bigint | undefined => {
  const value = data.type === 'scvMap' ? new Map(entries(data)).get('amount') : data
  return value?.type === 'scvI128' ? BigInt(String(decodeAny(value))) : undefined
}

/** Anyone can write "USDC:G…" into a topic: it counts only if that asset's contract is the one that published. */
const genuineAsset = ({ topics, contractId }: RawEvent, networkPassphrase: string) => {
  const claimed = topics.length > 2 ? decodeAny(topics.at(-1)!) : null
  const asset = typeof claimed === 'string' ? parseAsset(claimed) : undefined
  const genuine = asset?.contractId(networkPassphrase) === contractId
  return genuine
    ? { symbol: asset.isNative() ? 'XLM' : asset.getCode(), decimals: STELLAR_ASSET_DECIMALS }
    : { symbol: null, decimals: null }
}

const parseAsset = (text: string): Asset | undefined => {
  if (text === 'native') return Asset.native()
  const [, code, issuer] = /^([A-Za-z0-9]{1,12}):(G.*)$/.exec(text) ?? []
  return code !== undefined && issuer !== undefined && StrKey.isValidEd25519PublicKey(issuer)
    ? new Asset(code, issuer)
    : undefined
}

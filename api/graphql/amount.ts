/** Amounts of tokens: exact units, and how to show them. */
import type { Reads } from '../reads/reads.ts'
import { builder } from './builder.ts'

/** Decimals of every asset that Stellar's own token contract issues. Source: Stellar Asset Contract. */
const STELLAR_DECIMALS = 7

export interface AmountRow {
  readonly units: string
  readonly decimals: number
  readonly asset: string | null
  readonly symbol: string | null
}

/** Units of an asset; of the market's default asset where none is named. */
export const amountOf = (reads: Reads, marketId: number, units: string, asset?: string | null): AmountRow => {
  const { config, assets } = reads.markets.byId(marketId)
  const of = asset ?? config?.stableAsset ?? null
  const known = of === null ? undefined : assets[of]
  if (known) return { units, asset: of, ...known }
  const stable = of === config?.stableAsset ? config : undefined
  return { units, asset: of, symbol: stable?.assetSymbol ?? null, decimals: stable?.assetDecimals ?? STELLAR_DECIMALS }
}

/** `15000000` with 7 decimals is `1.5`; nothing is rounded. */
export const formatUnits = (units: string, decimals: number): string => {
  if (decimals === 0) return units
  const sign = units.startsWith('-') ? '-' : ''
  const digits = units.slice(sign.length).padStart(decimals + 1, '0')
  const fraction = digits.slice(-decimals).replace(/0+$/, '')
  return `${sign}${digits.slice(0, -decimals)}${fraction && `.${fraction}`}`
}

builder.objectType('Amount', {
  description: 'An amount of a token, exact.',
  fields: (t) => ({
    units: t.expose('units', { type: 'TokenAmount', description: 'In the smallest unit of the asset.' }),
    decimals: t.exposeInt('decimals', { description: 'Decimals of the asset: units / 10^decimals is one token.' }),
    formatted: t.string({
      description: 'In whole tokens as a decimal text, such as "1.5"; not rounded.',
      resolve: ({ units, decimals }) => formatUnits(units, decimals),
    }),
    asset: t.expose('asset', {
      type: 'Address',
      nullable: true,
      description: "Contract of the asset; null while the market's asset is not set.",
    }),
    symbol: t.exposeString('symbol', { nullable: true, description: 'Symbol of the asset, where it is known.' }),
  }),
})

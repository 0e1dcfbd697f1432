/** Facts about the tokens that deals and streams may be paid in. */

export interface AssetChanged {
  readonly event: 'asset_changed'
  /** Contract address of the token. */
  readonly asset: string
  readonly accepted: boolean
  readonly decimals: number
  readonly symbol: string
}

export type AssetFact = AssetChanged

/** Facts about the marketplace itself. */

/** The market began. */
export interface MarketCreated {
  readonly event: 'market_created'
  readonly owner: string
  /** Basis points. */
  readonly platformFee: bigint
  readonly version: number
}

export interface OwnerChanged {
  readonly event: 'owner_changed'
  /** The new one. */
  readonly owner: string
  readonly previous: string
}

export interface PlatformFeeChanged {
  readonly event: 'platform_fee_changed'
  /** Basis points. */
  readonly platformFee: bigint
  readonly previous: bigint
}

export interface StableAssetChanged {
  readonly event: 'stable_asset_changed'
  /** Contract address of the token that new deals are paid in. */
  readonly asset: string
  readonly previous: string | null
  readonly symbol: string
  readonly decimals: number
}

/** New engagements stopped, or go on. */
export interface PauseChanged {
  readonly event: 'pause_changed'
  readonly paused: boolean
}

/** The contract says that its code was replaced. */
export interface ContractUpgraded {
  readonly event: 'contract_upgraded'
  /** SHA-256 of the new Wasm, hex. */
  readonly wasmHash: string
}

/** The host says that the contract's code was replaced (system event). */
export interface ExecutableUpdate {
  readonly event: 'executable_update'
  /** SHA-256 of the new Wasm, hex. */
  readonly wasmHash: string
}

/** Tokens that were sent to the contract outside its interface left it: no deal's money. */
export interface SurplusSwept {
  readonly event: 'surplus_swept'
  readonly asset: string
  readonly amount: bigint
  readonly to: string
}

export type MarketFact =
  | MarketCreated
  | OwnerChanged
  | PlatformFeeChanged
  | StableAssetChanged
  | PauseChanged
  | ContractUpgraded
  | ExecutableUpdate
  | SurplusSwept

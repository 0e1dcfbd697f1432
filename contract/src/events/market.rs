//! Events of the market itself: owner, roles, fee, assets, code, surplus.
use soroban_sdk::{Address, BytesN, String, Symbol};

use super::event;

event! {
    /// The market was created.
    market_created => MarketCreated [
        /// Who may change the configuration, report usage and settle.
        owner: Address,
    ] {
        /// The fee of new deals, in basis points.
        platform_fee: u128,
        /// The contract's version, see version().
        version: u32,
    }
}
event! {
    /// The market has a new owner.
    owner_changed => OwnerChanged [
        /// The owner from now on.
        owner: Address,
    ] {
        /// The owner until now.
        previous: Address,
    }
}
event! {
    /// The owner proposed who may take the market over, or took a proposal back.
    owner_proposed => OwnerProposed [
        /// The owner.
        owner: Address,
    ] {
        /// Who may call accept_ownership; nobody if it is left out.
        proposed: Option<Address>,
    }
}
event! {
    /// A role has a new holder.
    role_changed => RoleChanged [
        /// Which role: oracle, certifier or arbiter.
        role: Symbol,
    ] {
        /// Who holds it from now on; left out if it is the owner's again, whoever that is.
        holder: Option<Address>,
        /// Who held it until now; left out if it was the owner's.
        previous: Option<Address>,
    }
}
event! {
    /// The market was paused, or goes on.
    pause_changed => PauseChanged [] {
        /// Whether new deals, funding, streams, units and registrations are stopped.
        paused: bool,
    }
}
event! {
    /// New deals have another platform fee.
    platform_fee_changed => PlatformFeeChanged [] {
        /// The fee of new deals, in basis points.
        platform_fee: u128,
        /// The fee until now, in basis points.
        previous: u128,
    }
}
event! {
    /// New deals are made in another asset.
    stable_asset_changed => StableAssetChanged [
        /// The token contract of new deals.
        asset: Address,
    ] {
        /// The asset until now, if there was one.
        previous: Option<Address>,
        /// The token's symbol.
        symbol: String,
        /// The token's decimals.
        decimals: u32,
    }
}
event! {
    /// An asset can be named by new deals and streams, or no longer.
    asset_changed => AssetChanged [
        /// The token contract.
        asset: Address,
    ] {
        /// Whether it is accepted from now on.
        accepted: bool,
        /// The token's decimals.
        decimals: u32,
        /// The token's symbol.
        symbol: String,
    }
}
event! {
    /// The contract's code was replaced.
    contract_upgraded => ContractUpgraded [] {
        /// The hash of the new code.
        wasm_hash: BytesN<32>,
    }
}
event! {
    /// Tokens that belong to no deal were sent away.
    surplus_swept => SurplusSwept [
        /// The token contract.
        asset: Address,
    ] {
        /// How much, in token units.
        amount: u128,
        /// Who got it.
        to: Address,
    }
}

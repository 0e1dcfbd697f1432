//! Events of credits.
use soroban_sdk::Address;

use super::event;

event! {
    /// A token refused to move what was due to a party; the contract keeps it for that party. Published where the transfer failed, before the event of the call.
    credit_added => CreditAdded [
        /// Whose it is.
        party: Address,
        /// The token contract.
        asset: Address,
    ] {
        /// What was not moved, in token units.
        amount: u128,
        /// All that is kept for the party of this asset, in token units.
        credit: u128,
    }
}
event! {
    /// A party fetched all that was kept for it of an asset.
    credit_claimed => CreditClaimed [
        /// Whose it was.
        party: Address,
        /// The token contract.
        asset: Address,
    ] {
        /// What was sent, in token units.
        amount: u128,
        /// What is still kept: 0.
        credit: u128,
        /// Who got it.
        to: Address,
    }
}

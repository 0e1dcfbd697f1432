//! Every refusal by name. The doc comment is the sentence a person reads: what is wrong, and the next step.
//!
//! Ranges: general 1-99, party 100-199, bucket 200-299, deal 300-399, stream 400-499, unit 500-599,
//! certification 600-699, dispute 700-799. A code is never given a second meaning; 2 was generation 2's
//! only error and stays unused.
use soroban_sdk::contracterror;

/// Why the contract refused a call.
#[contracterror]
#[derive(Copy, Clone, Debug, Eq, PartialEq, PartialOrd, Ord)]
#[repr(u32)]
pub enum Error {
    /// The numbers add up to more than the contract can count. Use smaller ones.
    Overflow = 1,
    /// The platform fee cannot exceed 10,000 basis points (100 %). Choose a lower fee.
    FeeTooHigh = 3,
    /// No stable asset is set, so nothing can be priced or paid. The owner has to call set_stable_asset_address first.
    AssetNotSet = 4,
    /// The address does not answer as a token (symbol, decimals, balance). Give the address of a token contract.
    AssetNotToken = 5,
    /// The contract holds no more of this asset than its deals account for, so there is nothing to sweep.
    NothingToSweep = 6,
    /// The amount is zero. Give an amount of at least one token unit.
    AmountZero = 7,
    /// The amount is larger than a token can move. Give an amount of at most 2^127 - 1 token units.
    AmountTooLarge = 8,

    /// This address is not registered as a provider. Register it with register_provider or register_full_user first.
    ProviderNotFound = 100,
    /// This address is not registered as a consumer. Register it with register_consumer or register_full_user first.
    ConsumerNotFound = 101,
    /// This address is already registered as a provider. Use update_provider to change its description.
    ProviderAlreadyRegistered = 102,
    /// This address is already registered as a consumer. Use update_consumer to change its description.
    ConsumerAlreadyRegistered = 103,
    /// The description is longer than 1,024 bytes. Shorten it.
    DescriptionTooLong = 104,
    /// The provider still has deals that have not ended. End, reject or cancel them before deleting the provider.
    ProviderHasOpenDeals = 105,
    /// The consumer still has deals that have not ended. End, withdraw or reject them before deleting the consumer.
    ConsumerHasOpenDeals = 106,

    /// This provider has no bucket with this id, or has deleted it. Check provider_id and bucket_id.
    BucketNotFound = 200,
    /// The provider has taken the bucket off the market. Choose another bucket, or have the provider call unlock_bucket.
    BucketLocked = 201,
    /// The bucket is not locked, so there is nothing to unlock.
    BucketNotLocked = 202,
    /// A deal holds the bucket; it becomes free when that deal ends. Choose another bucket or wait.
    BucketHeld = 203,
    /// Deals on this bucket have not ended. End, reject or cancel them before deleting the bucket.
    BucketHasOpenDeals = 204,
    /// The bucket's name is empty or longer than 128 bytes. Give a name of 1 to 128 bytes.
    BucketNameInvalid = 205,
    /// One of the bucket's texts is too long: region, country, access_scope 64 bytes; fb_bucket_id, api_compatibility 128 bytes. Shorten it.
    BucketTextTooLong = 206,
    /// A bucket carries at most 16 tags of at most 64 bytes each. Remove or shorten some.
    BucketTagsTooLong = 207,
    /// A price is higher than 10^18 token units per GB. Choose a lower price.
    PriceTooHigh = 208,
    /// Uptime is given in millionths of a percent: 100,000,000 is 100 %, and nothing is higher. Give a value up to that.
    UptimeOutOfRange = 209,

    /// There is no such deal between this consumer and this provider. Check consumer_id, provider_id and deal_id.
    DealNotFound = 300,
    /// A party cannot make a deal with itself. Consumer and provider must be two addresses.
    DealWithSelf = 301,
    /// A deal lasts at least one second and at most 100 years (3,155,760,000 seconds). Choose another duration.
    DurationOutOfRange = 302,
    /// A deal needs an agreed quantity: agreed_storage_mb and agreed_egress_mb are both zero. Give at least one of them.
    QuantityZero = 303,
    /// One of the deal's texts (fb_repo_id, api_compatibility) is longer than 128 bytes. Shorten it.
    DealTextTooLong = 304,
    /// Only a pending deal can be accepted or rejected; this one has left that status.
    DealNotPending = 305,
    /// Only an accepted deal can be funded. Wait for the provider to accept it, or use deposit_to_deal if it is funded already.
    DealNotAccepted = 306,
    /// Only a pending or accepted deal, one that was never funded, can be withdrawn or timed out. Use set_deal_completed to end a running deal.
    DealAlreadyFunded = 307,
    /// The deal has not been funded yet, so nothing can be deposited, reported, settled or completed. Fund it first with set_deal_funded.
    DealNotFunded = 308,
    /// The provider can cancel only an accepted deal or one whose consumer owes money (BreachedConsumer). A pending deal is rejected, a funded one is completed by its consumer.
    DealNotCancellable = 309,
    /// The deal has ended (Completed or Cancelled) and never changes again. Make a new deal instead.
    DealEnded = 310,
    /// Only an ended deal (Completed or Cancelled) can be deleted. End it first.
    DealNotEnded = 311,
    /// The deal can be timed out only after 7 days without an answer or without funding. Try again later.
    DealNotTimedOut = 312,
    /// Usage is owed, but the deal's balance is empty. Have the consumer deposit (deposit_to_deal), then settle again.
    DealBalanceEmpty = 313,
}

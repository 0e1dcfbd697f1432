//! Every refusal by name. The doc comment is the sentence a person reads: what is wrong, and the next step.
//!
//! Ranges: general 1-99, party 100-199, bucket 200-299, deal 300-399, stream 400-499, unit 500-599,
//! service provider and certification 600-699, dispute 700-799. A code is never given a second meaning; 2 was generation 2's
//! only error and stays unused.
use soroban_sdk::{ConversionError, Env, InvokeError, SpecShakingMarker, TryFromVal, Val};

/// The enum twice: `described` puts it into the interface, the other is what the contract uses. Its conversions are below,
/// because those of `contracterror` spend a branch on every code.
macro_rules! errors {
    ($(#[$doc:meta])* pub enum Error { $($(#[$case_doc:meta])* $case:ident = $code:tt,)* }) => {
        #[allow(dead_code)]
        pub mod described {
            $(#[$doc])*
            #[soroban_sdk::contracterror]
            #[derive(Copy, Clone)]
            #[repr(u32)]
            pub enum Error {
                $($(#[$case_doc])* $case = $code,)*
            }
        }

        $(#[$doc])*
        #[derive(Copy, Clone, Debug, Eq, PartialEq, PartialOrd, Ord)]
        #[repr(u32)]
        pub enum Error {
            $($(#[$case_doc])* $case = $code,)*
        }

        impl Error {
            const ALL: &'static [Error] = &[$(Error::$case),*];
        }
    };
}

errors! {
    /// Why the contract refused a call.
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
        /// The market is paused: nothing new begins and nothing is paid in until the owner calls set_paused with false. What runs can be settled, refunded and ended.
        MarketPaused = 9,
        /// The owner has not proposed this address as the next owner. The owner has to call propose_owner with it first.
        OwnerNotProposed = 10,
        /// This asset is neither the stable asset nor on the list of get_assets. Choose one of those, or have the owner accept it with set_asset_accepted.
        AssetNotAccepted = 11,
        /// The asset is on the list already, so there is nothing to change.
        AssetAlreadyAccepted = 12,
        /// The market accepts at most 16 assets beside the stable one. Have the owner take one off the list first.
        AssetsTooMany = 13,
        /// Nothing of this asset is kept for this party, so there is nothing to claim.
        CreditEmpty = 14,

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
        /// The provider still has deals or streams that have not ended. End them before deleting the provider.
        ProviderHasOpenDeals = 105,
        /// The consumer still has deals or streams that have not ended. End them before deleting the consumer.
        ConsumerHasOpenDeals = 106,

        /// This provider has no bucket with this id, or has deleted it. Check provider_id and bucket_id.
        BucketNotFound = 200,
        /// The provider has taken the bucket off the market. Choose another bucket, or have the provider call unlock_bucket.
        BucketLocked = 201,
        /// The bucket is not locked, so there is nothing to unlock.
        BucketNotLocked = 202,
        /// A deal holds the bucket; it becomes free when that deal ends. Choose another bucket or wait.
        BucketHeld = 203,
        /// Deals or streams on this bucket have not ended. End them before deleting the bucket.
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
        /// The bucket still has units that are not decommissioned. Decommission them before deleting the bucket.
        BucketHasUnits = 210,

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
        /// The period is empty or ends in the future. Report a period that begins before it ends and ends by now.
        PeriodInvalid = 314,
        /// The period begins before the deal ran or before the last reported one ended (the state's period_end). Report what comes after it.
        PeriodOverlaps = 315,
        /// The deal's time is not over yet: it runs from start_ts for duration_secs. Try again after that, or have the consumer complete it.
        DealNotExpired = 316,
        /// A dispute is open on the deal, so it is neither paid into, settled nor ended. Wait for the arbiter, have the opener withdraw it, or lapse it after its deadline.
        DealDisputed = 317,

        /// There is no stream with this number between these parties. Check stream_id and who signs.
        StreamNotFound = 400,
        /// The provider cannot be the consumer of the same stream. Use two addresses.
        StreamWithSelf = 401,
        /// A stream has 1 to 100,000 chunks. Choose another number, or open several streams.
        ChunksOutOfRange = 402,
        /// A chunk pays at least one token unit. Give a chunk_amount above 0.
        ChunkAmountZero = 403,
        /// The deadline is not in the future, or more than 100 years away. Choose another deadline.
        DeadlineInvalid = 404,
        /// The attestor's key is not an uncompressed secp256k1 public key: 65 bytes, the first one 4. Give the attestor's whole key.
        AttestorInvalid = 405,
        /// Only an open stream can be accepted or withdrawn; this one has left that status.
        StreamNotOpen = 406,
        /// The stream is not active: the provider has not accepted it, or it has ended. Check its status.
        StreamNotActive = 407,
        /// The stream's deadline is past. It can only be slashed, finished if all chunks were released, or withdrawn if it was never accepted.
        StreamDeadlinePassed = 408,
        /// The stream's deadline is not past yet. Try again after it.
        StreamDeadlineNotPassed = 409,
        /// All chunks were released, so there is nothing to slash. Call finish_stream.
        StreamComplete = 410,
        /// Chunks are still missing. Release them first, or slash the stream after its deadline.
        StreamIncomplete = 411,
        /// A call takes 1 to 32 proofs. Give that many.
        ProofsOutOfRange = 412,
        /// The stream has no chunk with this number; they count from 0 to chunks - 1.
        ChunkOutOfRange = 413,
        /// All these chunks were released before. Bring the proofs of others.
        ChunkReleased = 414,
        /// A proof's timestamp is from before the stream was opened or from the future. Have the attestor sign the time it saw the proof.
        ProofTimestampInvalid = 415,
        /// The signature is malformed: v must be 0 or 1, and s in the lower half of the curve's order.
        SignatureMalformed = 416,
        /// The signature is not the attestor's over this chunk of this stream of this contract and network. Check the signed fields and the key.
        SignatureWrong = 417,
        /// A dispute is open on the stream, so no chunk is released and it does not end. Wait for the arbiter, have the opener withdraw it, or lapse it after its deadline.
        StreamDisputed = 418,

        /// Too few units of the bucket are free for the deal. Commit more, wait until others become free, or choose another bucket.
        UnitsNotEnough = 500,
        /// A call commits at least one unit, and a bucket has at most 1,024. Choose another number.
        UnitsOutOfRange = 501,
        /// A unit holds at least 1 MB, and all units of a bucket have one size. Give the size the bucket's units have.
        UnitSizeInvalid = 502,
        /// The bucket has no unit with this number; they count from 1.
        UnitNotFound = 503,
        /// A call names 1 to 256 units, which at most 16 deals hold. Give that many.
        UnitsListInvalid = 504,
        /// One of the units is held by a deal or leaving or gone, so it cannot go in or out of maintenance, or it is there already. Name free units, or units in maintenance.
        UnitNotIdle = 505,
        /// One of the units is gone or leaving already. Name others.
        UnitDecommissioned = 506,

        /// This address is not registered as a service provider. Register it with register_service_provider first.
        ServiceProviderNotFound = 600,
        /// This address is already registered as a service provider. Use update_service_provider to change it.
        ServiceProviderAlreadyRegistered = 601,
        /// The category is empty or longer than 64 bytes. Give a category of 1 to 64 bytes.
        CategoryInvalid = 602,
        /// There is no such certification. Check subject, role and kind.
        CertificationNotFound = 603,
        /// The certification was revoked already. Certify again to bring it back.
        CertificationRevoked = 604,
        /// A level is 1 to 100. Give one in that range.
        LevelOutOfRange = 605,
        /// The certification would be over already. Give a valid_until in the future.
        ValidityInvalid = 606,

        /// There is no dispute with this number. Check dispute_id.
        DisputeNotFound = 700,
        /// Only the consumer or the provider of the deal or stream can do this, and only whoever opened a dispute can withdraw it. Check who signs.
        DisputeNotParty = 701,
        /// A dispute about it is open already. Add evidence to that one.
        DisputeAlreadyOpen = 702,
        /// Three disputes were opened about it already, and there is no fourth.
        DisputesTooMany = 703,
        /// The reason is longer than 1,024 bytes. Shorten it; the hash stands for the whole text.
        ReasonTooLong = 704,
        /// The dispute is not open any more and never changes again.
        DisputeNotOpen = 705,
        /// A dispute takes at most 32 pieces of evidence. Put several into one and give its hash.
        EvidenceTooMany = 706,
        /// The two amounts do not add up to what is held. Divide exactly that: the balance, with a stream's collateral.
        SplitWrong = 707,
        /// The arbiter still has time to decide. Try again after the dispute's deadline_ts.
        DisputeNotLapsed = 708,
        /// The arbiter's time is over. Anyone can end the dispute with lapse_dispute.
        DisputeOverdue = 709,
    }
}

impl Error {
    fn find(code: u32) -> Option<Error> {
        Error::ALL.iter().copied().find(|error| *error as u32 == code)
    }
}

impl SpecShakingMarker for Error {}

impl From<&Error> for soroban_sdk::Error {
    fn from(error: &Error) -> Self {
        soroban_sdk::Error::from_contract_error(*error as u32)
    }
}

impl From<Error> for soroban_sdk::Error {
    fn from(error: Error) -> Self {
        (&error).into()
    }
}

impl TryFrom<soroban_sdk::Error> for Error {
    type Error = soroban_sdk::Error;

    fn try_from(error: soroban_sdk::Error) -> Result<Self, Self::Error> {
        let contract = error.is_type(soroban_sdk::xdr::ScErrorType::Contract);
        Error::find(error.get_code()).filter(|_| contract).ok_or(error)
    }
}

impl TryFrom<InvokeError> for Error {
    type Error = InvokeError;

    fn try_from(error: InvokeError) -> Result<Self, Self::Error> {
        match error {
            InvokeError::Contract(code) => Error::find(code).ok_or(error),
            InvokeError::Abort => Err(error),
        }
    }
}

impl TryFromVal<Env, Val> for Error {
    type Error = ConversionError;

    fn try_from_val(env: &Env, value: &Val) -> Result<Self, Self::Error> {
        let error = soroban_sdk::Error::try_from_val(env, value)?;
        error.try_into().map_err(|_| ConversionError)
    }
}

impl TryFromVal<Env, Error> for Val {
    type Error = ConversionError;

    fn try_from_val(_env: &Env, error: &Error) -> Result<Self, Self::Error> {
        Ok(soroban_sdk::Error::from(error).into())
    }
}

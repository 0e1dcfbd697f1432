//! A market on a fresh host, and short ways to bring deals into any status.
extern crate std;

use soroban_sdk::testutils::{Address as _, EnvTestConfig, Ledger as _};
use soroban_sdk::token::{StellarAssetClient, TokenClient};
use soroban_sdk::xdr::{Limits, ReadXdr, ScSpecEntry};
use soroban_sdk::{Address, Env, InvokeError, String};

use crate::{DealState, DealStatus, Error, Market, MarketClient};

pub const START: u64 = 1_800_000_000;
pub const DAY: u64 = 86_400;
/// 1 GB of storage costs 1000 units, 1 GB of traffic 500.
pub const PRICES: (u128, u128) = (1000, 500);
/// Latency in ms, uptime in millionths of a percent.
pub const PROMISE: (u32, u32) = (100, 99_900_000);
pub const FEE: u128 = 250;

pub struct World {
    pub env: Env,
    pub market: MarketClient<'static>,
    pub token: TokenClient<'static>,
    pub mint: StellarAssetClient<'static>,
    pub owner: Address,
}

/// A deal's address: consumer, provider, id.
#[derive(Clone)]
pub struct At {
    pub consumer: Address,
    pub provider: Address,
    pub bucket: u32,
    pub id: u32,
}

pub fn env() -> Env {
    let env = Env::new_with_config(EnvTestConfig { capture_snapshot_at_drop: false });
    env.mock_all_auths();
    env.cost_estimate().budget().reset_unlimited();
    env.cost_estimate().disable_resource_limits();
    env.ledger().set_timestamp(START);
    env.ledger().set_sequence_number(1000);
    env
}

impl World {
    /// A market with an owner, a fee and an asset.
    pub fn new() -> World {
        let world = World::without_asset();
        world.market.set_stable_asset_address(&world.token.address);
        world
    }

    pub fn without_asset() -> World {
        let env = env();
        let owner = Address::generate(&env);
        let asset = env.register_stellar_asset_contract_v2(Address::generate(&env)).address();
        let market = MarketClient::new(&env, &env.register(Market, (owner.clone(), FEE)));
        let (token, mint) = (TokenClient::new(&env, &asset), StellarAssetClient::new(&env, &asset));
        World { env, market, token, mint, owner }
    }

    pub fn text(&self, text: &str) -> String {
        String::from_str(&self.env, text)
    }

    pub fn long(&self, bytes: usize) -> String {
        self.text(&"x".repeat(bytes))
    }

    pub fn address(&self) -> Address {
        Address::generate(&self.env)
    }

    pub fn provider(&self) -> Address {
        let address = self.address();
        self.market.register_provider(&address, &self.text("provider"));
        address
    }

    /// A consumer with a million tokens.
    pub fn consumer(&self) -> Address {
        let address = self.address();
        self.market.register_consumer(&address, &self.text("consumer"));
        self.mint.mint(&address, &1_000_000);
        address
    }

    pub fn bucket(&self, provider: &Address) -> u32 {
        self.bucket_at(provider, PRICES)
    }

    pub fn bucket_at(&self, provider: &Address, prices: (u128, u128)) -> u32 {
        let text = self.text("s3");
        self.market.create_bucket(provider, &text, &text, &text, &text, &prices.0, &prices.1, &PROMISE.0, &PROMISE.1)
    }

    pub fn deal_on(&self, consumer: &Address, provider: &Address, bucket: u32) -> At {
        let text = self.text("repo");
        let id = self.market.create_deal(consumer, provider, &bucket, &text, &(30 * DAY), &1024, &512, &text);
        At { consumer: consumer.clone(), provider: provider.clone(), bucket, id }
    }

    /// A pending deal between new parties on a new bucket.
    pub fn deal(&self) -> At {
        let provider = self.provider();
        let bucket = self.bucket(&provider);
        self.deal_on(&self.consumer(), &provider, bucket)
    }

    /// A deal between new parties, funded with this much.
    pub fn funded(&self, amount: u128) -> At {
        let at = self.deal();
        self.accept(&at);
        self.fund(&at, amount);
        at
    }

    /// A deal between new parties in this status. Running ones hold 1000 (BreachedConsumer: 0, and owe 3000).
    pub fn deal_in(&self, status: DealStatus) -> At {
        use DealStatus::*;
        if status == Pending {
            return self.deal();
        }
        if status == Cancelled {
            let at = self.deal();
            self.market.withdraw_deal(&at.consumer, &at.provider, &at.id);
            return at;
        }
        let at = self.deal();
        self.accept(&at);
        if status == Accepted {
            return at;
        }
        self.fund(&at, 1000);
        match status {
            Completed => assert!(self.market.set_deal_completed(&at.consumer, &at.provider, &at.id)),
            BreachedConsumer => {
                self.use_up(&at, 3072, 2048);
                assert!(self.settle(&at));
            }
            BreachedProvider => {
                self.sla(&at, 101, 100_000_000);
                self.use_up(&at, 1024, 0);
                assert!(!self.settle(&at));
            }
            _ => (),
        }
        assert_eq!(self.state(&at).status, status);
        at
    }

    pub fn accept(&self, at: &At) {
        assert!(self.market.set_deal_accepted(&at.provider, &at.consumer, &at.id));
    }

    pub fn fund(&self, at: &At, amount: u128) {
        assert!(self.market.set_deal_funded(&at.consumer, &at.provider, &at.id, &amount, &self.text("repo")));
    }

    pub fn deposit(&self, at: &At, amount: u128) {
        assert!(self.market.deposit_to_deal(&at.consumer, &at.provider, &at.id, &amount));
    }

    /// Reports usage in MB.
    pub fn use_up(&self, at: &At, storage_mb: u64, egress_mb: u64) {
        assert!(self.market.update_deal_consumption(&at.provider, &at.consumer, &at.id, &storage_mb, &egress_mb));
    }

    pub fn sla(&self, at: &At, latency_ms: u32, uptime: u32) {
        assert!(self.market.update_deal_sla(&at.provider, &at.consumer, &at.id, &latency_ms, &uptime));
    }

    pub fn settle(&self, at: &At) -> bool {
        self.market.pay_pending_consumption(&at.provider, &at.consumer, &at.id)
    }

    pub fn complete(&self, at: &At) {
        assert!(self.market.set_deal_completed(&at.consumer, &at.provider, &at.id));
    }

    pub fn state(&self, at: &At) -> DealState {
        self.market.get_deal_state(&at.consumer, &at.provider, &at.id).expect("the deal is there")
    }

    pub fn reputations(&self, at: &At) -> (u32, u32) {
        let provider = self.market.get_provider(&at.provider).unwrap().reputation;
        (provider, self.market.get_consumer(&at.consumer).unwrap().reputation)
    }

    pub fn held_by_contract(&self) -> u128 {
        self.token.balance(&self.market.address) as u128
    }

    pub fn wait(&self, seconds: u64) {
        self.env.ledger().set_timestamp(self.env.ledger().timestamp() + seconds);
    }
}

/// The named error of a `try_…` call that the contract refused.
pub fn refusal<T, C>(answer: Result<Result<T, C>, Result<Error, InvokeError>>) -> Option<Error> {
    match answer {
        Err(Ok(error)) => Some(error),
        _ => None,
    }
}

/// Nothing paid in is ever lost or made.
pub fn assert_conserved(state: &DealState) {
    assert_eq!(state.paid_in, state.paid_out + state.fees + state.refunded + state.balance, "{state:?}");
}

/// Every error's name and code, from the interface the contract itself carries.
pub fn all_errors() -> std::vec::Vec<(std::string::String, u32)> {
    match ScSpecEntry::from_xdr(crate::error::described::Error::spec_xdr(), Limits::none()).unwrap() {
        ScSpecEntry::UdtErrorEnumV0(spec) => {
            spec.cases.iter().map(|case| (case.name.to_utf8_string_lossy(), case.value)).collect()
        }
        _ => panic!("Error is an error enum"),
    }
}

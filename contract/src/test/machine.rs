//! A market on which anybody calls anything in any order: the random machine of the property tests.
extern crate std;

use std::vec::Vec;

use soroban_sdk::testutils::IssuerFlags;
use soroban_sdk::token::{StellarAssetClient, TokenClient};
use soroban_sdk::Address;

use super::random::Random;
use super::stream_support::Running;
use super::support::*;
use crate::{credit, deal, escrow, stream, DealState, StreamState};

pub const PARTIES: usize = 3;
const MINTED: i128 = 1_000_000;

/// The market with everybody in it. The last of the assets freezes and unfreezes balances as it likes.
pub struct Machine {
    pub world: World,
    pub random: Random,
    pub assets: Vec<(TokenClient<'static>, StellarAssetClient<'static>)>,
    pub consumers: Vec<Address>,
    pub providers: Vec<Address>,
    pub buckets: Vec<(Address, u32)>,
    pub deals: Vec<At>,
    pub streams: Vec<Running>,
    /// Number and one of the parties.
    pub disputes: Vec<(u32, Address)>,
}

/// All that holds money, in one frame of the host.
#[derive(Clone, PartialEq)]
pub struct Snapshot {
    pub deals: Vec<DealState>,
    pub streams: Vec<StreamState>,
    pub credits: Vec<u128>,
    /// What the contract counts as held, an asset each.
    pub held: Vec<u128>,
}

impl Machine {
    pub fn new(seed: u64) -> Machine {
        let world = World::new();
        let stable = &world.token.address;
        let clients =
            |asset: &Address| (TokenClient::new(&world.env, asset), StellarAssetClient::new(&world.env, asset));
        let mut assets = std::vec![clients(stable)];
        for _ in 0..2 {
            let contract = world.env.register_stellar_asset_contract_v2(world.address());
            contract.issuer().set_flag(IssuerFlags::RevocableFlag);
            let asset = contract.address();
            world.market.set_asset_accepted(&asset, &true);
            assets.push(clients(&asset));
        }
        let providers: Vec<Address> = (0..PARTIES).map(|_| world.provider()).collect();
        let consumers: Vec<Address> = (0..PARTIES).map(|_| world.consumer()).collect();
        for party in providers.iter().chain(&consumers) {
            assets.iter().for_each(|(_, issuer)| issuer.mint(party, &MINTED));
        }
        let prices = [(1000, 500), (7, 9), (0, 0), (1_000_003, 1)];
        let buckets = (0..6).map(|n| {
            let provider = providers[n % PARTIES].clone();
            (provider.clone(), world.bucket_at(&provider, prices[n % prices.len()]))
        });
        let buckets = buckets.collect();
        let random = Random::new(seed);
        let (deals, streams, disputes) = (Vec::new(), Vec::new(), Vec::new());
        Machine { world, random, assets, consumers, providers, buckets, deals, streams, disputes }
    }

    pub fn everybody(&self) -> Vec<Address> {
        let mut everybody: Vec<Address> = self.providers.iter().chain(&self.consumers).cloned().collect();
        everybody.push(self.world.owner.clone());
        everybody
    }

    pub fn snapshot(&self) -> Snapshot {
        let (env, everybody) = (&self.world.env, self.everybody());
        env.as_contract(&self.world.market.address, || Snapshot {
            deals: self.deals.iter().map(|at| find_deal(env, at).state).collect(),
            streams: self.streams.iter().map(|at| stream::find(env, at.id).unwrap().state).collect(),
            credits: (self.assets.iter())
                .flat_map(|(token, _)| everybody.iter().map(|party| credit::of(env, party, &token.address)))
                .collect(),
            held: self.assets.iter().map(|(token, _)| escrow::held(env, &token.address)).collect(),
        })
    }

    /// For every asset: what deals, streams and credits hold is what the contract counts, and it owns at least that.
    pub fn check_sums(&self, now: &Snapshot) {
        let assets = self.assets_of();
        let parties = self.everybody().len();
        for (index, (token, _)) in self.assets.iter().enumerate() {
            let of = |asset: &Address| *asset == token.address;
            let deals = now.deals.iter().zip(&assets.0).filter(|(_, asset)| of(asset)).map(|(deal, _)| deal.balance);
            let streams = now.streams.iter().zip(&assets.1).filter(|(_, asset)| of(asset));
            let streams = streams.map(|(stream, _)| stream.balance + stream.collateral);
            let credits = now.credits[index * parties..][..parties].iter().copied();
            let held: u128 = deals.chain(streams).chain(credits).sum();
            assert_eq!(held, now.held[index], "asset {index}");
            assert!(held <= token.balance(&self.world.market.address) as u128, "asset {index}");
        }
    }

    /// The assets of all deals and of all streams.
    fn assets_of(&self) -> (Vec<Address>, Vec<Address>) {
        let env = &self.world.env;
        env.as_contract(&self.world.market.address, || {
            let deals = self.deals.iter().map(|at| find_deal(env, at).terms.asset);
            let streams = self.streams.iter().map(|at| stream::find(env, at.id).unwrap().terms.asset);
            (deals.collect(), streams.collect())
        })
    }

    /// What every asset's holders own together never changes but by what is minted, and what is not held is surplus.
    pub fn check_totals(&self) {
        for (token, _) in &self.assets {
            let market = &self.world.market;
            let owned = token.balance(&market.address) as u128;
            assert_eq!(market.get_held(&token.address) + market.get_surplus(&token.address), owned);
            let mut holders = self.everybody();
            holders.push(self.world.market.address.clone());
            let total: i128 = holders.iter().map(|holder| token.balance(holder)).sum();
            let first = if token.address == self.world.token.address { MINTED * PARTIES as i128 } else { 0 };
            assert_eq!(total, first + MINTED * 2 * PARTIES as i128);
        }
    }
}

fn find_deal(env: &soroban_sdk::Env, at: &At) -> deal::DealRecord {
    deal::find(env, &at.consumer, &at.provider, at.id).expect("a deal that was not deleted is there")
}

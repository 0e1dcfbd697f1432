//! A market in which every role is somebody else's, and what a call can find there.
extern crate std;

use std::vec::Vec as List;

use soroban_sdk::{Address, String, Symbol};

use super::stream_support::{Running, CHUNKS};
use super::support::*;
use crate::CertifiedRole::Provider;
use crate::{DealStatus, Role, StreamStatus};

pub const ROLES: [&str; 8] = ["owner", "oracle", "certifier", "arbiter", "consumer", "provider", "relayer", "stranger"];

/// The market with everybody in it; `people` in the order of `ROLES`.
pub struct Scene {
    pub world: World,
    pub deal: At,
    pub stream: Running,
    pub dispute: u32,
    pub people: List<Address>,
}

impl Scene {
    /// With a deal and a stream of the same two parties.
    pub fn new() -> Scene {
        let world = World::new();
        let named: List<Address> = (0..5).map(|_| world.address()).collect();
        for (role, holder) in [Role::Oracle, Role::Certifier, Role::Arbiter].iter().zip(&named) {
            world.market.set_role(role, &Some(holder.clone()));
        }
        let stream = world.stream(&world.offer());
        let bucket = world.bucket(&stream.provider);
        let deal = world.deal_on(&stream.consumer, &stream.provider, bucket);
        let (owner, consumer, provider) = (world.owner.clone(), stream.consumer.clone(), stream.provider.clone());
        let [oracle, certifier, arbiter, relayer, stranger] = named.try_into().unwrap();
        let people = std::vec![owner, oracle, certifier, arbiter, consumer, provider, relayer, stranger];
        Scene { world, deal, stream, dispute: 0, people }
    }

    pub fn who(&self, role: &str) -> Address {
        self.people[ROLES.iter().position(|name| *name == role).unwrap()].clone()
    }

    pub fn text(&self) -> String {
        self.world.text("text")
    }

    pub fn kind(&self) -> Symbol {
        Symbol::new(&self.world.env, "iso27001")
    }

    pub fn until(&self) -> u64 {
        self.world.env.ledger().timestamp() + DAY
    }

    pub fn accepted(&mut self) {
        self.world.accept(&self.deal);
    }

    pub fn funded(&mut self) {
        self.accepted();
        self.world.fund(&self.deal, 1000);
    }

    pub fn ended(&mut self) {
        let at = &self.deal;
        self.world.market.withdraw_deal(&at.consumer, &at.provider, &at.id);
        assert_eq!(self.world.state(at).status, DealStatus::Cancelled);
        self.world.market.withdraw_stream(&at.consumer, &self.stream.id);
        assert_eq!(self.world.stream_state(&self.stream).status, StreamStatus::Withdrawn);
    }

    pub fn active(&mut self) {
        self.world.market.accept_stream(&self.stream.provider, &self.stream.id);
    }

    pub fn released(&mut self) {
        self.active();
        assert_eq!(self.world.release(&self.stream, &[0, 1, 2, 3]), CHUNKS);
    }

    pub fn disputed(&mut self) {
        self.funded();
        let (at, hash) = (&self.deal, self.world.hash(1));
        let market = &self.world.market;
        self.dispute = market.open_deal_dispute(&at.consumer, &at.consumer, &at.provider, &at.id, &hash, &self.text());
    }

    pub fn units(&mut self) {
        self.world.market.commit_units(&self.deal.provider, &self.deal.bucket, &2, &512);
    }

    pub fn locked(&mut self) {
        self.world.market.lock_bucket(&self.deal.provider, &self.deal.bucket);
    }

    pub fn helper(&mut self) {
        self.world.market.register_service_provider(&self.who("provider"), &self.text(), &self.text());
    }

    pub fn certified(&mut self) {
        self.world.market.certify(&self.who("provider"), &Provider, &self.kind(), &1, &self.until());
    }

    pub fn proposed(&mut self) {
        self.world.market.propose_owner(&Some(self.who("stranger")));
    }

    /// A credit of the provider, as a refused payment leaves it.
    pub fn credited(&mut self) {
        let (world, party) = (&self.world, self.who("provider"));
        let asset = &world.token.address;
        world.mint.mint(&world.market.address, &9);
        world.env.as_contract(&world.market.address, || {
            crate::credit::add(&world.env, &party, asset, 9).unwrap();
            crate::storage::set(&world.env, &crate::storage::Key::Held(asset.clone()), &(4040u128 + 9));
        });
    }

    pub fn gift(&mut self) {
        self.world.mint.mint(&self.world.market.address, &5);
    }

    pub fn late(&mut self) {
        self.world.wait(40 * DAY);
    }
}

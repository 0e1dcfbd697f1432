//! Parties: registering, deleting, their lists.
extern crate std;

use super::support::*;
use crate::{DealStatus, MarketKey};

#[test]
fn a_deleted_party_leaves_the_count_and_the_list_and_keeps_its_place() {
    let world = World::new();
    let providers = [(); 3].map(|_| world.provider());
    world.market.delete_provider(&providers[1]);
    assert_eq!(world.market.get_provider_count(), 2);
    assert_eq!(world.market.get_providers(&0, &10).keys().len(), 2);
    assert_eq!(world.market.get_list_lengths().providers, 3);
    assert!(world.market.get_providers(&1, &1).is_empty());
    world.market.register_provider(&providers[1], &world.text("back"));
    assert_eq!(world.market.get_list_lengths().providers, 3);
    assert!(world.market.get_providers(&1, &1).contains_key(providers[1].clone()));
}

#[test]
fn walking_a_list_meets_everybody_once() {
    let world = World::new();
    let all: std::collections::BTreeSet<_> = (0..70).map(|_| world.consumer()).collect();
    let mut met = std::vec::Vec::new();
    for skip in (0..world.market.get_list_lengths().consumers).step_by(25) {
        let page = world.market.get_consumers(&skip, &1000);
        assert!(page.len() <= 25, "take is capped");
        met.extend(page.keys().iter());
    }
    assert_eq!(met.len(), 70);
    assert_eq!(met.into_iter().collect::<std::collections::BTreeSet<_>>(), all);
    assert!(world.market.get_consumers(&70, &25).is_empty());
    assert!(world.market.get_consumers(&u32::MAX, &u32::MAX).is_empty());
}

#[test]
fn a_party_shows_its_newest_25_buckets_and_deals() {
    let world = World::new();
    let (provider, consumer) = (world.provider(), world.consumer());
    for _ in 0..30 {
        let bucket = world.bucket(&provider);
        world.deal_on(&consumer, &provider, bucket);
    }
    let view = world.market.get_provider(&provider).unwrap();
    assert_eq!((view.buckets.len(), view.deals.len(), view.active_deals.len()), (25, 25, 0));
    assert!(view.buckets.contains_key(MarketKey::Bucket(provider.clone(), 30)));
    assert!(!view.buckets.contains_key(MarketKey::Bucket(provider.clone(), 5)));
    assert!(!view.deals.contains_key(MarketKey::Deal(consumer.clone(), provider.clone(), 5)));
    let infos = world.market.get_deals_by_consumer(&consumer);
    let ids: std::vec::Vec<u32> = infos.iter().map(|info| info.deal.deal_id).collect();
    assert_eq!(ids, (6..=30).collect::<std::vec::Vec<_>>());
    assert_eq!(world.market.get_deals_by_provider(&provider), infos);
    assert_eq!(world.market.get_buckets_by_provider(&provider).len(), 25);
}

#[test]
fn active_deals_are_those_that_run() {
    let world = World::new();
    for (status, active) in [
        (DealStatus::Pending, 0),
        (DealStatus::Accepted, 0),
        (DealStatus::Funded, 1),
        (DealStatus::BreachedConsumer, 1),
        (DealStatus::BreachedProvider, 1),
        (DealStatus::Completed, 0),
        (DealStatus::Cancelled, 0),
    ] {
        let at = world.deal_in(status);
        assert_eq!(world.market.get_provider(&at.provider).unwrap().active_deals.len(), active, "{status:?}");
        assert_eq!(world.market.get_consumer(&at.consumer).unwrap().active_deals.len(), active, "{status:?}");
        assert_eq!(world.market.get_active_deals(&(at.id - 1), &1).len(), active, "{status:?}");
        assert_eq!(world.market.get_deals(&(at.id - 1), &1).len(), 1);
    }
}

#[test]
fn ended_deals_still_show_a_deleted_bucket_and_deleted_parties() {
    let world = World::new();
    let at = world.deal_in(DealStatus::Completed);
    world.market.delete_bucket(&at.provider, &at.bucket);
    world.market.delete_provider(&at.provider);
    let infos = world.market.get_deals_by_consumer(&at.consumer);
    assert_eq!(infos.len(), 1);
    assert_eq!(infos.first().unwrap().bucket.status, crate::BucketStatus::Deleted);
}

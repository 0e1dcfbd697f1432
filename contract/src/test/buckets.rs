//! Buckets: ids, what the market offers, what the provider may do when.
extern crate std;

use super::support::*;
use crate::{BucketStatus, Error};

#[test]
fn ids_count_per_provider_and_are_never_reused() {
    let world = World::new();
    let (one, two) = (world.provider(), world.provider());
    assert_eq!((world.bucket(&one), world.bucket(&two), world.bucket(&one)), (1, 1, 2));
    world.market.delete_bucket(&one, &2);
    assert_eq!(world.bucket(&one), 3);
    assert!(world.market.get_bucket(&one, &2).is_none());
    assert_eq!(world.market.get_bucket_count(), 3);
    assert_eq!(world.market.get_list_lengths().buckets, 4);
}

#[test]
fn a_copied_bucket_gets_its_own_id_time_lock_and_status() {
    let world = World::new();
    let provider = world.provider();
    let mut draft = world.market.get_bucket(&provider, &world.bucket(&provider)).unwrap();
    draft.bucket_id = 77;
    draft.created_ts = 5;
    draft.locked = true;
    draft.status = BucketStatus::Deleted;
    draft.max_storage_gb = 9;
    let id = world.market.create_from_bucket(&draft);
    let bucket = world.market.get_bucket(&provider, &id).unwrap();
    assert_eq!((bucket.bucket_id, bucket.created_ts, bucket.locked), (2, START, false));
    assert_eq!((bucket.status, bucket.max_storage_gb), (BucketStatus::Active, 9));
}

#[test]
fn the_market_offers_what_a_deal_could_be_made_on() {
    let world = World::new();
    let (one, two) = (world.provider(), world.provider());
    let offered = || world.market.get_buckets(&0, &25).len();
    world.bucket(&one);
    world.bucket(&one);
    world.bucket(&two);
    assert_eq!(offered(), 3);
    world.market.lock_bucket(&one, &1);
    assert_eq!(offered(), 2);
    world.market.delete_bucket(&one, &2);
    assert_eq!(offered(), 1);
    world.market.delete_provider(&two);
    assert_eq!(offered(), 0);
    world.market.register_provider(&two, &world.text("back"));
    world.market.unlock_bucket(&one, &1);
    assert_eq!(offered(), 2);
}

#[test]
fn a_locked_bucket_takes_no_deals() {
    let world = World::new();
    let at = world.deal();
    world.market.lock_bucket(&at.provider, &at.bucket);
    let accept = || refusal(world.market.try_set_deal_accepted(&at.provider, &at.consumer, &at.id));
    assert_eq!(accept(), Some(Error::BucketLocked));
    let text = world.text("");
    let proposal = world.market.try_create_deal(&at.consumer, &at.provider, &at.bucket, &text, &1, &1, &1, &text);
    assert_eq!(refusal(proposal), Some(Error::BucketLocked));
    world.market.unlock_bucket(&at.provider, &at.bucket);
    assert_eq!(accept(), None);
}

#[test]
fn a_held_bucket_can_be_described_anew_but_not_unlocked_or_deleted() {
    let world = World::new();
    let at = world.deal();
    world.accept(&at);
    let name = world.text("new name");
    world.market.update_bucket_basic(&at.provider, &at.bucket, &Some(name.clone()), &None, &None);
    assert_eq!(world.market.get_bucket(&at.provider, &at.bucket).unwrap().name, name);
    assert_eq!(refusal(world.market.try_unlock_bucket(&at.provider, &at.bucket)), Some(Error::BucketHeld));
    assert_eq!(refusal(world.market.try_lock_bucket(&at.provider, &at.bucket)), Some(Error::BucketHeld));
    assert_eq!(refusal(world.market.try_delete_bucket(&at.provider, &at.bucket)), Some(Error::BucketHasOpenDeals));
}

#[test]
fn a_change_leaves_out_what_is_not_given() {
    let world = World::new();
    let provider = world.provider();
    let id = world.bucket(&provider);
    let before = world.market.get_bucket(&provider, &id).unwrap();
    world.market.update_bucket_conditions(&provider, &id, &None, &None, &None, &Some(9), &None, &Some(5));
    let after = world.market.get_bucket(&provider, &id).unwrap();
    let expected = crate::Bucket { price_per_gb_egress: 9, sla_avg_uptime_pct: 5, ..before };
    assert_eq!(after, expected);
    let invalid = world.market.try_update_bucket_basic(&provider, &id, &Some(world.text("")), &None, &None);
    assert_eq!(refusal(invalid), Some(Error::BucketNameInvalid));
    assert_eq!(world.market.get_bucket(&provider, &id).unwrap(), expected);
}

//! Global lists as pages of 32 entries: a page has its full size from the first entry on, and a position never moves.
//!
//! The full size matters: the bytes that a call may write are those of its simulation. If a page grew with each entry,
//! of several calls simulated on the same state only the first to be applied would stay within them.
//!
//! Deleting leaves the position in place; readers pass over it. That way `skip += take` walks a list without a gap
//! or a repetition while it grows.
use soroban_sdk::{Address, Env, IntoVal, TryFromVal, Val, Vec};

use crate::error::Error;
use crate::limits::MAX_TAKE;
use crate::storage::{self, Key};

const PAGE: u32 = 32;

#[derive(Clone, Copy)]
#[repr(u32)]
pub enum List {
    Providers = 0,
    Consumers = 1,
    Buckets = 2,
    Deals = 3,
    Streams = 4,
    ServiceProviders = 5,
    Disputes = 6,
}

/// What stands in the free positions of a page: no entry that takes its place is larger.
pub trait Blank {
    fn blank(env: &Env) -> Self;
}

/// An account; contract addresses are four bytes shorter.
impl Blank for Address {
    fn blank(env: &Env) -> Self {
        Address::from_str(env, "GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF")
    }
}

fn page<T>(env: &Env, list: List, number: u32) -> Option<Vec<T>>
where
    T: IntoVal<Env, Val> + TryFromVal<Env, Val>,
{
    storage::get(env, &Key::Page(list, number))
}

fn blank_page<T>(env: &Env) -> Vec<T>
where
    T: IntoVal<Env, Val> + TryFromVal<Env, Val> + Blank + Clone,
{
    let blank = T::blank(env);
    let mut items = Vec::new(env);
    for _ in 0..PAGE {
        items.push_back(blank.clone());
    }
    items
}

/// Writes `item` at `length`, the first free position, and returns the new length.
pub fn append<T>(env: &Env, list: List, length: u32, item: T) -> Result<u32, Error>
where
    T: IntoVal<Env, Val> + TryFromVal<Env, Val> + Blank + Clone,
{
    let mut items: Vec<T> = page(env, list, length / PAGE).unwrap_or_else(|| blank_page(env));
    items.set(length % PAGE, item);
    storage::set(env, &Key::Page(list, length / PAGE), &items);
    length.checked_add(1).ok_or(Error::Overflow)
}

/// The entry at a position (counted from 0); a blank one at a free position of the last page.
pub fn at<T>(env: &Env, list: List, position: u32) -> Option<T>
where
    T: IntoVal<Env, Val> + TryFromVal<Env, Val>,
{
    page(env, list, position / PAGE)?.get(position % PAGE)
}

/// The entries at positions `skip` to `skip + take`, at most `MAX_TAKE` of them.
pub fn range<T>(env: &Env, list: List, length: u32, skip: u32, take: u32) -> Vec<T>
where
    T: IntoVal<Env, Val> + TryFromVal<Env, Val>,
{
    let end = skip.saturating_add(take.min(MAX_TAKE)).min(length);
    let mut found = Vec::new(env);
    let mut position = skip;
    while position < end {
        let from = position % PAGE;
        let to = PAGE.min(from + (end - position));
        if let Some(items) = page::<T>(env, list, position / PAGE) {
            found.append(&items.slice(from..to));
        }
        position += PAGE - from;
    }
    found
}

/// Keeps the page of a position alive.
pub fn extend(env: &Env, list: List, position: u32) {
    storage::extend(env, &Key::Page(list, position / PAGE));
}

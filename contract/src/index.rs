//! Global lists as pages of 32 entries: a page never grows beyond that, and a position never moves.
//!
//! Deleting leaves the position in place; readers pass over it. That way `skip += take` walks a list without a gap
//! or a repetition while it grows.
use soroban_sdk::{contracttype, Env, IntoVal, TryFromVal, Val, Vec};

use crate::error::Error;
use crate::limits::MAX_TAKE;
use crate::storage::{self, Key};

const PAGE: u32 = 32;

#[contracttype]
#[derive(Clone, Copy)]
#[repr(u32)]
pub enum List {
    Providers = 0,
    Consumers = 1,
    Buckets = 2,
    Deals = 3,
}

fn page<T>(env: &Env, list: List, number: u32) -> Vec<T>
where
    T: IntoVal<Env, Val> + TryFromVal<Env, Val>,
{
    storage::get(env, &Key::Page(list, number)).unwrap_or_else(|| Vec::new(env))
}

/// Writes `item` at `length`, the first free position, and returns the new length.
pub fn append<T>(env: &Env, list: List, length: u32, item: T) -> Result<u32, Error>
where
    T: IntoVal<Env, Val> + TryFromVal<Env, Val>,
{
    let mut items: Vec<T> = page(env, list, length / PAGE);
    items.push_back(item);
    storage::set(env, &Key::Page(list, length / PAGE), &items);
    length.checked_add(1).ok_or(Error::Overflow)
}

/// The entry at a position (counted from 0).
pub fn at<T>(env: &Env, list: List, position: u32) -> Option<T>
where
    T: IntoVal<Env, Val> + TryFromVal<Env, Val>,
{
    page(env, list, position / PAGE).get(position % PAGE)
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
        let items: Vec<T> = page(env, list, position / PAGE);
        let from = position % PAGE;
        let to = PAGE.min(from + (end - position)).min(items.len());
        found.append(&items.slice(from..to));
        position += PAGE - from;
    }
    found
}

/// Keeps the page of a position alive.
pub fn extend(env: &Env, list: List, position: u32) {
    storage::extend(env, &Key::Page(list, position / PAGE));
}

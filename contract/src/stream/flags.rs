//! Which chunks were released: pages of 1,024 bits, each of its full size from its first chunk on.
use soroban_sdk::{BytesN, Env};

use super::StreamRecord;
use crate::storage::{self, Key};

const PAGE: u32 = 1024;
/// `PAGE` bits.
const PAGE_BYTES: usize = 128;

fn key(stream: &StreamRecord, page: u32) -> Key {
    Key::Chunks(stream.consumer.clone(), stream.number, page)
}

/// The flags of chunks `page * 1024` and following; chunk 0 is the least significant bit of byte 0.
pub fn page(env: &Env, stream: &StreamRecord, page: u32) -> BytesN<PAGE_BYTES> {
    storage::get(env, &key(stream, page)).unwrap_or_else(|| BytesN::from_array(env, &[0; PAGE_BYTES]))
}

/// Marks a chunk as released; false if it was already.
pub fn mark(env: &Env, stream: &StreamRecord, chunk: u32) -> bool {
    let number = chunk / PAGE;
    let mut flags = page(env, stream, number);
    let (byte, bit) = (chunk % PAGE / 8, 1u8 << (chunk % 8));
    let before = flags.get_unchecked(byte);
    if before & bit != 0 {
        return false;
    }
    flags.set(byte, before | bit);
    storage::set(env, &key(stream, number), &flags);
    true
}

/// Keeps the page of a chunk alive.
pub fn extend(env: &Env, stream: &StreamRecord, page: u32) {
    storage::extend(env, &key(stream, page));
}

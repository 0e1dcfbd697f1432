//! Replays the calls recorded from the module (`vectors/*.bin`) natively: the same look-ups in the same order, and
//! byte-equal answers. What the compiler did to the module is then seen, and so is a host that behaves differently.
//! `test/sandbox/host/record-vectors.ts` writes the tapes; each call is one field holding name, input,
//! (key, value)* looked up, answer.

use anyhow::Result;
use sandbox_host::{frame::Reader, host::Host};
use std::{cell::RefCell, collections::VecDeque, fs};

type Lookups = VecDeque<(Vec<u8>, Vec<u8>)>;

thread_local! {
    static LOOKUPS: RefCell<Lookups> = const { RefCell::new(VecDeque::new()) };
}

fn lookup(key: &[u8]) -> Option<Vec<u8>> {
    let (expected, value) = LOOKUPS.with_borrow_mut(VecDeque::pop_front).expect("a look-up more than on the tape");
    assert_eq!(expected, key, "another key than on the tape");
    (!value.is_empty()).then_some(value)
}

fn replay(tape: &str) -> Result<()> {
    let bytes = fs::read(format!("{}/vectors/{tape}.bin", env!("CARGO_MANIFEST_DIR")))?;
    let mut calls = Reader::new(&bytes);
    let mut host = Host::new(lookup)?;
    while !calls.is_done() {
        let mut call = Reader::new(calls.bytes()?);
        let name = std::str::from_utf8(call.bytes()?)?;
        let input = call.bytes()?;
        LOOKUPS.set(call.list()?.chunks(2).map(|pair| (pair[0].to_vec(), pair[1].to_vec())).collect());
        let expected = call.bytes()?;
        let answer = match host.call(name, input) {
            Ok(body) => [&[0], body.as_slice()].concat(),
            Err(error) => [&[1], format!("{error:#}").as_bytes()].concat(),
        };
        assert!(
            answer == expected,
            "{tape}, {name}: the answer differs\n got {}\nwant {}",
            String::from_utf8_lossy(&answer),
            String::from_utf8_lossy(expected)
        );
        assert!(LOOKUPS.take().is_empty(), "{tape}, {name}: fewer look-ups than on the tape");
    }
    Ok(())
}

macro_rules! tapes {
    ($($name:ident),* $(,)?) => { $(
        #[test]
        fn $name() -> Result<()> {
            replay(stringify!($name))
        }
    )* };
}

tapes!(token, contract, lifetimes, fees, refusals);

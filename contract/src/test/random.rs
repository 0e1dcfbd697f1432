//! Numbers that look random and are the same for the same seed.
extern crate std;

use std::cell::Cell;

pub struct Random(Cell<u64>);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(Cell::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1))
    }

    /// xorshift64*.
    pub fn next(&self) -> u64 {
        let mut state = self.0.get();
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        self.0.set(state);
        state.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// 0 to `end` - 1.
    pub fn below(&self, end: u64) -> u64 {
        (self.next() >> 11) % end
    }

    /// True once in `times`.
    pub fn once_in(&self, times: u64) -> bool {
        self.below(times) == 0
    }

    pub fn of<T: Clone>(&self, items: &[T]) -> Option<T> {
        (!items.is_empty()).then(|| items[self.below(items.len() as u64) as usize].clone())
    }

    /// Mostly what parties can pay, sometimes absurd.
    pub fn amount(&self) -> u128 {
        match self.below(20) {
            0 => u128::MAX,
            1 => i128::MAX as u128,
            2 => 0,
            3..=9 => self.below(200_000).into(),
            _ => self.below(5_000).into(),
        }
    }

    pub fn quantity(&self) -> u64 {
        if self.once_in(12) {
            u64::MAX
        } else {
            self.below(8_000)
        }
    }
}

//! Numbers that look random and are the same for the same seed.
extern crate std;

pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// xorshift64*.
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// 0 to `end` - 1.
    pub fn below(&mut self, end: u64) -> u64 {
        (self.next() >> 11) % end
    }

    /// True once in `times`.
    pub fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    pub fn of<T: Clone>(&mut self, items: &[T]) -> Option<T> {
        (!items.is_empty()).then(|| items[self.below(items.len() as u64) as usize].clone())
    }

    /// Mostly what parties can pay, sometimes absurd.
    pub fn amount(&mut self) -> u128 {
        match self.below(20) {
            0 => u128::MAX,
            1 => i128::MAX as u128,
            2 => 0,
            3..=9 => self.below(200_000).into(),
            _ => self.below(5_000).into(),
        }
    }

    pub fn quantity(&mut self) -> u64 {
        if self.once_in(12) { u64::MAX } else { self.below(8_000) }
    }
}

//! Stands in for `getrandom` 0.2 and always fails. The module is deterministic: its only seed comes with each call.
//! Only key generation of the cryptography crates would ask, and nothing here generates keys.

use core::{fmt, num::NonZeroU32};

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Error(NonZeroU32);

impl Error {
    pub const fn code(self) -> NonZeroU32 {
        self.0
    }

    pub fn raw_os_error(self) -> Option<i32> {
        None
    }
}

impl From<NonZeroU32> for Error {
    fn from(code: NonZeroU32) -> Self {
        Error(code)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no randomness in the host module")
    }
}

impl std::error::Error for Error {}

pub fn getrandom(_: &mut [u8]) -> Result<(), Error> {
    Err(Error(NonZeroU32::MIN))
}

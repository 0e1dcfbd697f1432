//! Values between Rust and the host. The SDK's derived conversions take three times the room, and a network takes 128 KiB at
//! most: `record!` and `choice!` describe a type to the interface with `contracttype`, as usual, and convert it through the
//! few shared functions below. A value of another type traps, which fails the call, as with the SDK's own.
use soroban_sdk::unwrap::UnwrapOptimized;
use soroban_sdk::{Address, BytesN, Env, EnvBase, IntoVal, Map, String, Symbol, TryFromVal, Val, Vec};

/// What the host can hold.
pub trait Packed: Sized {
    fn pack(&self, env: &Env) -> Val;
    fn unpack(env: &Env, value: Val) -> Self;
}

macro_rules! packed_by_the_sdk {
    ($($type:ty),*) => {$(
        impl Packed for $type {
            #[inline(never)]
            fn pack(&self, env: &Env) -> Val {
                self.into_val(env)
            }

            #[inline(never)]
            fn unpack(env: &Env, value: Val) -> Self {
                Self::try_from_val(env, &value).unwrap_optimized()
            }
        }
    )*};
}
packed_by_the_sdk!(u64, u128, bool, u32);

macro_rules! packed_object {
    ($([$($parameter:ident)?] $type:ty),*) => {$(
        impl $(<$parameter: TryFromVal<Env, Val> + IntoVal<Env, Val>>)? Packed for $type {
            fn pack(&self, _env: &Env) -> Val {
                self.to_val()
            }

            #[inline(never)]
            fn unpack(env: &Env, value: Val) -> Self {
                Self::try_from_val(env, &value).unwrap_optimized()
            }
        }
    )*};
}
packed_object!([] Address, [] String, [] Symbol, [T] Vec<T>, [T] Map<T, u128>);

impl<const N: usize> Packed for BytesN<N> {
    fn pack(&self, _env: &Env) -> Val {
        self.to_val()
    }

    #[inline(never)]
    fn unpack(env: &Env, value: Val) -> Self {
        Self::try_from_val(env, &value).unwrap_optimized()
    }
}

impl<T: Packed> Packed for Option<T> {
    fn pack(&self, env: &Env) -> Val {
        self.as_ref().map_or(Val::VOID.to_val(), |value| value.pack(env))
    }

    fn unpack(env: &Env, value: Val) -> Self {
        (!value.is_void()).then(|| T::unpack(env, value))
    }
}

impl<A: Packed, B: Packed> Packed for (A, B) {
    fn pack(&self, env: &Env) -> Val {
        pack_vec(env, &[self.0.pack(env), self.1.pack(env)])
    }

    fn unpack(env: &Env, value: Val) -> Self {
        let mut values = [Val::VOID.to_val(); 2];
        unpack_vec(env, value, &mut values);
        (A::unpack(env, values[0]), B::unpack(env, values[1]))
    }
}

/// A map of symbols; `keys` are sorted.
#[inline(never)]
pub fn pack_map(env: &Env, keys: &[&str], values: &[Val]) -> Val {
    env.map_new_from_slices(keys, values).unwrap_optimized().into()
}

/// The values of these keys; a missing one is left void.
#[inline(never)]
pub fn unpack_map(env: &Env, value: Val, keys: &[&str], values: &mut [Val]) {
    env.sparse_map_unpack_to_slice(value.try_into().unwrap_optimized(), keys, values).unwrap_optimized();
}

#[inline(never)]
pub fn pack_vec(env: &Env, values: &[Val]) -> Val {
    env.vec_new_from_slice(values).unwrap_optimized().into()
}

/// Exactly as many values as there are.
#[inline(never)]
pub fn unpack_vec(env: &Env, value: Val, values: &mut [Val]) {
    env.vec_unpack_to_slice(value.try_into().unwrap_optimized(), values).unwrap_optimized();
}

/// A union's case without values: a vector of its name.
#[inline(never)]
pub fn pack_case(env: &Env, name: &str) -> Val {
    pack_vec(env, &[Symbol::new(env, name).to_val()])
}

/// Which of these cases it is.
#[inline(never)]
pub fn unpack_case(env: &Env, value: Val, names: &[&str]) -> u32 {
    let mut values = [Val::VOID.to_val()];
    unpack_vec(env, value, &mut values);
    let symbol = Symbol::unpack(env, values[0]).to_symbol_val();
    env.symbol_index_in_strs(symbol, names).unwrap_optimized().into()
}

/// Lets the SDK convert what is `Packed`.
macro_rules! convert_packed {
    ($name:ident) => {
        impl soroban_sdk::TryFromVal<soroban_sdk::Env, soroban_sdk::Val> for $name {
            type Error = soroban_sdk::ConversionError;

            #[inline(always)]
            fn try_from_val(env: &soroban_sdk::Env, value: &soroban_sdk::Val) -> Result<Self, Self::Error> {
                Ok($crate::packing::Packed::unpack(env, *value))
            }
        }

        impl soroban_sdk::TryFromVal<soroban_sdk::Env, $name> for soroban_sdk::Val {
            type Error = soroban_sdk::ConversionError;

            #[inline(always)]
            fn try_from_val(env: &soroban_sdk::Env, value: &$name) -> Result<Self, Self::Error> {
                Ok($crate::packing::Packed::pack(value, env))
            }
        }

        impl soroban_sdk::TryFromVal<soroban_sdk::Env, &$name> for soroban_sdk::Val {
            type Error = soroban_sdk::ConversionError;

            #[inline(always)]
            fn try_from_val(env: &soroban_sdk::Env, value: &&$name) -> Result<Self, Self::Error> {
                Ok($crate::packing::Packed::pack(*value, env))
            }
        }

        impl soroban_sdk::SpecShakingMarker for $name {}
    };
}
pub(crate) use convert_packed;

/// A struct of the interface: a map by the names of its fields, which stand in alphabetical order.
macro_rules! record {
    (
        $(#[$doc:meta])*
        pub struct $name:ident {
            $($(#[$field_doc:meta])* pub $field:ident: $type:ident $(<$argument:tt $(, $second:tt)?>)?,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Eq, PartialEq)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type $(<$argument $(, $second)?>)?,)*
        }

        #[cfg(target_family = "wasm")]
        const _: () = {
            $(#[$doc])*
            #[soroban_sdk::contracttype]
            pub struct $name {
                $($(#[$field_doc])* pub $field: $type $(<$argument $(, $second)?>)?,)*
            }
        };

        impl $name {
            const KEYS: &'static [&'static str] = &[$(stringify!($field)),*];
        }

        impl $crate::packing::Packed for $name {
            #[inline(never)]
            fn pack(&self, env: &soroban_sdk::Env) -> soroban_sdk::Val {
                $crate::packing::pack_map(env, Self::KEYS, &[$($crate::packing::Packed::pack(&self.$field, env)),*])
            }

            #[inline(never)]
            fn unpack(env: &soroban_sdk::Env, value: soroban_sdk::Val) -> Self {
                let mut values = [soroban_sdk::Val::VOID.to_val(); Self::KEYS.len()];
                $crate::packing::unpack_map(env, value, Self::KEYS, &mut values);
                let [$($field),*] = values;
                $name { $($field: $crate::packing::Packed::unpack(env, $field)),* }
            }
        }

        $crate::packing::convert_packed!($name);
    };
}
pub(crate) use record;

/// A struct that is only stored: a vector of its fields in this order.
macro_rules! stored {
    (
        $(#[$doc:meta])*
        pub struct $name:ident {
            $($(#[$field_doc:meta])* pub $field:ident: $type:ident $(<$argument:tt $(, $second:tt)?>)?,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type $(<$argument $(, $second)?>)?,)*
        }

        impl $crate::packing::Packed for $name {
            #[inline(never)]
            fn pack(&self, env: &soroban_sdk::Env) -> soroban_sdk::Val {
                $crate::packing::pack_vec(env, &[$($crate::packing::Packed::pack(&self.$field, env)),*])
            }

            #[inline(never)]
            fn unpack(env: &soroban_sdk::Env, value: soroban_sdk::Val) -> Self {
                let mut values = [soroban_sdk::Val::VOID.to_val(); [$(stringify!($field)),*].len()];
                $crate::packing::unpack_vec(env, value, &mut values);
                let [$($field),*] = values;
                $name { $($field: $crate::packing::Packed::unpack(env, $field)),* }
            }
        }

        $crate::packing::convert_packed!($name);
    };
}
pub(crate) use stored;

/// A union of the interface whose cases hold no values.
macro_rules! choice {
    (
        $(#[$doc:meta])*
        pub enum $name:ident {
            $($(#[$case_doc:meta])* $case:ident,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Eq, PartialEq, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$case_doc])* $case,)*
        }

        #[cfg(target_family = "wasm")]
        const _: () = {
            $(#[$doc])*
            #[soroban_sdk::contracttype]
            pub enum $name {
                $($(#[$case_doc])* $case,)*
            }
        };

        impl $name {
            /// In the order of their numbers.
            pub const ALL: &'static [$name] = &[$($name::$case),*];
            const NAMES: &'static [&'static str] = &[$(stringify!($case)),*];
        }

        impl $crate::packing::Packed for $name {
            #[inline(never)]
            fn pack(&self, env: &soroban_sdk::Env) -> soroban_sdk::Val {
                $crate::packing::pack_case(env, Self::NAMES[*self as usize])
            }

            #[inline(never)]
            fn unpack(env: &soroban_sdk::Env, value: soroban_sdk::Val) -> Self {
                Self::ALL[$crate::packing::unpack_case(env, value, Self::NAMES) as usize]
            }
        }

        $crate::packing::convert_packed!($name);
    };
}
pub(crate) use choice;

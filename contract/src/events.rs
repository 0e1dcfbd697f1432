//! Every event. Topics: the event's name, then the keys a reader filters by. Data: what changed and the state after it,
//! so that a projection needs nothing else and applying an event twice is harmless.
//!
//! An event is told by the function of its name. The struct beside it only describes it in the interface: its own
//! `publish` would take ten times the room in the module, so all of them go through the one function below.
//! A value of None is left out of the data.
use soroban_sdk::{Address, Env, Map, Symbol, Val, Vec};

use crate::packing::Packed;

pub mod bucket;
pub mod certification;
pub mod credit;
pub mod deal;
pub mod dispute;
pub mod market;
pub mod party;
pub mod service_provider;
pub mod stream;
pub mod unit;

/// `name => Struct [topics] { data }`: describes an event, and makes the function `name` that publishes it.
macro_rules! event {
    (
        $(#[$doc:meta])* $function:ident => $name:ident
        [$($(#[$topic_doc:meta])* $topic:ident: $topic_type:ident,)*]
        {$($(#[$field_doc:meta])* $field:ident: $type:ident $(<$argument:tt>)?,)*}
    ) => {
        $(#[$doc])*
        #[soroban_sdk::contractevent]
        #[allow(dead_code)]
        pub struct $name {
            $($(#[$topic_doc])* #[topic] pub $topic: $topic_type,)*
            $($(#[$field_doc])* pub $field: $type $(<$argument>)?,)*
        }

        #[allow(clippy::too_many_arguments)]
        pub fn $function(env: &soroban_sdk::Env $(, $topic: &$topic_type)* $(, $field: &$type $(<$argument>)?)*) {
            $crate::events::publish(
                env,
                stringify!($function),
                &[$($crate::events::val(env, $topic)),*],
                &[$(stringify!($field)),*],
                &[$($crate::events::val(env, $field)),*],
            );
        }
    };
}
pub(crate) use event;

/// A value as the host holds it.
fn val<T: Packed>(env: &Env, value: &T) -> Val {
    value.pack(env)
}

/// What deals, streams and disputes are between, and their number: the topics of their events.
struct Between<'a> {
    consumer: &'a Address,
    provider: &'a Address,
    id: u32,
}

impl Between<'_> {
    /// Publishes with these topics and `state` beside the other values.
    fn publish(&self, env: &Env, name: &str, state: Val, keys: &[&str], values: &[Val]) {
        let topics = [self.consumer.to_val(), self.provider.to_val(), self.id.into()];
        let mut data = data(env, keys, values);
        data.set(Symbol::new(env, "state"), state);
        send(env, name, &topics, data);
    }
}

fn publish(env: &Env, name: &str, topics: &[Val], keys: &[&str], values: &[Val]) {
    send(env, name, topics, data(env, keys, values));
}

fn data(env: &Env, keys: &[&str], values: &[Val]) -> Map<Symbol, Val> {
    let mut data = Map::new(env);
    for (key, value) in keys.iter().zip(values) {
        if !value.is_void() {
            data.set(Symbol::new(env, key), *value);
        }
    }
    data
}

fn send(env: &Env, name: &str, keys: &[Val], data: Map<Symbol, Val>) {
    let mut topics = Vec::new(env);
    topics.push_back(Symbol::new(env, name).to_val());
    for key in keys {
        topics.push_back(*key);
    }
    #[allow(deprecated)]
    env.events().publish(topics, data);
}

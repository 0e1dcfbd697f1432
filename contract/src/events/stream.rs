//! Events of streams.
use soroban_sdk::{Address, Env, Val, Vec};

use super::{val, Between};
use crate::stream::{ChunkRelease, StreamRecord, StreamState, StreamTerms};

macro_rules! stream_event {
    ($(#[$doc:meta])* $function:ident => $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ident $(<$argument:tt>)?,)* }) => {
        $(#[$doc])*
        #[soroban_sdk::contractevent]
        #[allow(dead_code)]
        pub struct $name {
            /// The stream's consumer.
            #[topic]
            pub consumer: Address,
            /// The stream's provider.
            #[topic]
            pub provider: Address,
            /// The stream's number.
            #[topic]
            pub stream_id: u32,
            $($(#[$field_doc])* pub $field: $type $(<$argument>)?,)*
            /// The stream's state after the change.
            pub state: StreamState,
        }

        #[allow(clippy::too_many_arguments)]
        pub fn $function(env: &Env, stream: &StreamRecord $(, $field: &$type $(<$argument>)?)*) {
            publish_stream(env, stringify!($function), stream, &[$(stringify!($field)),*], &[$(val(env, $field)),*]);
        }
    };
}

fn publish_stream(env: &Env, name: &str, stream: &StreamRecord, keys: &[&str], values: &[Val]) {
    let between = Between { consumer: &stream.consumer, provider: &stream.provider, id: stream.stream_id };
    between.publish(env, name, val(env, &stream.state), keys, values);
}

stream_event! {
    /// A consumer opened a stream and paid it in.
    stream_opened => StreamOpened {
        /// The bucket's number with its provider.
        bucket_id: u32,
        /// The terms, frozen from now on.
        terms: StreamTerms,
    }
}
stream_event! {
    /// The provider accepted the stream and locked the collateral.
    stream_accepted => StreamAccepted {}
}
stream_event! {
    /// The consumer withdrew the stream before it was accepted.
    stream_withdrawn => StreamWithdrawn {
        /// What went back to the consumer, in token units.
        refund: u128,
    }
}
stream_event! {
    /// Chunks were released. gross = fee + net.
    chunks_released => ChunksReleased {
        /// Those that this call released.
        chunks: Vec<ChunkRelease>,
        /// What they paid, in token units.
        gross: u128,
        /// The platform's share, in token units.
        fee: u128,
        /// The provider's share, in token units.
        net: u128,
        /// Who got the fee.
        fee_recipient: Address,
        /// Who got the tip, if somebody was named.
        relayer: Option<Address>,
        /// What the relayer got, in token units.
        tip: u128,
    }
}
stream_event! {
    /// Chunks were missing after the deadline: what they would have paid and the collateral went to the consumer.
    stream_slashed => StreamSlashed {
        /// The collateral, in token units.
        collateral: u128,
        /// What was not released, in token units.
        refund: u128,
    }
}
stream_event! {
    /// All chunks were released: the collateral went back to the provider, tips nobody took to the consumer.
    stream_finished => StreamFinished {
        /// The collateral, in token units.
        collateral: u128,
        /// The tips nobody took, in token units.
        refund: u128,
    }
}
stream_event! {
    /// A dispute about the stream was opened, withdrawn or lapsed; state.dispute_id is the one that is open, 0 if none is.
    stream_dispute_changed => StreamDisputeChanged {
        /// The dispute's number.
        dispute_id: u32,
    }
}
stream_event! {
    /// The arbiter ended the stream by dividing what it held, collateral included.
    stream_resolved => StreamResolved {
        /// The dispute's number.
        dispute_id: u32,
        /// What the consumer got, in token units.
        refund: u128,
        /// What the provider got, in token units; no fee is taken.
        net: u128,
    }
}

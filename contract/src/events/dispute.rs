//! Events of disputes.
use soroban_sdk::{Address, BytesN, Env, String, Val};

use super::{val, Between};
use crate::dispute::{Dispute, DisputeState, DisputeSubject};

macro_rules! dispute_event {
    ($(#[$doc:meta])* $function:ident => $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ident $(<$argument:tt>)?,)* }) => {
        $(#[$doc])*
        #[soroban_sdk::contractevent]
        #[allow(dead_code)]
        pub struct $name {
            /// The consumer of the deal or stream.
            #[topic]
            pub consumer: Address,
            /// The provider of the deal or stream.
            #[topic]
            pub provider: Address,
            /// The dispute's number.
            #[topic]
            pub dispute_id: u32,
            $($(#[$field_doc])* pub $field: $type $(<$argument>)?,)*
            /// The dispute's state after the change.
            pub state: DisputeState,
        }

        pub fn $function(env: &Env, dispute: &Dispute $(, $field: &$type $(<$argument>)?)*) {
            publish_dispute(env, stringify!($function), dispute, &[$(stringify!($field)),*], &[$(val(env, $field)),*]);
        }
    };
}

fn publish_dispute(env: &Env, name: &str, dispute: &Dispute, keys: &[&str], values: &[Val]) {
    let between = Between { consumer: &dispute.consumer_id, provider: &dispute.provider_id, id: dispute.dispute_id };
    between.publish(env, name, val(env, &dispute.state), keys, values);
}

dispute_event! {
    /// A party opened a dispute; the deal or stream stops.
    dispute_opened => DisputeOpened {
        /// Who opened it.
        opened_by: Address,
        /// Why.
        reason: String,
        /// The hash of the whole reason, kept elsewhere.
        reason_hash: BytesN<32>,
        /// What it is about.
        subject: DisputeSubject,
        /// The deal_id or stream_id.
        subject_id: u32,
    }
}
dispute_event! {
    /// A party added evidence.
    dispute_evidence_added => DisputeEvidenceAdded {
        /// The hash of the evidence, kept elsewhere.
        evidence_hash: BytesN<32>,
        /// Who added it.
        party: Address,
    }
}
dispute_event! {
    /// The arbiter divided what was held; the amounts are in the state.
    dispute_resolved => DisputeResolved {}
}
dispute_event! {
    /// Whoever opened the dispute took it back; the deal or stream goes on.
    dispute_withdrawn => DisputeWithdrawn {}
}
dispute_event! {
    /// Nobody decided the dispute in time; the deal or stream goes on.
    dispute_lapsed => DisputeLapsed {}
}

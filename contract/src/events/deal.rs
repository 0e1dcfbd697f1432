//! Events of deals.
use soroban_sdk::{Address, Env, Symbol, Val};

use super::{event, val, Between};
use crate::deal::{DealRecord, DealState, DealStatus, DealTerms};

macro_rules! deal_event {
    ($(#[$doc:meta])* $function:ident => $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ident $(<$argument:tt>)?,)* }) => {
        $(#[$doc])*
        #[soroban_sdk::contractevent]
        #[allow(dead_code)]
        pub struct $name {
            /// The deal's consumer.
            #[topic]
            pub consumer: Address,
            /// The deal's provider.
            #[topic]
            pub provider: Address,
            /// The deal's number.
            #[topic]
            pub deal_id: u32,
            $($(#[$field_doc])* pub $field: $type $(<$argument>)?,)*
            /// The deal's state after the change.
            pub state: DealState,
        }

        #[allow(clippy::too_many_arguments)]
        pub fn $function(env: &Env, deal: &DealRecord $(, $field: &$type $(<$argument>)?)*) {
            publish_deal(env, stringify!($function), deal, &[$(stringify!($field)),*], &[$(val(env, $field)),*]);
        }
    };
}

fn publish_deal(env: &Env, name: &str, deal: &DealRecord, keys: &[&str], values: &[Val]) {
    let between = Between { consumer: &deal.consumer, provider: &deal.provider, id: deal.deal_id };
    between.publish(env, name, val(env, &deal.state), keys, values);
}

deal_event! {
    /// A consumer proposed a deal; nothing is reserved yet.
    deal_created => DealCreated {
        /// The bucket's number with its provider.
        bucket_id: u32,
        /// The terms, frozen from now on.
        terms: DealTerms,
    }
}
deal_event! {
    /// The provider accepted the deal; its bucket, or units of it, are held from now on.
    deal_accepted => DealAccepted {}
}
deal_event! {
    /// The provider rejected the deal.
    deal_rejected => DealRejected {}
}
deal_event! {
    /// The consumer withdrew the deal before funding it.
    deal_withdrawn => DealWithdrawn {}
}
deal_event! {
    /// The deal was not answered or not funded within 7 days, and somebody ended it.
    deal_timed_out => DealTimedOut {}
}
deal_event! {
    /// The consumer paid in for the first time; the deal runs.
    deal_funded => DealFunded {
        /// What was paid in, in token units.
        amount: u128,
    }
}
deal_event! {
    /// The consumer paid in more.
    deal_deposited => DealDeposited {
        /// What was paid in, in token units.
        amount: u128,
    }
}
deal_event! {
    /// Usage was reported and is to be settled.
    deal_usage_reported => DealUsageReported {
        /// Storage reported, in MB.
        storage_mb: u64,
        /// Traffic reported, in MB.
        egress_mb: u64,
    }
}
deal_event! {
    /// Measured service quality was reported; the next settlement judges by it.
    deal_sla_reported => DealSlaReported {
        /// Average latency, in milliseconds.
        sla_avg_latency_ms: u32,
        /// Average uptime, in millionths of a percent.
        sla_avg_uptime_pct: u32,
    }
}
deal_event! {
    /// Usage and service quality of a period were reported; the next settlement takes both.
    deal_period_reported => DealPeriodReported {
        /// From when, in seconds since 1970.
        period_start: u64,
        /// Until when, in seconds since 1970.
        period_end: u64,
        /// Storage used in the period, in MB.
        storage_mb: u64,
        /// Traffic in the period, in MB.
        egress_mb: u64,
        /// Average latency, in milliseconds.
        sla_avg_latency_ms: u32,
        /// Average uptime, in millionths of a percent.
        sla_avg_uptime_pct: u32,
    }
}
deal_event! {
    /// Reported usage was settled. gross = fee + net.
    deal_settled => DealSettled {
        /// How: paid, partial (the balance was too small) or sla_breach (nothing paid, usage slashed).
        outcome: Symbol,
        /// What left the balance, in token units.
        gross: u128,
        /// The platform's share, in token units.
        fee: u128,
        /// The provider's share, in token units.
        net: u128,
        /// Who got the fee.
        fee_recipient: Address,
        /// Storage settled or slashed, in MB.
        storage_mb: u64,
        /// Traffic settled or slashed, in MB.
        egress_mb: u64,
    }
}
deal_event! {
    /// The consumer ended the deal; what was left went back to it.
    deal_completed => DealCompleted {
        /// What went back to the consumer, in token units.
        refund: u128,
    }
}
deal_event! {
    /// The provider cancelled the deal; what was left went back to the consumer.
    deal_cancelled => DealCancelled {
        /// What went back to the consumer, in token units.
        refund: u128,
    }
}
deal_event! {
    /// The deal's time was over and somebody ended it; what was left went back to the consumer.
    deal_expired => DealExpired {
        /// What went back to the consumer, in token units.
        refund: u128,
    }
}
deal_event! {
    /// A dispute about the deal was opened, withdrawn or lapsed; state.dispute_id is the one that is open, 0 if none is.
    deal_dispute_changed => DealDisputeChanged {
        /// The dispute's number.
        dispute_id: u32,
    }
}
deal_event! {
    /// The arbiter ended the deal by dividing what it held.
    deal_resolved => DealResolved {
        /// The dispute's number.
        dispute_id: u32,
        /// What went back to the consumer, in token units.
        refund: u128,
        /// What the provider got, in token units; no fee is taken.
        net: u128,
    }
}
deal_event! {
    /// The owner removed an ended deal from storage; state is its last one.
    deal_deleted => DealDeleted {}
}

event! {
    /// The event of generation 2, published on every change of a deal's status beside the typed one.
    deal_status_event => DealStatusEvent [] {
        /// The deal's consumer.
        consumer_id: Address,
        /// The deal's number.
        deal_id: u32,
        /// The deal's provider.
        provider_id: Address,
        /// The status after the change.
        status: DealStatus,
    }
}

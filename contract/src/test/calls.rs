//! Every function of the contract that writes, called with random arguments. True when the contract took the call.
extern crate std;

use soroban_sdk::{Address, String, Symbol, Vec};

use super::machine::Machine;
use super::stream_support::Running;
use super::support::*;
use crate::{CertifiedRole, Role, StreamOffer};

type Call = fn(&mut Machine) -> bool;

/// Name, how often among all, and the call.
pub const CALLS: [(&str, u32, Call); 72] = [
    ("accept_ownership", 1, |m| m.world.market.try_accept_ownership(&m.world.owner).is_ok()),
    ("accept_stream", 8, |m| stream(m, |m, s| m.world.market.try_accept_stream(&s.provider, &s.id).is_ok())),
    ("add_evidence", 2, |m| {
        dispute(m, |m, id, party| m.world.market.try_add_evidence(party, &id, &m.world.hash(1)).is_ok())
    }),
    ("certify", 1, |m| {
        let (subject, kind, until) = (m.provider(), Symbol::new(&m.world.env, "iso27001"), m.now() + DAY);
        let level = m.random.below(102) as u32;
        m.world.market.try_certify(&subject, &CertifiedRole::Provider, &kind, &level, &until).is_ok()
    }),
    ("claim_credit", 6, |m| {
        let (party, to, asset) = (m.anybody(), m.anybody(), m.asset());
        m.world.market.try_claim_credit(&party, &asset, &to).is_ok()
    }),
    ("commit_units", 2, |m| {
        let ((provider, bucket), count) = (m.bucket(), m.random.below(6) as u32);
        m.world.market.try_commit_units(&provider, &bucket, &count, &2000).is_ok()
    }),
    ("create_bucket", 1, |m| {
        let (provider, text) = (m.provider(), m.text());
        let made = m.world.market.try_create_bucket(&provider, &text, &text, &text, &text, &5, &5, &100, &1);
        made.is_ok_and(|id| (m.buckets.push((provider, id.unwrap())), true).1)
    }),
    ("create_deal", 10, |m| propose(m, false)),
    ("create_deal_with_asset", 10, |m| propose(m, true)),
    ("create_from_bucket", 1, |m| {
        let (provider, id) = m.bucket();
        let Some(draft) = m.world.market.get_bucket(&provider, &id) else { return false };
        m.world.market.try_create_from_bucket(&draft).is_ok()
    }),
    ("decommission_units", 1, |m| {
        let ((provider, bucket), units) = (m.bucket(), m.units());
        m.world.market.try_decommission_units(&provider, &bucket, &units).is_ok()
    }),
    ("delete_bucket", 1, |m| {
        let (provider, bucket) = m.bucket();
        m.world.market.try_delete_bucket(&provider, &bucket).is_ok()
    }),
    ("delete_consumer", 1, |m| m.world.market.try_delete_consumer(&m.consumer()).is_ok()),
    ("delete_deal", 1, |m| {
        let Some(at) = m.random.of(&m.deals) else { return false };
        let deleted = m.world.market.try_delete_deal(&at.consumer, &at.provider, &at.id).is_ok();
        m.deals.retain(|deal| !deleted || deal.id != at.id);
        deleted
    }),
    ("delete_provider", 1, |m| m.world.market.try_delete_provider(&m.provider()).is_ok()),
    ("delete_service_provider", 1, |m| m.world.market.try_delete_service_provider(&m.consumer()).is_ok()),
    ("deposit_to_deal", 8, |m| {
        let amount = m.random.amount();
        deal(m, |m, d| m.world.market.try_deposit_to_deal(&d.consumer, &d.provider, &d.id, &amount).is_ok())
    }),
    ("expire_deal", 4, |m| deal(m, |m, d| m.world.market.try_expire_deal(&d.consumer, &d.provider, &d.id).is_ok())),
    ("extend_bucket_ttl", 1, |m| {
        let (provider, bucket) = m.bucket();
        m.world.market.try_extend_bucket_ttl(&provider, &bucket).is_ok()
    }),
    ("extend_consumer_ttl", 1, |m| m.world.market.try_extend_consumer_ttl(&m.consumer()).is_ok()),
    ("extend_deal_ttl", 1, |m| {
        deal(m, |m, d| m.world.market.try_extend_deal_ttl(&d.consumer, &d.provider, &d.id).is_ok())
    }),
    ("extend_dispute_ttl", 1, |m| dispute(m, |m, id, _| m.world.market.try_extend_dispute_ttl(&id).is_ok())),
    ("extend_market_ttl", 1, |m| m.world.market.try_extend_market_ttl().is_ok()),
    ("extend_provider_ttl", 1, |m| m.world.market.try_extend_provider_ttl(&m.provider()).is_ok()),
    ("extend_stream_ttl", 1, |m| stream(m, |m, s| m.world.market.try_extend_stream_ttl(&s.id, &0).is_ok())),
    ("finish_stream", 8, |m| stream(m, |m, s| m.world.market.try_finish_stream(&s.id).is_ok())),
    ("lapse_dispute", 3, |m| dispute(m, |m, id, _| m.world.market.try_lapse_dispute(&id).is_ok())),
    ("lock_bucket", 1, |m| {
        let (provider, bucket) = m.bucket();
        m.world.market.try_lock_bucket(&provider, &bucket).is_ok()
    }),
    ("open_deal_dispute", 4, |m| {
        deal(m, |m, d| {
            let (market, hash) = (&m.world.market, m.world.hash(1));
            let opened = market.try_open_deal_dispute(&d.consumer, &d.consumer, &d.provider, &d.id, &hash, &m.text());
            opened.is_ok_and(|id| (m.disputes.push((id.unwrap(), d.consumer.clone())), true).1)
        })
    }),
    ("open_stream", 8, open_stream),
    ("open_stream_dispute", 3, |m| {
        stream(m, |m, s| {
            let (market, hash) = (&m.world.market, m.world.hash(1));
            let opened = market.try_open_stream_dispute(&s.provider, &s.id, &hash, &m.text());
            opened.is_ok_and(|id| (m.disputes.push((id.unwrap(), s.provider.clone())), true).1)
        })
    }),
    ("pay_pending_consumption", 14, |m| {
        deal(m, |m, d| m.world.market.try_pay_pending_consumption(&d.provider, &d.consumer, &d.id).is_ok())
    }),
    ("propose_owner", 1, |m| m.world.market.try_propose_owner(&Some(m.world.owner.clone())).is_ok()),
    ("register_consumer", 2, |m| m.world.market.try_register_consumer(&m.consumer(), &m.text()).is_ok()),
    ("register_full_user", 1, |m| m.world.market.try_register_full_user(&m.provider(), &m.text()).is_ok()),
    ("register_provider", 2, |m| m.world.market.try_register_provider(&m.provider(), &m.text()).is_ok()),
    ("register_service_provider", 1, |m| {
        m.world.market.try_register_service_provider(&m.consumer(), &m.text(), &m.text()).is_ok()
    }),
    ("release_chunks", 24, |m| {
        let relayer = m.random.once_in(2).then(|| m.anybody());
        let chunks = [m.random.below(5) as u32, m.random.below(5) as u32, 3];
        let count = 1 + m.random.below(3) as usize;
        stream(m, |m, s| {
            let proofs = m.world.proofs(s, &chunks[..count]);
            m.world.market.try_release_chunks(&s.id, &proofs, &relayer).is_ok()
        })
    }),
    ("report_usage", 8, |m| {
        let (end, quantity) = (m.now(), m.random.quantity());
        let start = end - m.random.below(DAY);
        deal(m, |m, d| {
            let market = &m.world.market;
            let (p, c, q) = (&d.provider, &d.consumer, quantity);
            market.try_report_usage(p, c, &d.id, &start, &end, &q, &(q / 3), &((q % 150) as u32), &99_950_000).is_ok()
        })
    }),
    ("resolve_dispute", 6, resolve),
    ("revoke_certification", 1, |m| {
        let kind = Symbol::new(&m.world.env, "iso27001");
        m.world.market.try_revoke_certification(&m.provider(), &CertifiedRole::Provider, &kind).is_ok()
    }),
    ("set_asset_accepted", 2, |m| {
        let (asset, accepted) = (m.asset(), !m.random.once_in(3));
        m.world.market.try_set_asset_accepted(&asset, &accepted).is_ok()
    }),
    ("set_deal_accepted", 24, |m| {
        deal(m, |m, d| m.world.market.try_set_deal_accepted(&d.provider, &d.consumer, &d.id).is_ok())
    }),
    ("set_deal_cancelled", 5, |m| {
        deal(m, |m, d| m.world.market.try_set_deal_cancelled(&d.provider, &d.consumer, &d.id).is_ok())
    }),
    ("set_deal_completed", 8, |m| {
        deal(m, |m, d| m.world.market.try_set_deal_completed(&d.consumer, &d.provider, &d.id).is_ok())
    }),
    ("set_deal_funded", 24, |m| {
        let amount = m.random.amount();
        deal(m, |m, d| m.world.market.try_set_deal_funded(&d.consumer, &d.provider, &d.id, &amount, &m.text()).is_ok())
    }),
    ("set_deal_rejected", 3, |m| {
        deal(m, |m, d| m.world.market.try_set_deal_rejected(&d.provider, &d.consumer, &d.id).is_ok())
    }),
    ("set_paused", 4, |m| {
        let paused = m.random.once_in(4);
        m.world.market.try_set_paused(&paused).is_ok()
    }),
    ("set_platform_fee", 2, |m| {
        let fee = m.random.below(10_100).into();
        m.world.market.try_set_platform_fee(&fee).is_ok()
    }),
    ("set_role", 1, |m| {
        let (role, holder) = (m.random.of(Role::ALL).unwrap(), m.anybody());
        m.world.market.try_set_role(&role, &Some(holder)).is_ok()
    }),
    ("set_stable_asset_address", 1, |m| {
        let asset = m.asset();
        m.world.market.try_set_stable_asset_address(&asset).is_ok()
    }),
    ("set_units_maintenance", 1, |m| {
        let ((provider, bucket), units, out) = (m.bucket(), m.units(), m.random.once_in(2));
        m.world.market.try_set_units_maintenance(&provider, &bucket, &units, &out).is_ok()
    }),
    ("slash_stream", 4, |m| stream(m, |m, s| m.world.market.try_slash_stream(&s.id).is_ok())),
    ("sweep_surplus", 2, |m| {
        let (asset, to) = (m.asset(), m.world.owner.clone());
        m.world.market.try_sweep_surplus(&asset, &to).is_ok()
    }),
    ("time_out_deal", 3, |m| deal(m, |m, d| m.world.market.try_time_out_deal(&d.consumer, &d.provider, &d.id).is_ok())),
    ("unlock_bucket", 2, |m| {
        let (provider, bucket) = m.bucket();
        m.world.market.try_unlock_bucket(&provider, &bucket).is_ok()
    }),
    ("update_bucket_basic", 1, |m| {
        let (provider, bucket) = m.bucket();
        m.world.market.try_update_bucket_basic(&provider, &bucket, &None, &Some(m.text()), &None).is_ok()
    }),
    ("update_bucket_conditions", 2, |m| {
        let ((provider, bucket), price) = (m.bucket(), Some(u128::from(m.random.below(3_000))));
        let market = &m.world.market;
        market.try_update_bucket_conditions(&provider, &bucket, &None, &None, &price, &None, &None, &None).is_ok()
    }),
    ("update_consumer", 1, |m| m.world.market.try_update_consumer(&m.consumer(), &m.text()).is_ok()),
    ("update_deal_consumption", 10, |m| {
        let quantity = m.random.quantity();
        deal(m, |m, d| {
            let market = &m.world.market;
            market.try_update_deal_consumption(&d.provider, &d.consumer, &d.id, &quantity, &(quantity / 2)).is_ok()
        })
    }),
    ("update_deal_sla", 4, |m| {
        let latency = m.random.below(130) as u32;
        deal(m, |m, d| {
            m.world.market.try_update_deal_sla(&d.provider, &d.consumer, &d.id, &latency, &99_950_000).is_ok()
        })
    }),
    ("update_owner", 1, |m| m.world.market.try_update_owner(&m.world.owner).is_ok()),
    ("update_provider", 1, |m| m.world.market.try_update_provider(&m.provider(), &m.text()).is_ok()),
    ("update_service_provider", 1, |m| {
        m.world.market.try_update_service_provider(&m.consumer(), &None, &Some(m.text())).is_ok()
    }),
    ("withdraw_deal", 2, |m| deal(m, |m, d| m.world.market.try_withdraw_deal(&d.consumer, &d.provider, &d.id).is_ok())),
    ("withdraw_dispute", 3, |m| dispute(m, |m, id, party| m.world.market.try_withdraw_dispute(party, &id).is_ok())),
    ("withdraw_stream", 2, |m| stream(m, |m, s| m.world.market.try_withdraw_stream(&s.consumer, &s.id).is_ok())),
    // What happens around the contract.
    ("", 6, |m| {
        let seconds = m.random.below(3 * DAY);
        m.world.wait(seconds);
        true
    }),
    ("", 2, |m| {
        m.world.wait(12 * DAY);
        true
    }),
    ("", 5, |m| {
        let (party, free) = (m.anybody(), m.random.once_in(2));
        let asset = 1 + m.random.below(2) as usize;
        m.assets[asset].1.set_authorized(&party, &free);
        true
    }),
    ("", 2, |m| {
        let (asset, party, gift) = (m.random.below(3) as usize, m.provider(), m.random.below(100) as i128);
        let to = m.world.market.address.clone();
        m.assets[asset].0.try_transfer(&party, &to, &gift).is_ok()
    }),
    ("", 3, |m| {
        for (role, held) in Role::ALL.iter().zip([true; 3]) {
            assert!(held && m.world.market.set_role(role, &None));
        }
        m.world.market.set_paused(&false)
    }),
];

impl Machine {
    pub fn now(&self) -> u64 {
        self.world.env.ledger().timestamp()
    }

    fn text(&self) -> String {
        self.world.text("text")
    }

    fn provider(&self) -> Address {
        self.random.of(&self.providers).unwrap()
    }

    fn consumer(&self) -> Address {
        self.random.of(&self.consumers).unwrap()
    }

    fn anybody(&self) -> Address {
        let everybody = self.everybody();
        self.random.of(&everybody).unwrap()
    }

    fn asset(&self) -> Address {
        self.assets[self.random.below(self.assets.len() as u64) as usize].0.address.clone()
    }

    fn bucket(&self) -> (Address, u32) {
        self.random.of(&self.buckets).unwrap()
    }

    fn units(&self) -> Vec<u32> {
        Vec::from_array(&self.world.env, [1 + self.random.below(8) as u32])
    }
}

/// One of the newest dozen, so that something gets on.
fn newest<T: Clone>(m: &mut Machine, items: fn(&Machine) -> &std::vec::Vec<T>) -> Option<T> {
    let count = items(m).len();
    let from = if m.random.once_in(5) { 0 } else { count.saturating_sub(12) };
    let range = items(m)[from..].to_vec();
    m.random.of(&range)
}

fn deal(m: &mut Machine, call: impl FnOnce(&mut Machine, &At) -> bool) -> bool {
    newest(m, |m| &m.deals).is_some_and(|at| call(m, &at))
}

fn stream(m: &mut Machine, call: impl FnOnce(&mut Machine, &Running) -> bool) -> bool {
    newest(m, |m| &m.streams).is_some_and(|at| call(m, &at))
}

fn dispute(m: &mut Machine, call: impl FnOnce(&mut Machine, u32, &Address) -> bool) -> bool {
    newest(m, |m| &m.disputes).is_some_and(|(id, party)| call(m, id, &party))
}

fn propose(m: &mut Machine, named: bool) -> bool {
    let (consumer, (provider, bucket), asset, text) = (m.consumer(), m.bucket(), m.asset(), m.text());
    let (duration, quantity) = (DAY + m.random.below(20 * DAY), m.random.quantity());
    let market = &m.world.market;
    let made = if named {
        let (c, p, q) = (&consumer, &provider, &quantity);
        market.try_create_deal_with_asset(c, p, &bucket, &text, &duration, q, &1, &text, &asset)
    } else {
        market.try_create_deal(&consumer, &provider, &bucket, &text, &duration, &quantity, &1, &text)
    };
    made.is_ok_and(|id| (m.deals.push(At { consumer, provider, bucket, id: id.unwrap() }), true).1)
}

fn open_stream(m: &mut Machine) -> bool {
    let (consumer, (provider, bucket)) = (m.consumer(), m.bucket());
    let asset = if m.random.once_in(3) { None } else { Some(m.asset()) };
    let offer = StreamOffer {
        asset,
        chunk_amount: m.random.below(1_000).into(),
        chunk_tip: m.random.below(7).into(),
        collateral: m.random.below(500).into(),
        ..m.world.offer()
    };
    let made = m.world.market.try_open_stream(&consumer, &provider, &bucket, &offer);
    made.is_ok_and(|id| (m.streams.push(Running { consumer, provider, bucket, id: id.unwrap() }), true).1)
}

/// Mostly a split that adds up.
fn resolve(m: &mut Machine) -> bool {
    let share = m.random.below(3_000).into();
    let off = u128::from(m.random.once_in(5));
    dispute(m, |m, id, _| {
        let Some(dispute) = m.world.market.get_dispute(&id) else { return false };
        let market = &m.world.market;
        let held = match dispute.subject {
            crate::DisputeSubject::Deal => market
                .get_deal_state(&dispute.consumer_id, &dispute.provider_id, &dispute.subject_id)
                .map_or(0, |state| state.balance),
            crate::DisputeSubject::Stream => market
                .get_stream(&dispute.subject_id)
                .map_or(0, |stream| stream.state.balance + stream.state.collateral),
        };
        let to_provider = held.min(share);
        market.try_resolve_dispute(&id, &(held - to_provider + off), &to_provider).is_ok()
    })
}

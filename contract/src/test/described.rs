//! What the interface says about events, and whether what is published is that.
extern crate std;

use std::collections::BTreeMap;
use std::string::{String as Text, ToString};
use std::vec::Vec;

use soroban_sdk::testutils::Events as _;
use soroban_sdk::xdr::{
    ContractEventBody, ContractEventV0, Limits, ReadXdr, ScSpecEntry, ScSpecEventParamLocationV0, ScSpecEventV0,
    ScSpecTypeDef, ScVal,
};

use super::support::World;
use crate::events::*;

macro_rules! specs {
    ($($module:ident: $($name:ident)*;)*) => {
        [$($($module::$name::spec_xdr().to_vec(),)*)*]
    };
}

/// Every event of the interface by its name.
pub fn described_events() -> BTreeMap<Text, ScSpecEventV0> {
    let specs = specs! {
        market: MarketCreated OwnerChanged OwnerProposed RoleChanged PauseChanged PlatformFeeChanged StableAssetChanged
            AssetChanged ContractUpgraded SurplusSwept;
        credit: CreditAdded CreditClaimed;
        party: ProviderRegistered ProviderUpdated ProviderDeleted ConsumerRegistered ConsumerUpdated ConsumerDeleted
            ReputationChanged;
        bucket: BucketCreated BucketUpdated BucketLocked BucketUnlocked BucketDeleted;
        deal: DealCreated DealAccepted DealRejected DealWithdrawn DealTimedOut DealFunded DealDeposited DealUsageReported
            DealSlaReported DealPeriodReported DealSettled DealCompleted DealCancelled DealExpired DealDisputeChanged
            DealResolved DealDeleted DealStatusEvent;
        stream: StreamOpened StreamAccepted StreamWithdrawn ChunksReleased StreamSlashed StreamFinished
            StreamDisputeChanged StreamResolved;
        unit: UnitsCommitted UnitsChanged;
        service_provider: ServiceProviderRegistered ServiceProviderUpdated ServiceProviderDeleted;
        certification: CertificationGranted CertificationRevoked;
        dispute: DisputeOpened DisputeEvidenceAdded DisputeResolved DisputeWithdrawn DisputeLapsed;
    };
    let named = specs.into_iter().map(|spec| match ScSpecEntry::from_xdr(spec, Limits::none()).unwrap() {
        ScSpecEntry::EventV0(event) => (event.prefix_topics[0].to_utf8_string_lossy(), event),
        other => panic!("{other:?} is no event"),
    });
    named.collect()
}

/// Checks the market's events of the last call against their descriptions; their names.
pub fn check_events(world: &World, described: &BTreeMap<Text, ScSpecEventV0>) -> Vec<Text> {
    let all = world.env.events().all().filter_by_contract(&world.market.address);
    let bodies = all.events().iter().map(|event| {
        let ContractEventBody::V0(body) = &event.body;
        let name = symbol(&body.topics[0]);
        check_event(&name, body, described.get(&name).unwrap_or_else(|| panic!("{name} is in no interface")));
        name
    });
    bodies.collect()
}

fn check_event(name: &str, body: &ContractEventV0, spec: &ScSpecEventV0) {
    let at = |location| spec.params.iter().filter(move |param| param.location == location);
    let topics: Vec<_> = at(ScSpecEventParamLocationV0::TopicList).collect();
    assert_eq!(body.topics.len(), 1 + topics.len(), "{name}");
    for (topic, param) in body.topics[1..].iter().zip(topics) {
        assert!(fits(topic, &param.type_), "{name}: {topic:?} is no {:?}", param.type_);
    }
    let ScVal::Map(Some(data)) = &body.data else { panic!("the data of {name} is a map") };
    let mut data: BTreeMap<Text, &ScVal> = data.iter().map(|entry| (symbol(&entry.key), &entry.val)).collect();
    for param in at(ScSpecEventParamLocationV0::Data) {
        match data.remove(&param.name.to_string()) {
            Some(value) => assert!(fits(value, &param.type_), "{name}: {value:?} is no {:?}", param.type_),
            None => assert!(matches!(param.type_, ScSpecTypeDef::Option(_)), "{name} lacks {}", param.name),
        }
    }
    assert!(data.is_empty(), "{name} tells more than is described: {data:?}");
}

fn symbol(value: &ScVal) -> Text {
    match value {
        ScVal::Symbol(symbol) => symbol.to_utf8_string_lossy(),
        other => panic!("{other:?} is no symbol"),
    }
}

fn fits(value: &ScVal, described: &ScSpecTypeDef) -> bool {
    use ScSpecTypeDef as Type;
    match described {
        Type::Bool => matches!(value, ScVal::Bool(_)),
        Type::U32 => matches!(value, ScVal::U32(_)),
        Type::U64 => matches!(value, ScVal::U64(_)),
        Type::U128 => matches!(value, ScVal::U128(_)),
        Type::String => matches!(value, ScVal::String(_)),
        Type::Symbol => matches!(value, ScVal::Symbol(_)),
        Type::Address => matches!(value, ScVal::Address(_)),
        Type::BytesN(bytes) => matches!(value, ScVal::Bytes(found) if found.len() == bytes.n as usize),
        Type::Vec(item) => {
            matches!(value, ScVal::Vec(Some(items)) if items.iter().all(|value| fits(value, &item.element_type)))
        }
        Type::Option(inner) => fits(value, &inner.value_type),
        Type::Udt(_) => matches!(value, ScVal::Map(Some(_)) | ScVal::Vec(Some(_))),
        other => panic!("no event has a value of the type {other:?}"),
    }
}

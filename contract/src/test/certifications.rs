//! Certifications: one for each subject, role and kind; granted, renewed, revoked, and readable for ever.
extern crate std;

use super::support::*;
use crate::{Certification, CertifiedRole, Error};
use soroban_sdk::{Address, Symbol};

const UNTIL: u64 = START + 365 * DAY;

fn kind(world: &World) -> Symbol {
    Symbol::new(&world.env, "iso27001")
}

fn certify(world: &World, subject: &Address, level: u32, until: u64) -> Option<Error> {
    refusal(world.market.try_certify(subject, &CertifiedRole::Provider, &kind(world), &level, &until))
}

fn found(world: &World, subject: &Address, role: CertifiedRole) -> Option<Certification> {
    world.market.get_certification(subject, &role, &kind(world))
}

fn service_provider(world: &World) -> Address {
    let address = world.address();
    world.market.register_service_provider(&address, &world.text("audit"), &world.text(""));
    address
}

#[test]
fn a_certification_says_what_was_granted_and_when_it_was_revoked() {
    let world = World::new();
    let subject = world.provider();
    assert_eq!(found(&world, &subject, CertifiedRole::Provider), None);
    assert_eq!(certify(&world, &subject, 3, UNTIL), None);
    let expected = Certification {
        certified_ts: START,
        kind: kind(&world),
        level: 3,
        revoked_ts: 0,
        role: CertifiedRole::Provider,
        subject: subject.clone(),
        valid_until: UNTIL,
    };
    assert_eq!(found(&world, &subject, CertifiedRole::Provider), Some(expected.clone()));
    world.wait(7);
    world.market.revoke_certification(&subject, &CertifiedRole::Provider, &kind(&world));
    let expected = Certification { revoked_ts: START + 7, ..expected };
    assert_eq!(found(&world, &subject, CertifiedRole::Provider), Some(expected));
}

#[test]
fn certifying_again_renews_also_after_a_revocation() {
    let world = World::new();
    let subject = world.provider();
    certify(&world, &subject, 3, UNTIL);
    let revoke = || world.market.try_revoke_certification(&subject, &CertifiedRole::Provider, &kind(&world));
    assert!(revoke().is_ok());
    assert_eq!(refusal(revoke()), Some(Error::CertificationRevoked));
    world.wait(DAY);
    assert_eq!(certify(&world, &subject, 9, UNTIL + DAY), None);
    let renewed = found(&world, &subject, CertifiedRole::Provider).unwrap();
    assert_eq!((renewed.level, renewed.revoked_ts), (9, 0));
    assert_eq!((renewed.certified_ts, renewed.valid_until), (START + DAY, UNTIL + DAY));
    assert!(revoke().is_ok());
}

#[test]
fn levels_are_1_to_100_and_the_end_lies_ahead() {
    let world = World::new();
    let subject = world.provider();
    assert_eq!(certify(&world, &subject, 0, UNTIL), Some(Error::LevelOutOfRange));
    assert_eq!(certify(&world, &subject, 101, UNTIL), Some(Error::LevelOutOfRange));
    assert_eq!(certify(&world, &subject, 1, START), Some(Error::ValidityInvalid));
    assert_eq!(found(&world, &subject, CertifiedRole::Provider), None);
    assert_eq!(certify(&world, &subject, 100, START + 1), None);
}

#[test]
fn only_who_is_registered_in_the_role_is_certified_in_it() {
    let world = World::new();
    let (provider, service_provider) = (world.provider(), service_provider(&world));
    let certify =
        |subject: &Address, role| refusal(world.market.try_certify(subject, &role, &kind(&world), &1, &UNTIL));
    assert_eq!(certify(&provider, CertifiedRole::ServiceProvider), Some(Error::ServiceProviderNotFound));
    assert_eq!(certify(&service_provider, CertifiedRole::Provider), Some(Error::ProviderNotFound));
    assert_eq!(certify(&service_provider, CertifiedRole::ServiceProvider), None);
    assert_eq!(found(&world, &service_provider, CertifiedRole::Provider), None);
    let refused = world.market.try_revoke_certification(&provider, &CertifiedRole::Provider, &kind(&world));
    assert_eq!(refusal(refused), Some(Error::CertificationNotFound));
}

#[test]
fn deleting_the_subject_keeps_its_certifications_readable_and_revocable() {
    let world = World::new();
    let subject = service_provider(&world);
    let role = CertifiedRole::ServiceProvider;
    world.market.certify(&subject, &role, &kind(&world), &1, &UNTIL);
    world.market.delete_service_provider(&subject);
    assert_eq!(found(&world, &subject, role).unwrap().level, 1);
    let refused = world.market.try_certify(&subject, &role, &kind(&world), &1, &UNTIL);
    assert_eq!(refusal(refused), Some(Error::ServiceProviderNotFound));
    assert!(world.market.revoke_certification(&subject, &role, &kind(&world)));
}

#[test]
fn the_certifier_is_the_owner_until_somebody_else_is_named() {
    use crate::Role;
    use soroban_sdk::testutils::{MockAuth, MockAuthInvoke};
    use soroban_sdk::IntoVal;
    let world = World::new();
    let (subject, named) = (world.provider(), world.address());
    let certified_by = |signer: &Address| {
        let args = (subject.clone(), CertifiedRole::Provider, kind(&world), 1u32, UNTIL).into_val(&world.env);
        let invoke = MockAuthInvoke { contract: &world.market.address, fn_name: "certify", args, sub_invokes: &[] };
        world.env.mock_auths(&[MockAuth { address: signer, invoke: &invoke }]);
        let answer = world.market.try_certify(&subject, &CertifiedRole::Provider, &kind(&world), &1, &UNTIL);
        world.env.mock_all_auths();
        answer.is_ok()
    };
    assert!(certified_by(&world.owner) && !certified_by(&named) && !certified_by(&subject));
    world.market.set_role(&Role::Certifier, &Some(named.clone()));
    assert!(certified_by(&named) && !certified_by(&world.owner));
}

//! Coming near a limit, reaching it and getting away from it again: each is told once.

use quota_gate::{
    crossing::Crossing::{self, Exhausted, Near, Recovered},
    gate::Terms,
    headroom::NearLimit,
    hold::HoldId,
    session::{Session, Settings},
    snapshot::Units,
};
use serde_json::{Value, json};

use crate::support::{NAMES, integrator, session};

const MINUTE: i64 = 60_000;

fn orgs(limit: i64, used: i64) -> Value {
    integrator(json!({ "maxManagedOrgs": limit }), json!({ "managedOrgs": used }))
}

fn answer(session: &mut Session, body: Value, now: i64) {
    let asked = session.ask(now);
    session.answer(asked, 200, Some(&body), now).expect("an answer");
}

fn told_at(session: &mut Session, now: i64) -> Vec<(&'static str, Crossing)> {
    let name = |resource: usize| NAMES[resource];
    session.crossings(now).into_iter().map(|(resource, crossing)| (name(resource), crossing)).collect()
}

/// What is told of organizations.
fn told(session: &mut Session) -> Option<Crossing> {
    told_at(session, 0).first().map(|(_, crossing)| *crossing)
}

/// A session whose first answer was this.
fn seen(limit: i64, used: i64) -> Session {
    let mut session = session(Settings::default());
    answer(&mut session, orgs(limit, used), 0);
    assert_eq!(told(&mut session), None);
    session
}

fn then(session: &mut Session, limit: i64, used: i64) -> Option<Crossing> {
    answer(session, orgs(limit, used), 0);
    told(session)
}

fn hold(session: &mut Session, action: &str, count: u64) -> HoldId {
    let action = session.action(action).expect("an action");
    session.hold(action, &[Some(Units::new(count))], MINUTE, 0)
}

fn enforcing(enforced: bool, share: f64) -> Session {
    let near = NearLimit::from_share(share).expect("a share");
    session(Settings { terms: Terms { enforced, near }, ..Settings::default() })
}

#[test]
fn the_first_answer_tells_nothing() {
    for used in [0, 8, 10, 12] {
        let mut session = seen(10, used);
        assert_eq!(then(&mut session, 10, used), None, "{used} of 10");
    }
}

#[test]
fn without_an_answer_nothing_is_told() {
    let mut session = session(Settings::default());
    assert_eq!(told(&mut session), None);
    let asked = session.ask(0);
    session.fail(asked, 0);
    hold(&mut session, "createManagedOrg", 99);
    assert_eq!(told(&mut session), None);
}

#[test]
fn near_exhausted_and_recovered_are_each_told_once() {
    let mut session = seen(10, 7);
    assert_eq!(then(&mut session, 10, 8), Some(Near));
    assert_eq!((told(&mut session), then(&mut session, 10, 9)), (None, None));
    assert_eq!(then(&mut session, 10, 10), Some(Exhausted));
    assert_eq!((told(&mut session), then(&mut session, 10, 10)), (None, None));
    assert_eq!(then(&mut session, 10, 7), Some(Recovered));
    assert_eq!((told(&mut session), then(&mut session, 10, 7)), (None, None));
}

#[test]
fn what_is_crossed_unseen_is_not_told() {
    let mut session = seen(10, 0);
    assert_eq!(then(&mut session, 10, 10), Some(Exhausted));
    assert_eq!(then(&mut session, 10, 0), Some(Recovered));
    answer(&mut session, orgs(10, 10), 0);
    assert_eq!(then(&mut session, 10, 0), None);
}

#[test]
fn near_is_told_again_only_after_falling_5_points_back() {
    let mut session = seen(100, 79);
    assert_eq!(then(&mut session, 100, 80), Some(Near));
    assert_eq!((then(&mut session, 100, 79), then(&mut session, 100, 80)), (None, None));
    assert_eq!((then(&mut session, 100, 76), then(&mut session, 100, 80)), (None, None));
    assert_eq!((then(&mut session, 100, 75), then(&mut session, 100, 79)), (None, None));
    assert_eq!(then(&mut session, 100, 80), Some(Near));
}

#[test]
fn the_points_are_below_the_share_that_is_set() {
    let mut session = enforcing(true, 0.5);
    assert_eq!((then(&mut session, 100, 49), then(&mut session, 100, 50)), (None, Some(Near)));
    assert_eq!((then(&mut session, 100, 46), then(&mut session, 100, 50)), (None, None));
    assert_eq!((then(&mut session, 100, 45), then(&mut session, 100, 50)), (None, Some(Near)));
}

#[test]
fn of_2_to_4_units_near_is_one_left_and_two_left_is_far_enough_back() {
    for limit in 2..=4 {
        let mut session = seen(limit, limit - 2);
        assert_eq!(then(&mut session, limit, limit - 1), Some(Near), "of {limit}");
        assert_eq!(then(&mut session, limit, limit), Some(Exhausted), "of {limit}");
        assert_eq!(then(&mut session, limit, limit - 1), Some(Recovered), "of {limit}");
        assert_eq!(then(&mut session, limit, limit - 2), None, "of {limit}");
        assert_eq!(then(&mut session, limit, limit - 1), Some(Near), "of {limit}");
    }
}

#[test]
fn of_2_to_4_units_two_left_is_far_enough_back_whatever_the_share() {
    let mut session = enforcing(true, 0.05);
    answer(&mut session, orgs(4, 2), 0);
    assert_eq!(told(&mut session), None);
    for _ in 0..2 {
        assert_eq!(then(&mut session, 4, 3), Some(Near));
        assert_eq!(then(&mut session, 4, 2), None);
    }
}

#[test]
fn the_only_unit_is_never_near() {
    let mut session = seen(1, 0);
    assert_eq!(then(&mut session, 1, 1), Some(Exhausted));
    assert_eq!(then(&mut session, 1, 0), Some(Recovered));
}

#[test]
fn who_begins_near_hears_of_it_after_falling_back_only() {
    let mut session = seen(10, 8);
    assert_eq!((then(&mut session, 10, 9), then(&mut session, 10, 7)), (None, None));
    assert_eq!(then(&mut session, 10, 8), Some(Near));
}

#[test]
fn over_is_exhausted_and_more_of_it_is_no_news() {
    let mut session = seen(10, 0);
    assert_eq!(then(&mut session, 10, 12), Some(Exhausted));
    assert_eq!((then(&mut session, 10, 13), then(&mut session, 10, 10)), (None, None));
    assert_eq!(then(&mut session, 10, 11), None);
}

#[test]
fn recovered_is_from_exhausted_or_over_to_at_least_one() {
    for used in [10, 12] {
        let mut session = seen(10, used);
        assert_eq!(then(&mut session, 10, 10), None, "from {used}");
        assert_eq!(then(&mut session, 10, 9), Some(Recovered), "from {used}");
    }
}

#[test]
fn from_exhausted_to_near_is_recovered_and_near_is_not_told() {
    let mut session = seen(100, 100);
    assert_eq!(then(&mut session, 100, 90), Some(Recovered));
    assert_eq!((told(&mut session), then(&mut session, 100, 91)), (None, None));
    assert_eq!((then(&mut session, 100, 79), then(&mut session, 100, 80)), (None, None));
    assert_eq!((then(&mut session, 100, 75), then(&mut session, 100, 80)), (None, Some(Near)));
}

#[test]
fn staging_tells_nothing() {
    let mut session = enforcing(false, 0.8);
    for used in [0, 8, 10, 0] {
        assert_eq!(then(&mut session, 10, used), None, "{used} of 10");
    }
}

#[test]
fn a_feature_that_is_off_tells_nothing_and_what_was_told_before_stays_told() {
    let mut session = seen(10, 0);
    assert_eq!(then(&mut session, 10, 10), Some(Exhausted));
    let mut off = orgs(10, 0);
    off["enabled"] = json!(false);
    answer(&mut session, off, 0);
    assert_eq!(told(&mut session), None);
    assert_eq!(then(&mut session, 10, 10), None);
    assert_eq!(then(&mut session, 10, 9), Some(Recovered));
}

#[test]
fn each_resource_is_told_by_itself() {
    let of = |orgs: u64, votes: u64, sms: u64| {
        let limits = json!({ "maxManagedOrgs": 10, "maxVotes": 10, "maxSMS": 10 });
        integrator(limits, json!({ "managedOrgs": orgs, "sentVotes": votes, "sentSMS": sms }))
    };
    let mut session = session(Settings::default());
    for (body, expected) in [
        (of(0, 10, 0), vec![]),
        (of(8, 9, 10), vec![("managedOrgs", Near), ("votes", Recovered), ("sms", Exhausted)]),
        (of(8, 9, 9), vec![("sms", Recovered)]),
    ] {
        answer(&mut session, body, 0);
        assert_eq!(told_at(&mut session, 0), expected);
    }
}

#[test]
fn a_raised_limit_recovers_and_a_lowered_one_exhausts() {
    let mut session = seen(10, 10);
    assert_eq!(then(&mut session, 11, 10), Some(Recovered));
    assert_eq!(then(&mut session, 9, 10), Some(Exhausted));
}

#[test]
fn no_limit_any_more_recovers() {
    let mut session = seen(10, 10);
    assert_eq!(then(&mut session, 0, 10), Some(Recovered));
    assert_eq!(then(&mut session, 10, 8), Some(Near));
}

#[test]
fn what_is_not_known_tells_nothing_and_what_was_told_before_stays_told() {
    let unknown = || integrator(json!({ "maxManagedOrgs": 10 }), json!({}));
    let mut session = session(Settings::default());
    answer(&mut session, unknown(), 0);
    assert_eq!(told(&mut session), None);
    assert_eq!((then(&mut session, 10, 8), then(&mut session, 10, 10)), (None, Some(Exhausted)));
    answer(&mut session, unknown(), 0);
    assert_eq!(told(&mut session), None);
    assert_eq!((then(&mut session, 10, 10), then(&mut session, 10, 9)), (None, Some(Recovered)));
}

#[test]
fn a_failure_and_an_answer_that_expires_tell_nothing() {
    let mut session = seen(10, 7);
    let asked = session.ask(0);
    session.answer(asked, 503, None::<&Value>, 0).expect_err("a failure");
    assert_eq!(told(&mut session), None);
    let expired = 14_400_000;
    assert_eq!(told_at(&mut session, expired), []);
    answer(&mut session, orgs(10, 8), expired);
    assert_eq!(told_at(&mut session, expired), [("managedOrgs", Near)]);
}

#[test]
fn after_clearing_the_next_answer_is_a_first_one() {
    let mut session = seen(10, 0);
    session.clear(0);
    assert_eq!(then(&mut session, 10, 10), None);
    assert_eq!(then(&mut session, 10, 9), Some(Recovered));
    session.clear(0);
    assert_eq!((then(&mut session, 10, 0), then(&mut session, 10, 8)), (None, Some(Near)));
}

#[test]
fn a_hold_of_the_last_units_exhausts_and_its_release_recovers() {
    let mut session = seen(10, 5);
    let first = hold(&mut session, "createManagedOrg", 3);
    assert_eq!(told(&mut session), Some(Near));
    let second = hold(&mut session, "createManagedOrg", 2);
    assert_eq!(told(&mut session), Some(Exhausted));
    session.release(second, 0);
    assert_eq!(told(&mut session), Some(Recovered));
    session.release(first, 0);
    assert_eq!(told(&mut session), None);
    hold(&mut session, "createManagedOrg", 3);
    assert_eq!(told(&mut session), Some(Near));
}

#[test]
fn the_end_of_a_hold_recovers() {
    let mut session = seen(10, 5);
    hold(&mut session, "createManagedOrg", 5);
    assert_eq!(told(&mut session), Some(Exhausted));
    assert_eq!(told_at(&mut session, MINUTE - 1), []);
    assert_eq!(told_at(&mut session, MINUTE), [("managedOrgs", Recovered)]);
}

#[test]
fn a_commit_tells_nothing_and_neither_does_its_settlement() {
    let mut session = seen(10, 5);
    let last = hold(&mut session, "createManagedOrg", 5);
    assert_eq!(told(&mut session), Some(Exhausted));
    session.commit(last, 0);
    assert_eq!(told(&mut session), None);
    assert_eq!(then(&mut session, 10, 10), None);
}

#[test]
fn a_commit_that_the_settlement_shows_to_have_come_to_nothing_recovers() {
    let mut session = seen(10, 5);
    let last = hold(&mut session, "createManagedOrg", 5);
    assert_eq!(told(&mut session), Some(Exhausted));
    session.commit(last, 0);
    assert_eq!(then(&mut session, 10, 5), Some(Recovered));
}

#[test]
fn an_answer_that_may_count_a_hold_twice_tells_nothing_of_its_resource_until_that_is_settled() {
    let of = |orgs: u64, votes: u64| {
        let limits = json!({ "maxManagedOrgs": 10, "maxVotes": 10 });
        integrator(limits, json!({ "managedOrgs": orgs, "sentVotes": votes }))
    };
    let mut session = session(Settings::default());
    answer(&mut session, of(0, 0), 0);
    assert_eq!(told_at(&mut session, 0), []);
    let five = hold(&mut session, "relayVotes", 5);
    answer(&mut session, of(8, 5), 0);
    assert_eq!(told_at(&mut session, 0), [("managedOrgs", Near)]);
    session.commit(five, 0);
    answer(&mut session, of(8, 8), 10_000);
    assert_eq!(told_at(&mut session, 10_000), []);
    answer(&mut session, of(8, 8), MINUTE);
    assert_eq!(told_at(&mut session, MINUTE), [("votes", Near)]);
}

#[test]
fn an_answer_that_may_count_a_released_hold_twice_tells_what_is_left_without_it() {
    let mut session = seen(10, 0);
    let five = hold(&mut session, "createManagedOrg", 5);
    assert_eq!(then(&mut session, 10, 8), None);
    session.release(five, 0);
    assert_eq!(told(&mut session), Some(Near));
}

/// The platform reads its counters some time after it was asked.
#[test]
fn an_answer_under_way_when_the_hold_was_taken_may_count_it_twice() {
    let mut session = seen(10, 0);
    let under_way = session.ask(0);
    let five = hold(&mut session, "createManagedOrg", 5);
    session.answer(under_way, 200, Some(&orgs(10, 5)), 0).expect("an answer");
    assert_eq!(told(&mut session), None);
    session.commit(five, 0);
    assert_eq!(then(&mut session, 10, 5), None);
}

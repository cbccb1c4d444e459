//! Answers by the order of asking, and what age does to them.

use quota_gate::{
    gate::Reason,
    ledger::Ages,
    session::{Phase, Session, Settings},
};
use serde_json::{Value, json};

use crate::support::{answered, check_at, integrator, session, tell};

fn used(count: u64) -> Value {
    integrator(json!({ "maxManagedOrgs": 9 }), json!({ "managedOrgs": count }))
}

fn reason(session: &mut Session, now: i64) -> Reason {
    check_at(session, "createManagedOrg", &[], now).decision.reason
}

fn phase(session: &mut Session, now: i64) -> Phase {
    session.overview(now).phase
}

#[test]
fn nothing_changes_by_itself_after_a_failure_without_an_answer() {
    let mut session = session(Settings::default());
    let asked = session.ask(0);
    session.fail(asked, 1_000);
    assert_eq!(session.changes_at(1_000), None);
}

#[test]
fn fresh_then_stale_then_expired() {
    let mut session = answered(used(1));
    assert_eq!(phase(&mut session, 59_999), Phase::Ready);
    assert_eq!(phase(&mut session, 60_000), Phase::Stale);
    let stale = check_at(&mut session, "createManagedOrg", &[], 60_000);
    assert_eq!((stale.decision.reason, stale.decision.stale), (Reason::WithinLimits, true));
    assert_eq!(reason(&mut session, 14_399_999), Reason::WithinLimits);
    let expired = check_at(&mut session, "createManagedOrg", &[], 14_400_000);
    assert_eq!((expired.decision.reason, expired.decision.as_of), (Reason::Expired, Some(0)));
    let overview = session.overview(14_400_000);
    assert_eq!((overview.phase, overview.enabled, overview.as_of), (Phase::Unavailable, None, Some(0)));
    assert!(overview.headroom.is_empty());
}

#[test]
fn time_says_when_it_changes_something_next() {
    let mut session = session(Settings::default());
    assert_eq!(session.changes_at(0), Some(3_000));
    assert_eq!(session.changes_at(3_000), None);
    tell(&mut session, 200, used(1), 5_000).expect("an answer");
    assert_eq!(session.changes_at(5_000), Some(65_000));
    assert_eq!(session.changes_at(65_000), Some(14_405_000));
    assert_eq!(session.changes_at(14_405_000), None);
}

#[test]
fn an_answer_that_never_ages_never_changes() {
    let ages = Ages { stale_after: i64::MAX, expire_after: i64::MAX, ..Ages::default() };
    let mut session = session(Settings { ages, ..Settings::default() });
    tell(&mut session, 200, used(1), 5_000).expect("an answer");
    assert_eq!(phase(&mut session, i64::MAX / 2), Phase::Ready);
}

#[test]
fn a_late_answer_to_an_earlier_question_is_dropped() {
    let mut session = session(Settings::default());
    let (first, second) = (session.ask(0), session.ask(0));
    session.answer(second, 200, Some(&used(9)), 20).expect("an answer");
    session.answer(first, 200, Some(&used(1)), 30).expect("an answer");
    assert_eq!(reason(&mut session, 30), Reason::LimitReached);
}

#[test]
fn a_failure_keeps_the_last_good_answer() {
    let mut session = answered(used(1));
    tell(&mut session, 500, Value::Null, 10).expect_err("a failure");
    tell(&mut session, 200, json!([]), 20).expect_err("not an object");
    let asked = session.ask(0);
    session.fail(asked, 30);
    assert_eq!(reason(&mut session, 40), Reason::WithinLimits);
}

#[test]
fn clearing_forgets_answers_and_those_under_way() {
    let mut session = answered(used(1));
    let asked = session.ask(0);
    session.clear(1_000);
    session.answer(asked, 200, Some(&used(1)), 1_010).expect("an answer");
    assert_eq!(reason(&mut session, 1_010), Reason::Loading);
    assert_eq!(reason(&mut session, 4_000), Reason::Unavailable);
    tell(&mut session, 200, used(1), 5_000).expect("an answer");
    assert_eq!(reason(&mut session, 5_000), Reason::WithinLimits);
}

#[test]
fn a_clock_set_back_makes_no_answer_younger() {
    let mut session = session(Settings::default());
    tell(&mut session, 200, used(1), 100_000).expect("an answer");
    assert_eq!(phase(&mut session, 150_000), Phase::Ready);
    // Back by almost two minutes: the 50 s that have passed stay passed.
    assert_eq!(session.changes_at(40_000), Some(50_000));
    assert_eq!(phase(&mut session, 49_999), Phase::Ready);
    assert_eq!(phase(&mut session, 50_000), Phase::Stale);
    tell(&mut session, 200, used(1), 51_000).expect("an answer");
    assert_eq!((phase(&mut session, 51_000), session.overview(51_000).as_of), (Phase::Ready, Some(51_000)));
}

#[test]
fn a_clock_set_forward_ages_what_is_known() {
    let mut session = answered(used(1));
    assert_eq!(phase(&mut session, 86_400_000), Phase::Unavailable);
}

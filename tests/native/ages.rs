//! Answers that a cache on their way had had for a while: as old as they are, and not as new as who asked.

use quota_gate::{
    error::Error,
    platform::Platform,
    session::{Phase, Session, Settings},
    snapshot::{Snapshot, Units},
};
use serde_json::json;

use crate::support::{VOCDONI, answered, check_at, finite, integrator, most_of, session};

const SECOND: i64 = 1_000;

fn used(count: u64) -> Snapshot {
    let body = integrator(json!({ "maxManagedOrgs": 9 }), json!({ "managedOrgs": count }));
    VOCDONI.read(200, Some(&body)).expect("an answer")
}

/// Asks and is answered at one moment, by a cache.
fn hear(session: &mut Session, count: u64, age: i64, now: i64) {
    let asked = session.ask(now);
    session.take_aged(asked, Ok(used(count)), age, now).expect("an answer");
}

fn left(session: &mut Session, now: i64) -> u64 {
    let most = most_of(&check_at(session, "createManagedOrg", &[], now), "count");
    (0..=9).find(|count| most == finite(*count)).unwrap_or_else(|| panic!("{most:?}"))
}

#[test]
fn an_answer_is_stale_when_it_is_old_wherever_it_was() {
    let mut session = session(Settings::default());
    hear(&mut session, 2, 40 * SECOND, 100 * SECOND);
    assert_eq!(session.overview(100 * SECOND).as_of, Some(60 * SECOND));
    assert_eq!(session.changes_at(100 * SECOND), Some(120 * SECOND));
    assert_eq!(session.overview(120 * SECOND - 1).phase, Phase::Ready);
    assert_eq!(session.overview(120 * SECOND).phase, Phase::Stale);
}

#[test]
fn an_answer_from_before_a_commit_does_not_settle_it() {
    let mut session = session(Settings::default());
    hear(&mut session, 2, 0, 0);
    let create = session.action("createManagedOrg").expect("an action");
    let hold = session.hold(create, &[Some(Units::new(3))], 60 * SECOND, SECOND);
    session.commit(hold, 10 * SECOND);
    hear(&mut session, 2, 5 * SECOND, 12 * SECOND);
    assert_eq!(
        (left(&mut session, 12 * SECOND), session.settles_at(false, 12 * SECOND)),
        (4, Some(10 * SECOND))
    );
    hear(&mut session, 5, 5 * SECOND, 20 * SECOND);
    assert_eq!((left(&mut session, 20 * SECOND), session.settles_at(false, 20 * SECOND)), (4, None));
}

#[test]
fn an_older_answer_does_not_replace_a_newer_one() {
    let mut session = session(Settings::default());
    hear(&mut session, 5, 0, 30 * SECOND);
    hear(&mut session, 2, 8 * SECOND, 35 * SECOND);
    assert_eq!(
        (left(&mut session, 35 * SECOND), session.overview(35 * SECOND).as_of),
        (4, Some(30 * SECOND))
    );
}

#[test]
fn an_older_answer_shows_that_asking_works_again() {
    let mut session = session(Settings::default());
    hear(&mut session, 5, 0, 0);
    let asked = session.ask(SECOND);
    let refused = Error::from_status(401, None);
    session.take(asked, Err(refused), SECOND).expect_err("a 401");
    hear(&mut session, 5, 3 * SECOND, 2 * SECOND);
    let asked = session.ask(3 * SECOND);
    session.take(asked, Err(refused), 3 * SECOND).expect_err("the first 401 in a row");
    assert!(!session.is_shut_out());
}

#[test]
fn what_is_older_than_an_answer_lives_decides_nothing() {
    let mut session = answered(integrator(json!({}), json!({})));
    session.clear(0);
    hear(&mut session, 9, 14_400 * SECOND, 14_400 * SECOND);
    assert_eq!(session.overview(14_400 * SECOND).phase, Phase::Unavailable);
}

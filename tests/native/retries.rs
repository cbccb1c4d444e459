//! Whether to try again, and when; and what a refresh that tries again leaves as it was.

use proptest::prelude::*;
use quota_gate::{
    error::Error,
    gate::Reason,
    hold::Owner,
    ledger::News,
    platform::RemedyKind,
    retry::{Attempt, retry_in},
    session::{Phase, Session, Settings},
    snapshot::Units,
};
use serde_json::{Value, json};

use crate::support::{cases, check_at, integrator, read, session, tell};

/// Any failure of which the platform tells nothing but its status.
fn failure(status: u16) -> Error {
    read(status, None).expect_err("a failure")
}

/// The first attempt, which waits as long as it may.
const FIRST: Attempt = Attempt { retried: 0, renewable: false, asked_to_wait: None, chance: 1.0 };
const RENEWABLE: Attempt = Attempt { renewable: true, ..FIRST };

fn is_retried(status: u16) -> bool {
    matches!(status, 408 | 429 | 500..=599)
}

fn wait(attempt: Attempt) -> Option<i64> {
    retry_in(&failure(503), attempt, u32::MAX)
}

#[test]
fn only_what_may_pass_by_itself_is_tried_again() {
    for status in (0..=999).filter(|status| !(200..=299).contains(status)) {
        let expected = is_retried(status).then_some(500);
        assert_eq!(retry_in(&failure(status), FIRST, 1), expected, "{status}");
    }
}

#[test]
fn an_answer_that_says_nothing_is_not_asked_for_again() {
    for body in [None, Some(json!([])), Some(json!({ "enabled": "yes" }))] {
        let error = read(200, body.as_ref()).expect_err("no answer");
        assert_eq!(retry_in(&error, FIRST, 1), None);
    }
}

#[test]
fn each_wait_is_at_most_twice_the_one_before_and_at_most_half_a_minute() {
    let waits: Vec<_> = (0..9).map(|retried| wait(Attempt { retried, ..FIRST })).collect();
    assert_eq!(
        waits,
        [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000].map(Some),
        "with the most that chance can give"
    );
    assert_eq!(wait(Attempt { retried: u32::MAX - 1, ..FIRST }), Some(30_000));
}

#[test]
fn chance_gives_any_share_of_a_wait() {
    for (chance, expected) in [(0.0, 0), (0.001, 2), (0.25, 500), (0.5, 1_000), (0.9999, 1_999), (1.0, 2_000)]
    {
        assert_eq!(wait(Attempt { retried: 2, chance, ..FIRST }), Some(expected), "{chance}");
    }
}

#[test]
fn a_chance_that_is_none_makes_no_wait_longer_or_negative() {
    let odd = [(f64::NAN, 0), (-1.0, 0), (f64::NEG_INFINITY, 0), (1.5, 500), (f64::INFINITY, 500)];
    for (chance, expected) in odd {
        assert_eq!(wait(Attempt { chance, ..FIRST }), Some(expected), "{chance}");
    }
}

#[test]
fn the_platform_is_left_alone_for_as_long_as_it_asks_and_at_most_a_minute() {
    let asked = [
        (0, 500),
        (-5_000, 500),
        (i64::MIN, 500),
        (499, 500),
        (501, 501),
        (7_000, 7_000),
        (60_000, 60_000),
        (60_001, 60_000),
        (i64::MAX, 60_000),
    ];
    for (asked, expected) in asked {
        assert_eq!(wait(Attempt { asked_to_wait: Some(asked), ..FIRST }), Some(expected), "{asked}");
    }
}

#[test]
fn a_wait_of_its_own_choice_can_be_longer_than_the_platform_asks() {
    let long = Attempt { retried: 6, asked_to_wait: Some(2_000), ..FIRST };
    assert_eq!(wait(long), Some(30_000));
    assert_eq!(wait(Attempt { chance: 0.0, ..long }), Some(2_000));
}

#[test]
fn a_token_that_can_be_renewed_is_at_once_whatever_came_before() {
    let refused = failure(401);
    for (retried, most) in [(0, 0), (0, 2), (2, 2), (7, 2)] {
        let attempt = Attempt { retried, asked_to_wait: Some(9_000), ..RENEWABLE };
        assert_eq!(retry_in(&refused, attempt, most), Some(0));
        assert_eq!(retry_in(&refused, Attempt { renewable: false, ..attempt }, most), None);
    }
}

#[test]
fn a_token_that_can_be_renewed_helps_against_nothing_else() {
    for status in [400, 403, 404, 302] {
        assert_eq!(retry_in(&failure(status), RENEWABLE, 9), None, "{status}");
    }
    assert_eq!(retry_in(&failure(500), RENEWABLE, 9), Some(500));
}

prop_compose! {
    fn any_attempt()(
        retried in prop_oneof![0..12u32, any::<u32>()],
        renewable: bool,
        asked_to_wait in proptest::option::of(prop_oneof![-10..90_000i64, any::<i64>()]),
        chance in prop_oneof![4 => 0.0..=1.0f64, 1 => any::<f64>()],
    ) -> Attempt {
        Attempt { retried, renewable, asked_to_wait, chance }
    }
}

fn any_failure() -> impl Strategy<Value = u16> {
    prop_oneof![Just(401), Just(408), Just(429), 500..=599u16, 300..=499u16, Just(0)]
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn it_is_tried_again_as_often_as_one_may(status in any_failure(), attempt in any_attempt(), most in 0..12u32) {
        let again = retry_in(&failure(status), attempt, most).is_some();
        let may = is_retried(status) && attempt.retried < most;
        prop_assert_eq!(again, may || status == 401 && attempt.renewable);
    }

    #[test]
    fn no_wait_is_shorter_than_asked_or_longer_than_chance_gives(attempt in any_attempt()) {
        let retried = attempt.retried.min(u32::MAX - 1);
        let wait = wait(Attempt { retried, ..attempt }).expect("retryable");
        let asked = attempt.asked_to_wait.unwrap_or(0).clamp(0, 60_000);
        // The sixth doubling is the first beyond 30 s.
        let own = (500 << retried.min(6)).min(30_000);
        prop_assert!(wait >= asked);
        prop_assert!(wait <= own.max(asked));
    }

    #[test]
    fn a_greater_chance_is_a_longer_wait(attempt in any_attempt(), chance in 0.0..=1.0f64) {
        let retried = attempt.retried.min(u32::MAX - 1);
        let less = attempt.chance.clamp(0.0, 1.0).min(chance);
        let shorter = wait(Attempt { retried, chance: less, ..attempt });
        let longer = wait(Attempt { retried, chance, ..attempt });
        prop_assert!(shorter <= longer);
    }
}

fn used(count: u64) -> Value {
    integrator(json!({ "maxManagedOrgs": 9 }), json!({ "managedOrgs": count }))
}

/// A session that was answered at time 0: one of nine is used.
fn known() -> Session {
    let mut session = session(Settings::default());
    tell(&mut session, 200, used(1), 0).expect("an answer");
    session
}

fn phase(session: &mut Session, now: i64) -> Phase {
    session.overview(now).phase
}

fn reason(session: &mut Session, now: i64) -> Reason {
    check_at(session, "createManagedOrg", &[], now).decision.reason
}

fn remedy(session: &mut Session, now: i64) -> Option<RemedyKind> {
    check_at(session, "createManagedOrg", &[], now).remedy.map(|remedy| remedy.kind)
}

/// Fails for good.
fn fail(session: &mut Session, status: u16, now: i64) {
    tell(session, status, Value::Null, now).expect_err("a failure");
}

/// Fails, and is tried again.
fn miss(session: &mut Session, status: u16, now: i64) {
    let asked = session.ask(now);
    let again = session.retry_in(asked, &failure(status), RENEWABLE, now);
    again.unwrap_or_else(|| panic!("{status} is for good"));
}

#[test]
fn while_it_is_tried_again_the_first_answer_is_still_awaited() {
    let mut session = session(Settings::default());
    let asked = session.ask(0);
    assert_eq!(session.retry_in(asked, &failure(503), FIRST, 100), Some(500));
    assert_eq!((phase(&mut session, 100), reason(&mut session, 100)), (Phase::Loading, Reason::Loading));
    assert_eq!(session.changes_at(100), Some(3_000));
    // Too late to go on waiting, and yet nothing has failed.
    assert_eq!(
        (phase(&mut session, 3_000), remedy(&mut session, 3_000)),
        (Phase::Unavailable, Some(RemedyKind::Retry))
    );
    tell(&mut session, 200, used(1), 3_500).expect("an answer");
    assert_eq!(phase(&mut session, 3_500), Phase::Ready);
}

#[test]
fn the_last_failure_of_a_refresh_counts_at_once() {
    let mut session = session(Settings::default());
    miss(&mut session, 503, 100);
    fail(&mut session, 503, 200);
    assert_eq!((phase(&mut session, 200), session.changes_at(200)), (Phase::Unavailable, None));
}

#[test]
fn while_it_is_tried_again_the_last_answer_stays() {
    let mut session = known();
    miss(&mut session, 503, 100);
    assert_eq!((phase(&mut session, 100), session.asked_at(100)), (Phase::Ready, Some(0)));
    assert_eq!(phase(&mut session, 60_000), Phase::Stale);
}

#[test]
fn a_session_tries_as_often_as_its_settings_say() {
    for (retries, retried, expected) in [
        (0, 0, None),
        (1, 0, Some(500)),
        (1, 1, None),
        (2, 1, Some(1_000)),
        (2, 2, None),
        (9, 8, Some(30_000)),
    ] {
        let mut session = session(Settings { retries, ..Settings::default() });
        let asked = session.ask(0);
        let again = session.retry_in(asked, &failure(503), Attempt { retried, ..FIRST }, 0);
        assert_eq!(again, expected, "{retried} of {retries}");
    }
}

#[test]
fn what_is_no_use_to_try_again_has_not_failed_before_it_is_handed_in() {
    let mut session = session(Settings::default());
    let asked = session.ask(0);
    assert_eq!(session.retry_in(asked, &failure(401), FIRST, 10), None);
    assert_eq!(phase(&mut session, 10), Phase::Loading);
    session.take(asked, Err(failure(401)), 10).expect_err("a failure");
    assert_eq!((phase(&mut session, 10), session.is_shut_out()), (Phase::Unavailable, false));
}

#[test]
fn a_question_that_is_tried_again_settles_nothing_any_more() {
    let mut session = known();
    let create = session.action("createManagedOrg").expect("an action");
    let hold = session.hold(create, &[], 60_000, 10);
    session.commit(hold, 10);
    let asked = session.ask(20);
    assert_eq!(session.settles_at(false, 20), None);
    session.retry_in(asked, &failure(503), FIRST, 30).expect("again");
    assert_eq!(session.settles_at(false, 30), Some(10));
}

#[test]
fn one_refusal_of_the_credentials_keeps_the_answer() {
    let mut session = known();
    fail(&mut session, 401, 100);
    assert_eq!((phase(&mut session, 100), session.is_shut_out()), (Phase::Ready, false));
}

#[test]
fn the_second_in_a_row_drops_it() {
    let mut session = known();
    fail(&mut session, 401, 100);
    fail(&mut session, 401, 200);
    assert!(session.is_shut_out());
    let overview = session.overview(200);
    assert_eq!((overview.phase, overview.enabled, overview.as_of), (Phase::Unavailable, None, None));
    assert!(overview.headroom.is_empty());
    assert_eq!(
        (reason(&mut session, 200), remedy(&mut session, 200)),
        (Reason::Unavailable, Some(RemedyKind::SignIn))
    );
    assert_eq!((session.asked_at(200), session.changes_at(200)), (None, None));
    assert_eq!(session.record(true, 200).answer, None);
}

#[test]
fn the_second_in_a_row_drops_what_forecasts_rest_on() {
    let mut session = known();
    let empty = quota_gate::forecast::History::default();
    fail(&mut session, 401, 100);
    assert_ne!(session.history(), &empty);
    fail(&mut session, 401, 200);
    assert_eq!(session.history(), &empty);
}

#[test]
fn a_token_that_was_renewed_in_vain_is_the_second_in_a_row() {
    let mut session = known();
    miss(&mut session, 401, 100);
    assert_eq!((phase(&mut session, 100), session.is_shut_out()), (Phase::Ready, false));
    fail(&mut session, 401, 200);
    assert_eq!((phase(&mut session, 200), session.is_shut_out()), (Phase::Unavailable, true));
}

#[test]
fn what_fails_otherwise_in_between_does_not_count_and_makes_no_credentials_good() {
    let mut session = known();
    fail(&mut session, 401, 100);
    for status in [403, 404, 408, 429, 503, 302] {
        fail(&mut session, status, 200);
        assert_eq!((phase(&mut session, 200), session.is_shut_out()), (Phase::Ready, false), "{status}");
    }
    fail(&mut session, 401, 300);
    assert!(session.is_shut_out());
}

#[test]
fn a_good_answer_shows_that_the_credentials_are() {
    let mut session = known();
    fail(&mut session, 401, 100);
    tell(&mut session, 200, used(1), 200).expect("an answer");
    fail(&mut session, 401, 300);
    assert!(!session.is_shut_out());
    fail(&mut session, 401, 400);
    assert!(session.is_shut_out());
    tell(&mut session, 200, used(2), 500).expect("an answer");
    assert_eq!((phase(&mut session, 500), session.is_shut_out()), (Phase::Ready, false));
    fail(&mut session, 401, 600);
    assert_eq!(phase(&mut session, 600), Phase::Ready);
}

#[test]
fn another_tabs_answer_shows_it_as_well() {
    let mut session = known();
    fail(&mut session, 401, 100);
    fail(&mut session, 401, 200);
    let mut other = known();
    tell(&mut other, 200, used(2), 300).expect("an answer");
    let adopted = session.adopt(other.record(false, 300), Owner::Tab(1), 300);
    assert_eq!(adopted.answer, News::Taken);
    assert_eq!((phase(&mut session, 300), session.is_shut_out()), (Phase::Ready, false));
    fail(&mut session, 401, 400);
    assert!(!session.is_shut_out());
}

#[test]
fn signing_out_starts_anew() {
    let mut session = known();
    fail(&mut session, 401, 100);
    fail(&mut session, 401, 200);
    session.clear(300);
    assert_eq!((phase(&mut session, 300), session.is_shut_out()), (Phase::Loading, false));
    fail(&mut session, 401, 400);
    assert!(!session.is_shut_out());
}

#[test]
fn an_answer_that_was_asked_for_before_and_comes_late_stays_dropped() {
    let mut session = known();
    let mut other = known();
    tell(&mut other, 200, used(2), 150).expect("an answer");
    fail(&mut session, 401, 100);
    let (before, refused) = (session.ask(150), session.ask(200));
    session.take(refused, Err(failure(401)), 300).expect_err("a failure");
    session.answer(before, 200, Some(&used(3)), 310).expect("an answer");
    assert_eq!(session.adopt(other.record(false, 320), Owner::Tab(1), 320).answer, News::None);
    assert_eq!((phase(&mut session, 320), session.is_shut_out()), (Phase::Unavailable, true));
}

#[test]
fn an_answer_to_the_very_question_that_was_refused_stays_dropped() {
    let mut session = known();
    fail(&mut session, 401, 100);
    let refused = session.ask(200);
    session.take(refused, Err(failure(401)), 300).expect_err("a failure");
    session.answer(refused, 200, Some(&used(3)), 310).expect("an answer");
    assert_eq!((phase(&mut session, 310), session.is_shut_out()), (Phase::Unavailable, true));
}

#[test]
fn an_answer_that_was_asked_for_after_counts() {
    let mut session = known();
    fail(&mut session, 401, 100);
    let (refused, after) = (session.ask(200), session.ask(210));
    session.take(refused, Err(failure(401)), 300).expect_err("a failure");
    session.answer(after, 200, Some(&used(3)), 310).expect("an answer");
    assert_eq!((phase(&mut session, 310), session.is_shut_out()), (Phase::Ready, false));
}

#[test]
fn a_refusal_that_comes_after_a_later_questions_answer_does_not_count() {
    let mut session = known();
    let (first, second) = (session.ask(100), session.ask(110));
    session.answer(second, 200, Some(&used(1)), 120).expect("an answer");
    session.take(first, Err(failure(401)), 130).expect_err("a failure");
    fail(&mut session, 401, 140);
    assert_eq!((phase(&mut session, 140), session.is_shut_out()), (Phase::Ready, false));
}

#[test]
fn holds_stay_when_the_answer_is_dropped() {
    let mut session = known();
    let create = session.action("createManagedOrg").expect("an action");
    session.hold(create, &[Some(Units::new(3))], 60_000, 50);
    fail(&mut session, 401, 100);
    fail(&mut session, 401, 200);
    assert_eq!(session.record(true, 200).holds.len(), 1);
    tell(&mut session, 200, used(1), 300).expect("an answer");
    assert_eq!(session.overview(300).headroom[0].held, Units::new(3));
}

#[test]
fn who_asks_in_spite_of_it_stays_shut_out_until_an_answer() {
    let mut session = known();
    (1..=4).for_each(|time| fail(&mut session, 401, 100 * time));
    assert!(session.is_shut_out());
    fail(&mut session, 503, 500);
    assert_eq!((phase(&mut session, 500), session.is_shut_out()), (Phase::Unavailable, true));
}

#[test]
fn credentials_that_were_refused_once_in_each_of_two_refreshes_that_the_network_ended_are_not_refused_for_good()
 {
    let mut session = known();
    for time in [100, 200] {
        miss(&mut session, 401, time);
        assert!(!session.is_shut_out(), "while the token is renewed");
        fail(&mut session, 503, time + 10);
    }
    assert_eq!((phase(&mut session, 300), session.is_shut_out()), (Phase::Ready, false));
}

#[test]
fn a_refusal_that_is_tried_again_after_signing_out_is_not_the_next_accounts() {
    let mut session = known();
    let asked = session.ask(100);
    session.clear(110);
    session.retry_in(asked, &failure(401), RENEWABLE, 120);
    fail(&mut session, 401, 130);
    assert!(!session.is_shut_out());
}

#[test]
fn a_refusal_that_is_tried_again_after_its_question_was_answered_does_not_count() {
    let mut session = known();
    let asked = session.ask(100);
    session.answer(asked, 200, Some(&used(1)), 110).expect("an answer");
    session.retry_in(asked, &failure(401), RENEWABLE, 120);
    fail(&mut session, 401, 130);
    assert!(!session.is_shut_out());
}

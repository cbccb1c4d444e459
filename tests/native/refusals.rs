//! What the platform refuses although the headroom said that it fits: who is believed, and for how long.

use proptest::prelude::*;
use quota_gate::{
    gate::{Reason, Terms, Verdict},
    platform::{
        Platform, RemedyKind,
        vocdoni::{Rules, Vocdoni},
    },
    session::{Check, Refused, Session, Settings, Step},
    snapshot::{Remaining, Units},
};
use serde_json::{Value, json};

use crate::support::{
    REFUSED, VOCDONI, answered, answered_with, cases, check_at, integrator, session, short, usage_name,
};

const STALE: i64 = 60_000;
const NOTHING: Option<&Value> = None;

/// The guide's example with room for everything: left are 4, 8, 866, 413 and 188.
fn roomy() -> Value {
    integrator(
        json!({ "maxManagedOrgs": 5, "maxManagedProcesses": 10, "maxVotes": 1000, "maxEmails": 500, "maxSMS": 200 }),
        json!({ "managedOrgs": 1, "managedProcesses": 2, "sentVotes": 134, "sentEmails": 87, "sentSMS": 12 }),
    )
}

/// The same, with one number of it replaced.
fn roomy_but(group: &str, name: &str, value: impl Into<Value>) -> Value {
    let mut body = roomy();
    body[group][name] = value.into();
    body
}

fn all_zero() -> Value {
    let mut body = roomy();
    for (_, limit) in body["limits"].as_object_mut().expect("limits") {
        *limit = json!(0);
    }
    body
}

fn following(rules: Rules, body: &Value) -> Session {
    let mut session = Session::open(Vocdoni { rules }, Settings::default(), 0);
    learn(&mut session, body, 0);
    session
}

/// Asks and answers at one moment.
fn learn(session: &mut Session, body: &Value, now: i64) {
    let asked = session.ask(now);
    session.answer(asked, 200, Some(body), now).expect("an answer");
}

fn error(code: u32, text: &str) -> Value {
    json!({ "error": text, "code": code })
}

fn no_emails() -> Value {
    error(40046, "process census size exceeds email allowance: remaining emails: 0")
}

fn step(action: &str, params: &[Option<u64>]) -> Step {
    let action = VOCDONI.action(action).expect("an action");
    Step { action, params: params.iter().map(|param| param.map(Units::new)).collect() }
}

/// Publishing one process of fifty voters with two questions and both channels.
fn publishing() -> Step {
    step("publishProcess", &[None, Some(50), Some(2), Some(1), Some(1)])
}

#[track_caller]
fn refuse(session: &mut Session, body: &Value, attempt: Option<Step>, now: i64) -> Refused {
    session.refuse(Some(body), attempt, now).expect("a refusal")
}

fn place(resource: &str) -> usize {
    let found = VOCDONI.resources().iter().position(|each| each.name == resource);
    found.unwrap_or_else(|| panic!("no {resource}"))
}

fn cap(session: &mut Session, resource: &str, now: i64) -> Option<u64> {
    session.overview(now).headroom[place(resource)].cap.map(Units::get)
}

fn left(session: &mut Session, resource: &str, now: i64) -> Remaining {
    session.overview(now).headroom[place(resource)].remaining()
}

fn units(count: u64) -> Remaining {
    Remaining::Finite(Units::new(count))
}

fn named(check: &Check) -> Vec<(&'static str, u64)> {
    short(&check.decision.blockers)
}

fn kind(check: &Check) -> Option<RemedyKind> {
    check.remedy.map(|remedy| remedy.kind)
}

fn sending(session: &mut Session, count: u64, now: i64) -> Reason {
    check_at(session, "sendEmailOtp", &[("count", count)], now).decision.reason
}

/// Code and text; the resource; what is left of it after trying [`publishing`] or two organizations, and after who knows what; and
/// the action that the code names.
const QUOTA_ERRORS: [(u32, &str, &str, u64, u64, &str); 17] = [
    (40154, "max managed organizations reached: limit 5", "managedOrgs", 1, 0, "createManagedOrg"),
    (40154, "max managed organizations reached", "managedOrgs", 1, 0, "createManagedOrg"),
    (40154, "", "managedOrgs", 1, 0, "createManagedOrg"),
    (
        40155,
        "integrator quota exceeded: max managed processes 10",
        "managedProcesses",
        0,
        0,
        "publishProcess",
    ),
    (40155, "integrator quota exceeded", "managedProcesses", 0, 0, "publishProcess"),
    (40046, "… email allowance: remaining emails: 12", "emails", 12, 12, "publishProcess"),
    (40046, "… email allowance: remaining emails: 0", "emails", 0, 0, "publishProcess"),
    (40046, "… email allowance", "emails", 49, 0, "publishProcess"),
    (40046, "", "emails", 49, 0, "publishProcess"),
    (40047, "… sms allowance: remaining sms: 7", "sms", 7, 7, "publishProcess"),
    (40047, "… sms allowance: remaining sms: none", "sms", 49, 0, "publishProcess"),
    (40162, "… vote allowance: remaining votes: 99", "votes", 99, 99, "publishProcess"),
    (40162, "… vote allowance: remaining emails: 4", "votes", 99, 0, "publishProcess"),
    (
        40004,
        "invalid JSON request body: process is not ready to publish: … email allowance: remaining emails: 12",
        "emails",
        12,
        12,
        "publishProcess",
    ),
    (
        40004,
        "…: process is not ready to publish: integrator quota exceeded: max managed processes 10",
        "managedProcesses",
        0,
        0,
        "publishProcess",
    ),
    (
        40001,
        "authentication required: … vote allowance: remaining votes: 31",
        "votes",
        31,
        31,
        "publishProcess",
    ),
    (40001, "authentication required: integrator quota exceeded", "managedProcesses", 0, 0, "publishProcess"),
];

#[test]
fn a_refusal_leaves_what_it_states_or_less_than_was_asked() {
    for (code, text, resource, expected, _, action) in QUOTA_ERRORS {
        let mut session = answered(roomy());
        let attempt = match action {
            "createManagedOrg" => step(action, &[Some(2)]),
            _ => publishing(),
        };
        let refused = refuse(&mut session, &error(code, text), Some(attempt.clone()), 1_000);
        assert_eq!(refused.action, attempt.action, "{code} {text}");
        assert_eq!(refused.params, attempt.params, "{code} {text}");
        assert_eq!(refused.short, [(place(resource), Units::new(expected + 1))], "{code} {text}");
        assert_eq!(left(&mut session, resource, 1_000), units(expected), "{code} {text}");
        let check = session.check(attempt.action, &attempt.params, 1_000);
        assert_eq!(check.decision.reason, Reason::LimitReached, "{code} {text}");
        assert_eq!(session.check_refused(&refused, 1_000).decision, check.decision, "{code} {text}");
    }
}

#[test]
fn a_refusal_of_who_knows_what_leaves_what_it_states_or_nothing() {
    for (code, text, resource, _, expected, action) in QUOTA_ERRORS {
        let mut session = answered(roomy());
        let refused = refuse(&mut session, &error(code, text), None, 1_000);
        assert_eq!(
            (Ok(refused.action), &refused.params[..]),
            (session.action(action), &[][..]),
            "{code} {text}"
        );
        assert_eq!(left(&mut session, resource, 1_000), units(expected), "{code} {text}");
        let check = session.check_refused(&refused, 1_000);
        assert_eq!((&*check.action, check.decision.reason), (action, Reason::LimitReached), "{code} {text}");
        assert_eq!(named(&check), [(resource, 1)], "{code} {text}");
        assert!(!check.allowed, "{code} {text}");
    }
}

#[test]
fn a_refusal_leaves_the_other_resources_alone() {
    for (code, text, resource, ..) in QUOTA_ERRORS {
        let mut session = answered(roomy());
        refuse(&mut session, &error(code, text), Some(publishing()), 1_000);
        for other in VOCDONI.resources().iter().filter(|other| other.name != resource) {
            assert_eq!(cap(&mut session, &other.name, 1_000), None, "{code}: {}", other.name);
        }
    }
}

#[test]
fn one_text_can_state_several_reasons_among_others() {
    let text = "invalid JSON request body: process is not ready to publish: question 2 has no choices; \
        integrator quota exceeded: max managed processes 10; census is not published; \
        process census size exceeds email allowance: remaining emails: 12; \
        process census size exceeds sms allowance: remaining sms: 30; \
        process census size exceeds vote allowance: remaining votes: 98; voting type not allowed";
    let mut session = answered(roomy());
    let refused = refuse(&mut session, &error(40004, text), Some(publishing()), 1_000);
    let check = session.check_refused(&refused, 1_000);
    let expected = [("managedProcesses", 1), ("votes", 2), ("emails", 38), ("sms", 20)];
    assert_eq!(named(&check), expected);
    assert_eq!(kind(&check), Some(RemedyKind::RaiseLimit));
    assert_eq!(cap(&mut session, "managedOrgs", 1_000), None);
}

#[test]
fn a_code_of_one_quota_is_about_no_other_whatever_the_text() {
    let text = "… email allowance: remaining emails: 3; sms allowance: remaining sms: 4";
    let refused = refuse(&mut answered(roomy()), &error(40047, text), None, 1_000);
    assert_eq!(refused.short, [(place("sms"), Units::new(5))]);
}

#[test]
fn a_stated_number_that_is_too_large_saturates() {
    let text = "remaining emails: 99999999999999999999999999999999";
    let mut session = answered(roomy());
    refuse(&mut session, &error(40046, text), None, 1_000);
    assert_eq!(cap(&mut session, "emails", 1_000), Some(Units::MAX.get()));
    assert_eq!(left(&mut session, "emails", 1_000), units(413));
}

#[test]
fn an_account_that_is_no_integrator_has_the_feature_off() {
    let bodies = [
        error(40153, "organization is not an integrator"),
        error(40153, ""),
        error(40004, "…: process is not ready to publish: organization is not an integrator"),
        error(40001, "authentication required: organization is not an integrator"),
    ];
    for body in bodies {
        for attempt in [None, Some(publishing())] {
            let mut session = answered(roomy());
            let refused = refuse(&mut session, &body, attempt.clone(), 1_000);
            let action = attempt.map_or("createManagedOrg", |_| "publishProcess");
            assert_eq!((Ok(refused.action), refused.short.len()), (session.action(action), 0), "{body}");
            let check = session.check_refused(&refused, 1_000);
            assert_eq!((check.decision.reason, check.allowed), (Reason::NotEnabled, false), "{body}");
            assert_eq!(kind(&check), Some(RemedyKind::Enable), "{body}");
            assert_eq!(session.overview(1_000).enabled, Some(false), "{body}");
        }
    }
}

#[test]
fn other_errors_of_the_platform_are_not_about_quotas() {
    for (code, text) in [
        (40001, "authentication required"),
        (40001, "authentication required: user does not have the necessary permissions"),
        (40004, "invalid JSON request body"),
        (
            40004,
            "…: process is not ready to publish: census is empty; process census size exceeds plan limit: 100",
        ),
        (40009, "organization not found"),
        (40010, "invalid URL parameter"),
        (40013, "invalid organization information provided"),
        (40014, "account email not verified"),
        (40020, "organization has no subscription"),
        (40021, "organization subscription not active"),
        (40022, "no default plan available"),
        (40023, "subscription plan not found"),
        (40031, "max drafts reached: (5)"),
        (40032, "user does not have admin role"),
        (40033, "max processes reached"),
        (40035, "process census size exceeds plan limit: 200"),
        (40037, "invalid data provided"),
        (40038, "process not found"),
        (40048, "user has reached maximum number of organizations"),
        (40103, "attempt cooldown time not reached"),
        (40145, "operation would exceed organization members limit: (9)"),
        (40152, "forbidden"),
        (40156, "invalid, revoked or expired API key"),
        (40157, "API keys are not permitted for this endpoint"),
        (40158, "API key lacks the required scope: endpoint requires the \"quota:read\" scope"),
        (40159, "invalid API key scope"),
        (40160, "API key not found"),
        (40161, "managed organization has active elections and cannot be deleted"),
        (40163, "voting type not allowed by the subscription plan: (quadratic)"),
        (40164, "vote batch is empty"),
        (40165, "vote batch is too large"),
        (40166, "vote batch mixes organizations"),
        (40167, "request body is too large: the limit is 9 bytes"),
        (40171, "stale update"),
        (40172, "process questions mismatch"),
        (40173, "census member already signed for"),
        (40174, "payment required"),
        (40175, "insufficient integrator wallet balance"),
        (40176, "census size exceeds 50000"),
        (40177, "payment is being processed"),
        (40178, "payment required"),
        (40903, "process publish already in progress"),
        (50002, "server error: operation failed"),
        (50004, "server error: blockchain request failed"),
        (50301, "transaction queue is full, retry later"),
    ] {
        let mut session = answered(roomy());
        assert_eq!(
            session.refuse(Some(&error(code, text)), Some(publishing()), 1_000),
            None,
            "{code} {text}"
        );
        assert_eq!(session.overview(1_000), answered(roomy()).overview(1_000), "{code} {text}");
    }
}

#[test]
fn bodies_that_are_no_errors_of_the_platform_say_nothing() {
    let text = "max managed organizations reached";
    for body in [
        json!(null),
        json!([]),
        json!([40154]),
        json!({}),
        json!(40154),
        json!("Server capacity exceeded.\n"),
        json!("max managed organizations reached"),
        json!({ "error": text }),
        json!({ "error": text, "code": "40154" }),
        json!({ "error": text, "code": null }),
        json!({ "error": text, "code": true }),
        json!({ "error": text, "code": [40154] }),
        json!({ "error": text, "code": { "code": 40154 } }),
        json!({ "error": text, "code": 40154.5 }),
        json!({ "error": text, "code": -40154 }),
        json!({ "error": text, "code": 1e300 }),
        json!({ "error": text, "code": u64::MAX }),
        json!({ "error": text, "code": 4_295_007_450_u64 }),
        json!({ "error": { "error": text, "code": 40154 } }),
        json!({ "code": 40004 }),
        json!({ "error": null, "code": 40004 }),
        json!({ "error": ["email allowance"], "code": 40004 }),
        json!({ "error": 40046, "code": 40001 }),
    ] {
        assert_eq!(answered(roomy()).refuse(Some(&body), Some(publishing()), 1_000), None, "{body}");
    }
    assert_eq!(answered(roomy()).refuse(NOTHING, Some(publishing()), 1_000), None);
}

#[test]
fn a_code_alone_is_enough() {
    for body in [json!({ "code": 40154 }), json!({ "code": 40154.0 }), json!({ "code": 40154, "error": 7 })] {
        assert!(answered(roomy()).refuse(Some(&body), None, 1_000).is_some(), "{body}");
    }
}

#[test]
fn an_answer_asked_for_before_the_refusal_changes_nothing_however_late_it_comes() {
    let mut session = answered(roomy());
    let asked = session.ask(900);
    refuse(&mut session, &no_emails(), Some(publishing()), 1_000);
    session.answer(asked, 200, Some(&roomy_but("usage", "sentEmails", 0)), 50_000).expect("an answer");
    assert_eq!(session.overview(50_000).as_of, Some(50_000));
    assert_eq!(sending(&mut session, 1, 50_000), Reason::LimitReached);
    assert_eq!(sending(&mut session, 1, 50_000 + 3 * STALE), Reason::LimitReached);
    // Nor does one that agrees: the next may still show room.
    let mut session = answered(roomy());
    let asked = session.ask(900);
    refuse(&mut session, &no_emails(), None, 1_000);
    session.answer(asked, 200, Some(&roomy_but("usage", "sentEmails", 500)), 2_000).expect("an answer");
    assert_eq!(cap(&mut session, "emails", 2_000), Some(0));
}

#[test]
fn a_later_answer_that_agrees_ends_it_at_once() {
    for (used, agrees) in [(487, false), (488, true), (500, true), (600, true)] {
        let mut session = answered(roomy());
        let body = error(40046, "remaining emails: 12");
        refuse(&mut session, &body, None, 1_000);
        learn(&mut session, &roomy_but("usage", "sentEmails", used), 2_000);
        assert_eq!(cap(&mut session, "emails", 2_000).is_none(), agrees, "{used}");
        learn(&mut session, &roomy(), 3_000);
        assert_eq!(left(&mut session, "emails", 3_000), units(413), "{used}");
    }
}

#[test]
fn a_later_answer_that_still_shows_room_is_not_believed_until_the_numbers_move() {
    let mut session = answered(roomy());
    refuse(&mut session, &no_emails(), None, 1_000);
    learn(&mut session, &roomy(), 2_000);
    assert_eq!(sending(&mut session, 1, 2_000), Reason::LimitReached);
    learn(&mut session, &roomy(), 3_000);
    assert_eq!(sending(&mut session, 1, 3_000), Reason::LimitReached);
    for (group, name) in [("usage", "sentSMS"), ("limits", "maxVotes"), ("usage", "managedOrgs")] {
        learn(&mut session, &roomy_but(group, name, 3), 4_000);
        assert_eq!(sending(&mut session, 1, 4_000), Reason::LimitReached, "{name}");
    }
    for (group, name) in [("usage", "sentEmails"), ("limits", "maxEmails")] {
        let mut session = session.clone();
        learn(&mut session, &roomy_but(group, name, 300), 5_000);
        assert_eq!(sending(&mut session, 1, 5_000), Reason::WithinLimits, "{name}");
    }
}

#[test]
fn a_later_answer_is_believed_after_a_while_even_if_nothing_moves() {
    let mut session = answered(roomy());
    refuse(&mut session, &no_emails(), None, 1_000);
    learn(&mut session, &roomy(), 2_000);
    learn(&mut session, &roomy(), 20_000);
    assert_eq!(session.changes_at(20_000), Some(2_000 + STALE));
    assert_eq!(sending(&mut session, 1, 2_000 + STALE - 1), Reason::LimitReached);
    assert_eq!(sending(&mut session, 1, 2_000 + STALE), Reason::WithinLimits);
    assert_eq!(session.changes_at(2_000 + STALE), Some(20_000 + STALE));
}

#[test]
fn without_a_later_answer_time_alone_lifts_nothing() {
    let mut session = answered(roomy());
    refuse(&mut session, &no_emails(), None, 1_000);
    assert_eq!(session.changes_at(1_000), Some(STALE));
    for now in [1_000, STALE, 10 * STALE, 14_399_999] {
        assert_eq!(sending(&mut session, 1, now), Reason::LimitReached, "{now}");
    }
    assert_eq!(sending(&mut session, 1, 14_400_000), Reason::Expired);
    learn(&mut session, &roomy(), 14_500_000);
    assert_eq!(sending(&mut session, 1, 14_500_000), Reason::LimitReached);
}

#[test]
fn a_failed_refresh_lifts_nothing() {
    let mut session = answered(roomy());
    refuse(&mut session, &no_emails(), None, 1_000);
    let asked = session.ask(1_000);
    session.fail(asked, 2_000);
    let asked = session.ask(2_000);
    session.answer(asked, 503, NOTHING, 3_000).expect_err("a failure");
    assert_eq!(sending(&mut session, 1, 3_000), Reason::LimitReached);
}

#[test]
fn refused_again_it_starts_again() {
    let mut session = answered(roomy());
    refuse(&mut session, &error(40046, "remaining emails: 50"), None, 1_000);
    learn(&mut session, &roomy(), 2_000);
    refuse(&mut session, &error(40046, "remaining emails: 20"), None, 50_000);
    assert_eq!(left(&mut session, "emails", 2_000 + STALE), units(20));
    learn(&mut session, &roomy(), 70_000);
    assert_eq!(left(&mut session, "emails", 70_000 + STALE - 1), units(20));
    assert_eq!(left(&mut session, "emails", 70_000 + STALE), units(413));
}

#[test]
fn two_refused_resources_go_their_own_ways() {
    let mut session = answered(roomy());
    let text = "…: email allowance: remaining emails: 9; sms allowance: remaining sms: 8";
    refuse(&mut session, &error(40004, text), Some(publishing()), 1_000);
    learn(&mut session, &roomy_but("usage", "sentEmails", 491), 2_000);
    let caps = |session: &mut _| (cap(session, "emails", 3_000), cap(session, "sms", 3_000));
    assert_eq!(caps(&mut session), (None, Some(8)));
    refuse(&mut session, &error(40046, "remaining emails: 2"), None, 3_000);
    assert_eq!(caps(&mut session), (Some(2), Some(8)));
}

#[test]
fn a_zero_that_was_refused_means_none_as_long_as_the_session_lives() {
    let mut session = answered(all_zero());
    assert_eq!(sending(&mut session, 1_000_000, 0), Reason::Unlimited);
    refuse(&mut session, &error(40046, ""), Some(publishing()), 1_000);
    learn(&mut session, &all_zero(), 2_000);
    learn(&mut session, &all_zero(), 500_000);
    assert_eq!(
        (cap(&mut session, "emails", 500_000), sending(&mut session, 1, 500_000)),
        (None, Reason::LimitReached)
    );
    assert_eq!(left(&mut session, "emails", 500_000), units(0));
    session.clear(600_000);
    assert_eq!(sending(&mut session, 1, 600_000), Reason::Loading);
    learn(&mut session, &all_zero(), 601_000);
    assert_eq!(sending(&mut session, 1, 601_000), Reason::LimitReached);
    for other in ["managedOrgs", "managedProcesses", "votes", "sms"] {
        assert_eq!(left(&mut session, other, 601_000), Remaining::Unlimited, "{other}");
    }
    learn(&mut session, &roomy(), 602_000);
    assert_eq!(left(&mut session, "emails", 602_000), units(413));
    assert_eq!(sending(&mut answered(all_zero()), 1, 0), Reason::Unlimited);
}

#[test]
fn a_zero_that_is_seen_after_the_refusal_was_meant_too() {
    let mut session = session(Settings::default());
    let asked = session.ask(0);
    refuse(&mut session, &error(40046, ""), None, 1_000);
    session.answer(asked, 200, Some(&all_zero()), 2_000).expect("an answer");
    learn(&mut session, &all_zero(), 3_000);
    assert_eq!(sending(&mut session, 1, 3_000 + 2 * STALE), Reason::LimitReached);
}

#[test]
fn a_limit_that_was_finite_when_it_was_refused_says_nothing_about_zero() {
    let mut session = answered(roomy_but("usage", "sentEmails", 500));
    refuse(&mut session, &no_emails(), None, 1_000);
    let unlimited = roomy_but("limits", "maxEmails", 0);
    learn(&mut session, &unlimited, 2_000);
    learn(&mut session, &unlimited, 500_000);
    assert_eq!(left(&mut session, "emails", 500_000), Remaining::Unlimited);
}

#[test]
fn a_platform_that_leaves_some_has_not_a_limit_of_zero() {
    let mut session = answered(roomy_but("limits", "maxEmails", 0));
    let some = error(40046, "process census size exceeds email allowance: remaining emails: 413");
    refuse(&mut session, &some, None, 1_000);
    assert_eq!(left(&mut session, "emails", 1_000), units(413));
}

#[test]
fn what_takes_nothing_and_was_refused_is_short_too() {
    let mut session = following(Rules::Observed, &roomy());
    let refused = refuse(&mut session, &no_emails(), Some(step("sendEmailOtp", &[Some(0)])), 0);
    let check = session.check_refused(&refused, 0);
    assert_eq!(check.decision.reason, Reason::LimitReached);
    assert_eq!(named(&check), [("emails", 1)]);
}

#[test]
fn clearing_forgets_what_was_refused() {
    let mut session = answered(roomy());
    refuse(&mut session, &no_emails(), None, 1_000);
    refuse(&mut session, &error(40153, ""), None, 1_000);
    session.clear(2_000);
    learn(&mut session, &roomy(), 2_000);
    assert_eq!(sending(&mut session, 413, 2_000), Reason::WithinLimits);
}

#[test]
fn what_is_held_comes_off_what_a_refusal_leaves() {
    let mut session = answered(roomy());
    refuse(&mut session, &error(40046, "remaining emails: 100"), Some(publishing()), 1_000);
    let send = session.action("sendEmailOtp").expect("an action");
    let hold = session.hold(send, &[Some(Units::new(30))], 10_000, 1_000);
    assert_eq!(left(&mut session, "emails", 1_000), units(70));
    assert_eq!(sending(&mut session, 70, 1_000), Reason::WithinLimits);
    let held_up = check_at(&mut session, "sendEmailOtp", &[("count", 100)], 1_000);
    assert_eq!((named(&held_up), kind(&held_up)), (vec![("emails", 30)], Some(RemedyKind::Wait)));
    let refused = check_at(&mut session, "sendEmailOtp", &[("count", 101)], 1_000);
    assert_eq!((named(&refused), kind(&refused)), (vec![("emails", 31)], Some(RemedyKind::RaiseLimit)));
    session.release(hold, 2_000);
    assert_eq!(sending(&mut session, 100, 2_000), Reason::WithinLimits);
}

#[test]
fn a_refusal_bounds_what_is_otherwise_unknown_or_unlimited() {
    for limit in [json!(null), json!(0)] {
        let mut session = answered(roomy_but("limits", "maxSMS", limit.clone()));
        let attempt = step("sendSmsOtp", &[Some(5)]);
        let refused = refuse(&mut session, &error(40047, ""), Some(attempt), 1_000);
        let check = session.check_refused(&refused, 1_000);
        assert_eq!((check.decision.reason, &*check.action), (Reason::LimitReached, "sendSmsOtp"), "{limit}");
        assert_eq!(
            check_at(&mut session, "sendSmsOtp", &[("count", 5)], 1_000).decision,
            check.decision,
            "{limit}"
        );
    }
    let mut session = answered(roomy_but("limits", "maxSMS", Value::Null));
    refuse(&mut session, &error(40047, ""), Some(step("sendSmsOtp", &[Some(5)])), 1_000);
    let fewer = check_at(&mut session, "sendSmsOtp", &[("count", 4)], 1_000);
    assert_eq!(fewer.decision.reason, Reason::LimitUnknown);
}

#[test]
fn the_explanation_names_what_the_parameters_dont() {
    let bare = step("publishProcess", &[]);
    for (body, expected) in [
        (error(40046, "remaining emails: 12"), "emails"),
        (error(40047, ""), "sms"),
        (error(40162, "remaining votes: 3"), "votes"),
        (error(40154, ""), "managedOrgs"),
    ] {
        let mut session = answered(roomy());
        let refused = refuse(&mut session, &body, Some(bare.clone()), 1_000);
        let check = session.check_refused(&refused, 1_000);
        assert_eq!((&*check.action, named(&check)), ("publishProcess", vec![(expected, 1)]), "{body}");
        // Asked alone it fits: nothing says that it needs any.
        assert_eq!(session.check(bare.action, &bare.params, 1_000).decision.reason, Reason::WithinLimits);
        learn(&mut session, &roomy(), 2_000);
        assert_eq!(named(&session.check_refused(&refused, 2_000)), [(expected, 1)], "{body}");
    }
}

/// Without voters one e-mail is all that it says it needs.
#[test]
fn the_explanation_asks_for_more_than_what_is_left_where_the_parameters_ask_for_less() {
    let mut session = answered(roomy());
    let attempt = step("publishProcess", &[None, None, None, Some(1)]);
    let refused = refuse(&mut session, &error(40046, "remaining emails: 12"), Some(attempt), 1_000);
    let check = session.check_refused(&refused, 1_000);
    assert_eq!(named(&check), [("emails", 1)]);
    assert_eq!(check.decision.blockers[0].requested, Units::new(13));
}

#[test]
fn an_attempt_at_something_else_stays_the_one_that_is_explained() {
    let mut session = answered(roomy());
    let refused = refuse(&mut session, &error(40046, ""), Some(step("sendEmailOtp", &[Some(5)])), 1_000);
    let check = session.check_refused(&refused, 1_000);
    assert_eq!((&*check.action, named(&check)), ("sendEmailOtp", vec![("emails", 1)]));
    assert_eq!(sending(&mut session, 4, 1_000), Reason::WithinLimits);
}

#[test]
fn the_feature_is_off_until_an_answer_asked_for_later() {
    let mut session = answered(roomy());
    let asked = session.ask(900);
    refuse(&mut session, &error(40153, ""), None, 1_000);
    session.answer(asked, 200, Some(&roomy()), 5_000).expect("an answer");
    assert_eq!(sending(&mut session, 1, 5_000), Reason::NotEnabled);
    let mut off = session.clone();
    learn(&mut session, &roomy(), 6_000);
    assert_eq!(sending(&mut session, 1, 6_000), Reason::WithinLimits);
    learn(&mut off, &json!({ "enabled": false }), 6_000);
    assert_eq!(sending(&mut off, 1, 6_000), Reason::NotEnabled);
}

#[test]
fn a_refusal_is_a_denial_whatever_the_next_answer_says() {
    let mut session = answered(roomy());
    let off = refuse(&mut session, &error(40153, ""), None, 1_000);
    let emails = refuse(&mut session, &no_emails(), Some(publishing()), 1_000);
    learn(&mut session, &roomy_but("limits", "maxEmails", 5_000), 2_000);
    learn(&mut session, &roomy_but("limits", "maxEmails", 9_000), 3_000);
    assert_eq!(sending(&mut session, 1, 3_000), Reason::WithinLimits);
    assert_eq!(session.check_refused(&off, 3_000).decision.reason, Reason::NotEnabled);
    let check = session.check_refused(&emails, 3_000);
    assert_eq!((check.decision.reason, named(&check)), (Reason::LimitReached, vec![("emails", 50)]));
    assert_eq!(check.decision.as_of, Some(3_000));
    let expired = session.check_refused(&emails, 1_000_000_000);
    assert_eq!((expired.decision.reason, expired.decision.stale), (Reason::LimitReached, true));
}

#[test]
fn a_refusal_before_any_answer_counts_when_one_comes() {
    let mut session = session(Settings::default());
    let asked = session.ask(0);
    let refused = refuse(&mut session, &no_emails(), Some(publishing()), 1_000);
    let check = session.check_refused(&refused, 1_000);
    assert_eq!((named(&check), check.allowed, check.decision.as_of), (vec![("emails", 50)], false, None));
    assert_eq!(sending(&mut session, 1, 1_000), Reason::Loading);
    assert_eq!(session.changes_at(1_000), Some(3_000));
    session.answer(asked, 200, Some(&roomy()), 2_000).expect("an answer");
    assert_eq!(named(&session.check_refused(&refused, 2_000)), [("emails", 50)]);
    learn(&mut session, &roomy_but("usage", "sentEmails", 500), 3_000);
    assert_eq!(cap(&mut session, "emails", 3_000), None);
}

#[test]
fn a_switched_off_feature_before_any_answer_counts_when_one_comes() {
    let mut session = session(Settings::default());
    let asked = session.ask(0);
    refuse(&mut session, &error(40153, ""), None, 1_000);
    assert_eq!(sending(&mut session, 1, 1_000), Reason::Loading);
    session.answer(asked, 200, Some(&roomy()), 2_000).expect("an answer");
    assert_eq!(sending(&mut session, 1, 2_000), Reason::NotEnabled);
}

#[test]
fn a_refusal_on_staging_is_one_and_staging_stays_open() {
    let terms = Terms { enforced: false, ..Settings::default().terms };
    let mut session = answered_with(Settings { terms, ..Settings::default() }, roomy());
    let refused = refuse(&mut session, &no_emails(), Some(publishing()), 1_000);
    let refusal = session.check_refused(&refused, 1_000);
    assert_eq!((named(&refusal), refusal.allowed), (vec![("emails", 50)], false));
    let check = check_at(&mut session, "sendEmailOtp", &[], 1_000);
    assert_eq!((check.decision.reason, check.allowed), (Reason::NotEnforced, true));
    assert_eq!(check.decision.would_deny, Some(true));
    assert!(check.decision.blockers.is_empty());
    assert_eq!(short(&check.decision.warnings)[0].0, "emails");
    refuse(&mut session, &error(40153, ""), None, 1_000);
    assert_eq!(sending(&mut session, 1, 1_000), Reason::NotEnabled);
}

#[test]
fn by_the_observed_rules_a_refusal_bounds_publishing_and_warns_of_messages() {
    let mut session = following(Rules::Observed, &roomy());
    refuse(&mut session, &error(40046, "remaining emails: 12"), Some(publishing()), 1_000);
    let params = [("voters", 13), ("emailOtp", 1)];
    assert_eq!(named(&check_at(&mut session, "publishProcess", &params, 1_000)), [("emails", 1)]);
    let send = check_at(&mut session, "sendEmailOtp", &[("count", 20)], 1_000);
    assert_eq!((send.decision.reason, send.allowed), (Reason::WithinLimits, true));
    assert_eq!(short(&send.decision.warnings), [("emails", 8)]);
}

/// Votes are unlimited there by the back end's source, not by belief: a refusal teaches nothing about the zero.
#[test]
fn by_the_observed_rules_a_zero_of_votes_is_unlimited_again_after_a_while() {
    let mut session = following(Rules::Observed, &all_zero());
    refuse(&mut session, &error(40162, ""), Some(publishing()), 1_000);
    assert_eq!(left(&mut session, "votes", 1_000), units(99));
    learn(&mut session, &all_zero(), 2_000);
    assert_eq!(left(&mut session, "votes", 2_000 + STALE - 1), units(99));
    assert_eq!(left(&mut session, "votes", 2_000 + STALE), Remaining::Unlimited);
}

/// What can come between a refusal and the first answer that was asked for after it.
#[derive(Debug, Clone)]
enum Between {
    EarlierAnswer(Value),
    Failure,
    Hold(Step),
    Release,
    Time(i64),
}

fn limits() -> impl Strategy<Value = Value> {
    let amount = || proptest::option::weighted(0.9, 0..120i64);
    (proptest::collection::vec(amount(), 5), proptest::collection::vec(amount(), 5)).prop_map(
        |(limits, usage)| {
            let mut body = roomy();
            for (place, resource) in VOCDONI.resources().iter().enumerate() {
                body["limits"][&*resource.limit_name] = json!(limits[place]);
                body["usage"][usage_name(resource)] = json!(usage[place]);
            }
            body
        },
    )
}

fn any_step() -> impl Strategy<Value = Step> {
    let params = proptest::collection::vec(proptest::option::of((0..40u64).prop_map(Units::new)), 0..6);
    (0..5usize, params)
        .prop_map(|(action, params)| Step { action: VOCDONI.action_at(action).expect("an action"), params })
}

fn between() -> impl Strategy<Value = Between> {
    prop_oneof![
        limits().prop_map(Between::EarlierAnswer),
        Just(Between::Failure),
        any_step().prop_map(Between::Hold),
        Just(Between::Release),
        (0..200_000i64).prop_map(Between::Time),
    ]
}

/// What the platform answers to an attempt that needs some of a resource: with its code, and stating less than that or nothing.
fn error_about(resource: usize, needs: u64, stated: Option<prop::sample::Index>) -> Value {
    let (code, before) = REFUSED[resource];
    let stated = stated.map(|stated| stated.index(needs.try_into().expect("few")));
    error(code, &stated.map_or(String::new(), |stated| format!("{before}{stated}")))
}

/// Rules, an attempt that needs something, and an error that refuses it.
fn refused_attempt() -> impl Strategy<Value = (Vocdoni, Step, Value)> {
    let picked = (any::<prop::sample::Index>(), proptest::option::of(any::<prop::sample::Index>()));
    (any::<bool>(), any_step(), picked).prop_filter_map(
        "it needs nothing",
        |(observed, attempt, (which, stated))| {
            let rules = if observed { Rules::Observed } else { Rules::Documented };
            let platform = Vocdoni { rules };
            let mut costs = platform.costs(attempt.action, &attempt.params);
            costs.retain(|cost| cost.needs > Units::ZERO);
            let cost = (!costs.is_empty()).then(|| *which.get(&costs))?;
            Some((platform, attempt, error_about(cost.room.resource, cost.needs.get(), stated)))
        },
    )
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn what_was_refused_is_not_allowed_before_an_answer_that_was_asked_for_later(
        (platform, attempt, body) in refused_attempt(),
        known in proptest::option::weighted(0.8, limits()),
        events in proptest::collection::vec(between(), 0..6),
    ) {
        let mut session = Session::open(platform, Settings::default(), 0);
        if let Some(known) = known {
            learn(&mut session, &known, 0);
        }
        let mut earlier: Vec<_> = events.iter().map(|_| session.ask(500)).rev().collect();
        let refused = refuse(&mut session, &body, Some(attempt.clone()), 1_000);
        let (mut now, mut holds) = (1_000, Vec::new());
        for event in [vec![Between::Time(0)], events].concat() {
            match event {
                Between::EarlierAnswer(known) => {
                    let asked = earlier.pop().expect("a question");
                    session.answer(asked, 200, Some(&known), now).expect("an answer");
                }
                Between::Failure => session.fail(earlier.pop().expect("a question"), now),
                Between::Hold(step) => holds.push(session.hold(step.action, &step.params, 9_000, now)),
                Between::Release => holds.pop().into_iter().for_each(|hold| session.release(hold, now)),
                Between::Time(passed) => now += passed,
            }
            let check = session.check(attempt.action, &attempt.params, now);
            prop_assert_ne!(check.decision.reason.verdict(), Verdict::Allow);
            let explained = session.check_refused(&refused, now);
            prop_assert_ne!(explained.decision.reason.verdict(), Verdict::Allow);
        }
    }
}

//! Verdict and reason, in the order in which the rules are looked at.

use quota_gate::{
    gate::{Most, Reason, Terms},
    platform::{Platform, RemedyKind},
    session::{Policy, Settings},
};
use serde_json::json;

use crate::support::{
    VOCDONI, answered, answered_with, check, check_at, finite, integrator, session, short, tell,
};

fn staging() -> Settings {
    let terms = Terms { enforced: false, ..Settings::default().terms };
    Settings { terms, ..Settings::default() }
}

#[test]
fn the_guides_example_blocks_an_organization_and_nothing_else() {
    let body = integrator(
        json!({ "maxManagedOrgs": 1, "maxManagedProcesses": 10, "maxVotes": 1000, "maxEmails": 500, "maxSMS": 200 }),
        json!({ "managedOrgs": 1, "managedProcesses": 2, "sentVotes": 134, "sentEmails": 87, "sentSMS": 12 }),
    );
    let mut session = answered(body);
    let expected = [
        ("createManagedOrg", Reason::LimitReached, 0),
        ("publishProcess", Reason::WithinLimits, 8),
        ("relayVotes", Reason::WithinLimits, 866),
        ("sendEmailOtp", Reason::WithinLimits, 413),
        ("sendSmsOtp", Reason::WithinLimits, 188),
    ];
    for (action, reason, most) in expected {
        let check = check(&mut session, action, &[]);
        assert_eq!(check.decision.reason, reason, "{action}");
        assert_eq!(check.most[0], ("count", finite(most)), "{action}");
        assert_eq!(check.decision.would_deny, Some(reason == Reason::LimitReached), "{action}");
    }
}

#[test]
fn a_denial_names_every_limit_in_the_way_and_what_is_missing() {
    let body = integrator(
        json!({ "maxManagedProcesses": 10, "maxVotes": 100, "maxEmails": 50, "maxSMS": 20 }),
        json!({ "managedProcesses": 10, "sentVotes": 0, "sentEmails": 10, "sentSMS": 19 }),
    );
    let params = [("voters", 60), ("questions", 2), ("emailOtp", 1), ("smsOtp", 1)];
    let check = check(&mut answered(body), "publishProcess", &params);
    let expected = [("managedProcesses", 1), ("votes", 20), ("emails", 20), ("sms", 59)];
    assert_eq!(short(&check.decision.blockers), expected);
    assert_eq!(check.remedy.map(|remedy| remedy.kind), Some(RemedyKind::RaiseLimit));
}

#[test]
fn nothing_known_yet_is_pending_and_then_unknown() {
    let mut session = session(Settings::default());
    let early = check_at(&mut session, "createManagedOrg", &[], 2_999);
    assert_eq!((early.decision.reason, early.allowed), (Reason::Loading, false));
    assert_eq!(early.most[0].1, Most::Unknown);
    let late = check_at(&mut session, "createManagedOrg", &[], 3_000);
    assert_eq!((late.decision.reason, late.allowed), (Reason::Unavailable, true));
}

#[test]
fn policies_decide_while_nothing_is_known() {
    let action = VOCDONI.action("createManagedOrg").into_iter().collect();
    let policy = Policy { open_while_loading: true, closed_when_unknown: action };
    let mut session = session(Settings { policy, ..Settings::default() });
    assert!(check_at(&mut session, "createManagedOrg", &[], 0).allowed);
    assert!(!check_at(&mut session, "createManagedOrg", &[], 3_000).allowed);
    assert!(check_at(&mut session, "relayVotes", &[], 3_000).allowed);
}

#[test]
fn a_first_failure_ends_the_waiting() {
    let mut session = session(Settings::default());
    let error = tell(&mut session, 503, json!({}), 10).expect_err("a failure");
    assert_eq!((error.code(), error.is_retryable()), ("server", true));
    let check = check_at(&mut session, "createManagedOrg", &[], 10);
    assert_eq!(check.decision.reason, Reason::Unavailable);
    assert_eq!(check.remedy.map(|remedy| remedy.kind), Some(RemedyKind::Retry));
}

#[test]
fn a_switched_off_feature_denies_on_staging_too() {
    for settings in [Settings::default(), staging()] {
        let check = check(&mut answered_with(settings, json!({ "enabled": false })), "relayVotes", &[]);
        assert_eq!(check.decision.reason, Reason::NotEnabled);
        assert_eq!(check.decision.would_deny, Some(true));
        assert_eq!(check.most[0].1, finite(0));
        assert_eq!(check.remedy.map(|remedy| remedy.kind), Some(RemedyKind::Enable));
    }
}

#[test]
fn staging_allows_and_says_what_production_would_refuse() {
    let body = integrator(json!({ "maxManagedOrgs": 1 }), json!({ "managedOrgs": 1 }));
    let mut session = answered_with(staging(), body);
    let full = check(&mut session, "createManagedOrg", &[]);
    assert_eq!((full.decision.reason, full.allowed), (Reason::NotEnforced, true));
    assert_eq!(full.decision.would_deny, Some(true));
    assert_eq!(short(&full.decision.warnings), [("managedOrgs", 1)]);
    assert!(full.decision.blockers.is_empty());
    assert_eq!((full.most[0].1, full.remedy), (Most::Unbounded, None));
    let unknown = check(&mut session, "relayVotes", &[]);
    assert_eq!((unknown.decision.reason, unknown.decision.would_deny), (Reason::NotEnforced, None));
}

#[test]
fn nothing_known_on_staging_is_pending_too() {
    let check = check(&mut session(staging()), "relayVotes", &[]);
    assert_eq!(check.decision.reason, Reason::Loading);
}

#[test]
fn a_limit_of_zero_is_unlimited() {
    let body = integrator(
        json!({ "maxManagedOrgs": 0, "maxManagedProcesses": 0, "maxVotes": 0, "maxEmails": 0, "maxSMS": 0 }),
        json!({ "managedOrgs": 7, "managedProcesses": 7, "sentVotes": 7, "sentEmails": 7, "sentSMS": 7 }),
    );
    let mut session = answered(body);
    for action in VOCDONI.actions() {
        let check = check(&mut session, &action.name, &[("count", 1_000_000)]);
        assert_eq!(check.decision.reason, Reason::Unlimited, "{}", action.name);
        assert_eq!(check.most[0].1, Most::Unbounded, "{}", action.name);
    }
}

#[test]
fn what_is_unknown_is_not_denied_and_a_known_denial_beats_it() {
    let body = integrator(json!({ "maxVotes": 10, "maxManagedProcesses": "5" }), json!({}));
    let mut session = answered(body);
    assert_eq!(check(&mut session, "relayVotes", &[]).decision.reason, Reason::UsageUnknown);
    assert_eq!(check(&mut session, "publishProcess", &[]).decision.reason, Reason::LimitUnknown);
    assert_eq!(check(&mut session, "relayVotes", &[]).most[0].1, Most::Unknown);

    let body = integrator(json!({ "maxManagedProcesses": 5 }), json!({ "managedProcesses": 5 }));
    let blocked = check(&mut answered(body), "publishProcess", &[("voters", 3)]);
    assert_eq!(blocked.decision.reason, Reason::LimitReached);
    assert_eq!(blocked.most[0].1, finite(0));
}

#[test]
fn an_amount_of_zero_passes() {
    let body = integrator(json!({ "maxManagedOrgs": 1 }), json!({ "managedOrgs": 5 }));
    let mut session = answered(body);
    let nothing = check(&mut session, "createManagedOrg", &[("count", 0)]);
    assert_eq!(nothing.decision.reason, Reason::WithinLimits);
    // No limit is known for these, and none is in question.
    assert_eq!(check(&mut session, "publishProcess", &[("count", 0)]).decision.reason, Reason::WithinLimits);
}

#[test]
fn warnings_name_what_comes_near_or_to_its_end() {
    let body = integrator(
        json!({ "maxManagedOrgs": 5, "maxVotes": 10 }),
        json!({ "managedOrgs": 2, "sentVotes": 0 }),
    );
    let mut session = answered(body);
    let warned = |session: &mut _, action, count| {
        short(&check(session, action, &[("count", count)]).decision.warnings)
    };
    assert_eq!(warned(&mut session, "createManagedOrg", 1), []);
    assert_eq!(warned(&mut session, "createManagedOrg", 2), [("managedOrgs", 0)]);
    assert_eq!(warned(&mut session, "createManagedOrg", 3), [("managedOrgs", 0)]);
    assert_eq!(warned(&mut session, "relayVotes", 7), []);
    assert_eq!(warned(&mut session, "relayVotes", 8), [("votes", 0)]);
}

#[test]
fn signing_in_helps_against_401_but_for_an_unverified_address() {
    for (code, remedy) in
        [(40001, RemedyKind::SignIn), (40156, RemedyKind::SignIn), (40014, RemedyKind::Retry)]
    {
        let mut session = session(Settings::default());
        let error = tell(&mut session, 401, json!({ "error": "…", "code": code }), 0).expect_err("a failure");
        assert_eq!((error.code(), error.platform_code()), ("unauthorized", Some(code)));
        let check = check(&mut session, "relayVotes", &[]);
        assert_eq!(check.remedy.map(|remedy| remedy.kind), Some(remedy), "{code}");
    }
}

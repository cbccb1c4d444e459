//! What each Vocdoni action needs and takes.

use quota_gate::gate::{Most, Reason};
use serde_json::json;

use crate::support::{answered, check, finite, integrator, most_of, short};

fn plenty_but(limits: serde_json::Value) -> quota_gate::session::Session {
    answered(integrator(
        limits,
        json!({ "managedOrgs": 0, "managedProcesses": 0, "sentVotes": 0, "sentEmails": 0, "sentSMS": 0 }),
    ))
}

const ALL: [&str; 5] = ["maxManagedOrgs", "maxManagedProcesses", "maxVotes", "maxEmails", "maxSMS"];

fn hundred_each() -> serde_json::Value {
    ALL.iter().map(|name| ((*name).to_string(), json!(100))).collect::<serde_json::Map<_, _>>().into()
}

#[test]
fn other_actions_take_what_they_count() {
    for (action, limit) in [
        ("createManagedOrg", "maxManagedOrgs"),
        ("relayVotes", "maxVotes"),
        ("sendEmailOtp", "maxEmails"),
        ("sendSmsOtp", "maxSMS"),
    ] {
        let mut session = plenty_but(json!({ limit: 100 }));
        assert_eq!(check(&mut session, action, &[]).most[0].1, finite(100), "{action}");
        assert!(check(&mut session, action, &[("count", 100)]).allowed, "{action}");
        assert!(!check(&mut session, action, &[("count", 101)]).allowed, "{action}");
    }
}

#[test]
fn publishing_takes_a_slot_for_each_process() {
    let mut session = plenty_but(hundred_each());
    assert!(check(&mut session, "publishProcess", &[("count", 100)]).allowed);
    let over = check(&mut session, "publishProcess", &[("count", 102)]);
    assert_eq!(short(&over.decision.blockers), [("managedProcesses", 2)]);
}

#[test]
fn publishing_needs_voters_times_questions_votes() {
    let mut session = plenty_but(hundred_each());
    let params = [("voters", 50), ("questions", 2)];
    let fits = check(&mut session, "publishProcess", &params);
    assert_eq!(fits.decision.reason, Reason::WithinLimits);
    assert_eq!(most_of(&fits, "voters"), finite(50));
    assert_eq!(most_of(&fits, "questions"), finite(2));
    let over = check(&mut session, "publishProcess", &[("voters", 51), ("questions", 2)]);
    assert_eq!(short(&over.decision.blockers), [("votes", 2)]);
}

#[test]
fn publishing_needs_a_message_for_each_voter_on_each_channel() {
    let mut session =
        plenty_but(json!({ "maxManagedProcesses": 9, "maxVotes": 0, "maxEmails": 40, "maxSMS": 30 }));
    let both = check(&mut session, "publishProcess", &[("voters", 41), ("emailOtp", 1), ("smsOtp", 1)]);
    assert_eq!(short(&both.decision.blockers), [("emails", 1), ("sms", 11)]);
    assert_eq!(most_of(&both, "voters"), finite(30));
    let none = check(&mut session, "publishProcess", &[("voters", 41), ("emailOtp", 0), ("smsOtp", 0)]);
    assert_eq!(none.decision.reason, Reason::WithinLimits);
    assert_eq!(most_of(&none, "voters"), Most::Unbounded);
}

#[test]
fn without_voters_a_channel_needs_one_message_and_votes_are_not_asked_for() {
    let empty = json!({ "maxManagedProcesses": 9, "maxVotes": 1, "maxEmails": -1, "maxSMS": 1 });
    let mut session = plenty_but(empty);
    assert!(check(&mut session, "publishProcess", &[("questions", 7), ("smsOtp", 1)]).allowed);
    let email = check(&mut session, "publishProcess", &[("emailOtp", 1)]);
    assert_eq!(short(&email.decision.blockers), [("emails", 1)]);
}

#[test]
fn the_needs_of_several_processes_together_are_a_warning() {
    let mut session = plenty_but(hundred_each());
    let check = check(&mut session, "publishProcess", &[("count", 3), ("voters", 40), ("emailOtp", 1)]);
    assert_eq!(check.decision.reason, Reason::WithinLimits);
    assert_eq!(short(&check.decision.warnings), [("votes", 20), ("emails", 20)]);
    assert_eq!(most_of(&check, "count"), finite(100));
}

#[test]
fn products_saturate() {
    let mut session = plenty_but(hundred_each());
    let huge = [("voters", u64::MAX), ("questions", u64::MAX), ("count", u64::MAX)];
    let check = check(&mut session, "publishProcess", &huge);
    assert_eq!(check.decision.reason, Reason::LimitReached);
}

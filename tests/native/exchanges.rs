//! The recorded exchanges of the platform's own handlers end in a state or an error.

use quota_gate::gate::Reason;
use serde_json::Value;

use crate::support::{answered, check, read};

fn recorded(name: &str) -> (u16, Option<Value>) {
    let all: Vec<Value> =
        serde_json::from_str(include_str!("../fixtures/vocdoni-exchanges.json")).expect("fixture");
    let exchange =
        all.into_iter().find(|exchange| exchange["name"] == name).expect("an exchange of this name");
    let response = &exchange["response"];
    let status = response["status"].as_u64().and_then(|status| u16::try_from(status).ok()).expect("a status");
    // Bodies are parsed whatever their content type says: errors are JSON sent as text/plain.
    (status, serde_json::from_str(response["body"].as_str().expect("a body")).ok())
}

#[test]
fn each_failure_ends_in_its_error() {
    for (name, code, status, platform_code, retryable) in [
        ("noscope", "forbidden", 403, Some(40158), false),
        ("badkey", "unauthorized", 401, Some(40156), false),
        ("noauth", "unauthorized", 401, Some(40001), false),
        ("404", "not-found", 404, None, false),
        ("throttled", "rate-limited", 429, None, true),
        ("at-cap", "bad-response", 400, Some(40154), false),
        ("preflight ok", "bad-response", 200, None, false),
    ] {
        let (recorded, body) = recorded(name);
        let error = read(recorded, body.as_ref()).expect_err(name);
        let seen = (error.code(), error.status(), error.platform_code(), error.is_retryable());
        assert_eq!(seen, (code, Some(status), platform_code, retryable), "{name}");
    }
}

#[test]
fn the_guides_answer_ends_in_its_state() {
    let (status, body) = recorded("ok");
    assert_eq!(status, 200);
    let mut session = answered(body.expect("JSON"));
    let reasons = ["createManagedOrg", "publishProcess", "relayVotes", "sendEmailOtp", "sendSmsOtp"]
        .map(|action| check(&mut session, action, &[]).decision.reason);
    assert_eq!(reasons[0], Reason::LimitReached);
    assert_eq!(reasons[1..], [Reason::WithinLimits; 4]);
}

#[test]
fn a_switched_off_account_ends_as_not_enabled() {
    let (_, body) = recorded("disabled");
    let mut session = answered(body.expect("JSON"));
    assert_eq!(session.overview(0).enabled, Some(false));
    assert_eq!(check(&mut session, "createManagedOrg", &[]).decision.reason, Reason::NotEnabled);
}

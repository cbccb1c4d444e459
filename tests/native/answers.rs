//! What counts as an answer, and what is made of odd values in it.

use quota_gate::{
    json::Json,
    platform::Platform,
    snapshot::{Limit, Snapshot, Usage},
};
use serde_json::{Value, json};

use crate::support::{self, VOCDONI, integrator};

fn read(status: u16, body: Value) -> Result<Snapshot, quota_gate::error::Error> {
    support::read(status, Some(&body))
}

fn limit(value: Value) -> Limit {
    read(200, integrator(json!({ "maxVotes": value }), json!({}))).expect("an answer").quotas[2].limit
}

fn usage(value: Value) -> Usage {
    read(200, integrator(json!({}), json!({ "sentVotes": value }))).expect("an answer").quotas[2].usage
}

#[test]
fn only_json_numbers_count_and_the_rest_is_unknown() {
    for odd in [json!(null), json!("5"), json!(true), json!([5]), json!({ "value": 5 }), json!(1.5)] {
        assert_eq!(limit(odd.clone()), Limit::Unknown, "{odd}");
        assert_eq!(usage(odd.clone()), Usage::Unknown, "{odd}");
    }
}

#[test]
fn numbers_are_whole_by_value() {
    let same = limit(json!(1000));
    assert!(matches!(same, Limit::Finite(amount) if amount.get() == 1000));
    assert_eq!(limit(serde_json::from_str("1e3").expect("JSON")), same);
    assert_eq!(limit(serde_json::from_str("1000.0").expect("JSON")), same);
    assert_eq!(limit(json!(0)), Limit::UnlimitedByZero);
    assert_eq!(limit(serde_json::from_str("-0.0").expect("JSON")), Limit::UnlimitedByZero);
}

#[test]
fn one_odd_value_leaves_the_others_alone() {
    let body = integrator(json!({ "maxVotes": "many", "maxEmails": 5 }), json!({ "sentEmails": 2 }));
    let snapshot = read(200, body).expect("an answer");
    assert_eq!(snapshot.quotas[2].limit, Limit::Unknown);
    assert!(matches!(snapshot.quotas[3].limit, Limit::Finite(amount) if amount.get() == 5));
}

#[test]
fn unfamiliar_fields_are_ignored() {
    let mut body = integrator(json!({ "maxVotes": 5, "maxFaxes": 1 }), json!({ "sentVotes": 1 }));
    let plain = read(200, integrator(json!({ "maxVotes": 5 }), json!({ "sentVotes": 1 })));
    body["wallet"] = json!({ "cents": 12 });
    assert_eq!(read(200, body), plain);
}

#[test]
fn missing_limits_are_unknown() {
    for body in [json!({ "enabled": true }), json!({ "enabled": true, "limits": null, "usage": [] })] {
        let snapshot = read(200, body).expect("an answer");
        assert!(
            snapshot
                .quotas
                .iter()
                .all(|quota| quota.limit == Limit::Unknown && quota.usage == Usage::Unknown)
        );
    }
}

#[test]
fn what_is_not_an_answer_is_a_bad_response() {
    let bodies = [
        json!(null),
        json!([]),
        json!("ok"),
        json!(5),
        json!({}),
        json!({ "enabled": 1 }),
        json!({ "enabled": "true" }),
    ];
    for body in bodies {
        let error = read(200, body.clone()).expect_err("not an answer");
        assert_eq!((error.code(), error.status()), ("bad-response", Some(200)), "{body}");
        assert!(!error.is_retryable());
    }
    assert_eq!(support::read(200, None).expect_err("no body").code(), "bad-response");
}

#[test]
fn statuses() {
    for (status, code, retryable) in [
        (0, "bad-response", false),
        (302, "bad-response", false),
        (400, "bad-response", false),
        (401, "unauthorized", false),
        (403, "forbidden", false),
        (404, "not-found", false),
        (408, "timeout", true),
        (429, "rate-limited", true),
        (500, "server", true),
        (503, "server", true),
        (599, "server", true),
    ] {
        let error = read(status, json!({ "code": 1 })).expect_err("no success");
        assert_eq!((error.code(), error.is_retryable()), (code, retryable), "{status}");
    }
}

#[test]
fn there_is_no_action_beyond_the_list() {
    let last = VOCDONI.action_at(4).and_then(|action| VOCDONI.describe(action));
    assert_eq!(last.map(|action| &*action.name), Some("sendSmsOtp"));
    assert_eq!(VOCDONI.action_at(5), None);
}

#[test]
fn an_error_says_so_in_a_sentence() {
    let error = read(403, json!({ "error": "…", "code": 40158 })).expect_err("no success");
    assert_eq!(error.to_string(), "the credentials may not read the quota (status 403, code 40158)");
    let error = read(302, json!(null)).expect_err("no success");
    assert_eq!(error.to_string(), "a redirect, which is not followed (status 302)");
    let error = read(400, json!(null)).expect_err("no success");
    assert_eq!(error.to_string(), "a status that no quota route has (status 400)");
    let opaque = read(0, json!(null)).expect_err("no success");
    assert_eq!((opaque.to_string().as_str(), opaque.status()), ("a redirect, which is not followed", None));
}

#[test]
fn a_platform_code_has_six_digits_at_most() {
    for (code, kept) in [(999_999, Some(999_999)), (1_000_000, None), (-999_999, Some(-999_999))] {
        let error = read(403, json!({ "code": code })).expect_err("no success");
        assert_eq!(error.platform_code(), kept);
    }
}

#[test]
fn names_of_platform_codes_that_are_no_numbers_are_left_out() {
    for code in [json!("40158"), json!(null), json!(1.5), json!(1e300)] {
        assert_eq!(
            read(403, json!({ "code": code })).expect_err("no success").platform_code(),
            None,
            "{code}"
        );
    }
}

#[test]
fn an_object_is_neither_null_nor_an_array() {
    assert!(Json::is_object(&json!({})));
    assert!(!Json::is_object(&json!([])));
    assert!(!Json::is_object(&json!(null)));
}

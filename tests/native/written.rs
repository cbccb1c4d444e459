//! How answers are written for JavaScript. (JSON has no Infinity: what is unlimited reads as null here, and is a number there.)

use quota_gate::{
    platform::{custom::Custom, didomi::Didomi},
    session::{Session, Settings, Step},
    snapshot::Units,
    wire::{
        CheckObject, CrossingsObject, ErrorObject, OverviewObject, PlanObject, WantedObjects, WithinObject,
    },
};
use serde_json::{Value, json};

use crate::support::{VOCDONI, answered, integrator, read, tell};

/// Something left, nothing known but the usage, no limit, nothing left, nothing known.
fn account() -> Session {
    let limits = json!({ "maxManagedOrgs": 5, "maxVotes": 0, "maxEmails": 40 });
    let usage = json!({ "managedOrgs": 1, "managedProcesses": 7, "sentVotes": 134, "sentEmails": 41 });
    let mut session = answered(integrator(limits, usage));
    let create = session.action("createManagedOrg").expect("an action");
    session.hold(create, &[], 60_000, 0);
    session
}

fn overview(session: &mut Session, now: i64) -> Value {
    let (overview, terms) = (session.overview(now), session.terms());
    serde_json::to_value(OverviewObject { overview: &overview, names: session.names(), terms }).expect("JSON")
}

fn decision(session: &mut Session, action: &str, params: &[Option<Units>], now: i64) -> Value {
    let action = session.action(action).expect("an action");
    let check = session.check(action, params, now);
    serde_json::to_value(CheckObject { check: &check, names: session.names() }).expect("JSON")
}

#[test]
fn the_account_as_a_whole() {
    let written = overview(&mut account(), 0);
    assert_eq!(written["phase"], "ready");
    assert_eq!(
        (&written["enabled"], &written["enforced"], &written["asOf"]),
        (&json!(true), &json!(true), &json!(0.0))
    );
    assert_eq!(
        written["headroom"]["managedOrgs"],
        json!({
            "resource": "managedOrgs", "limitName": "maxManagedOrgs", "usageName": "managedOrgs", "scope": null,
            "limit": 5.0, "used": 1.0, "held": 1.0, "remaining": 3.0, "fraction": 0.4, "level": "ok",
            "origin": "reported", "resetsAt": null, "forecast": null,
        })
    );
    let part = |resource: &str| {
        let room = &written["headroom"][resource];
        ["limit", "used", "held", "remaining", "level", "origin"].map(|field| room[field].clone())
    };
    assert_eq!(
        part("managedProcesses"),
        [json!(null), json!(7.0), json!(0.0), json!(null), json!("unknown"), json!("reported")]
    );
    assert_eq!(
        part("votes"),
        [json!(null), json!(134.0), json!(0.0), json!(null), json!("unlimited"), json!("reported")]
    );
    assert_eq!(
        part("emails"),
        [json!(40.0), json!(41.0), json!(0.0), json!(0.0), json!("over"), json!("reported")]
    );
    assert_eq!(
        part("sms"),
        [json!(null), json!(null), json!(0.0), json!(null), json!("unknown"), json!("unknown")]
    );
}

#[test]
fn a_limit_without_usage_is_reported_too() {
    let written = overview(&mut answered(integrator(json!({ "maxSMS": 5 }), json!({}))), 0);
    assert_eq!(written["headroom"]["sms"]["origin"], "reported");
}

#[test]
fn an_account_of_which_nothing_is_known() {
    let mut session = Session::open(VOCDONI, Default::default(), 0);
    let written = overview(&mut session, 3_000);
    assert_eq!(
        (&written["phase"], &written["enabled"], &written["asOf"]),
        (&json!("unavailable"), &json!(null), &json!(null))
    );
    let room = &written["headroom"]["votes"];
    let parts = ["limit", "used", "held", "remaining", "fraction", "level", "origin"]
        .map(|field| room[field].clone());
    assert_eq!(
        parts,
        [json!(null), json!(null), json!(0.0), json!(null), json!(null), json!("unknown"), json!("unknown")]
    );
}

#[test]
fn a_forecast() {
    let mut session = answered(integrator(json!({ "maxSMS": 100 }), json!({ "sentSMS": 0 })));
    for day in 1..=4 {
        let body = integrator(json!({ "maxSMS": 100 }), json!({ "sentSMS": 10 * day }));
        tell(&mut session, 200, body, day * 86_400_000).expect("an answer");
    }
    let written = overview(&mut session, 345_600_000)["headroom"]["sms"]["forecast"].clone();
    assert_eq!((&written["perDay"], &written["exhaustsAt"]), (&json!(10.0), &json!(864_000_000.0)));
    let moment = |name: &str| written[name].as_f64().expect("a moment");
    assert!(moment("earliest") > 345_600_000.0 && moment("earliest") < 864_000_000.0);
    assert!(moment("latest") > 864_000_000.0);
}

#[test]
fn a_denial() {
    let written = decision(&mut account(), "createManagedOrg", &[Some(Units::new(5))], 0);
    assert_eq!(
        written,
        json!({
            "action": "createManagedOrg", "verdict": "deny", "allowed": false, "reason": "limit-reached",
            "blockers": [{
                "resource": "managedOrgs", "limitName": "maxManagedOrgs", "scope": null, "limit": 5.0, "used": 1.0,
                "held": 1.0, "remaining": 3.0, "requested": 5.0, "shortBy": 2.0,
            }],
            "warnings": [], "max": 3.0, "maxParams": { "count": 3.0 }, "wouldDeny": true,
            "remedy": { "kind": "free-slot", "href": "https://platform.vocdoni.io", "until": null }, "asOf": 0.0, "stale": false,
        })
    );
}

#[test]
fn what_can_not_be_known() {
    let written = decision(&mut account(), "sendSmsOtp", &[], 70_000);
    let parts = ["verdict", "allowed", "reason", "max", "wouldDeny", "remedy", "asOf", "stale"];
    let expected = [
        json!("unknown"),
        json!(true),
        json!("limit-unknown"),
        json!(null),
        json!(null),
        json!({ "kind": "retry", "href": null, "until": null }),
        json!(0.0),
        json!(true),
    ];
    assert_eq!(parts.map(|field| written[field].clone()), expected);
}

#[test]
fn a_plan_with_its_steps() {
    let mut session = account();
    let action = session.action("createManagedOrg").expect("an action");
    let step = Step { action, params: vec![Some(Units::new(2))] };
    let plan = session.check_all(&[step.clone(), step], 0);
    let written = serde_json::to_value(PlanObject { plan: &plan, names: session.names() }).expect("JSON");
    assert_eq!(
        (&written["failedStep"], &written["verdict"], &written["max"]),
        (&json!(1.0), &json!("deny"), &json!(0.0))
    );
    assert_eq!(written["steps"].as_array().map(Vec::len), Some(2));
    assert_eq!(
        (&written["steps"][0]["verdict"], &written["steps"][1]["verdict"]),
        (&json!("allow"), &json!("deny"))
    );
    // What the first step takes counts as held for the second.
    assert_eq!(
        (&written["blockers"][0]["held"], &written["blockers"][0]["remaining"]),
        (&json!(3.0), &json!(1.0))
    );
}

#[test]
fn crossings_and_failures() {
    let mut session = account();
    session.crossings(0);
    let create = session.action("createManagedOrg").expect("an action");
    session.hold(create, &[Some(Units::new(3))], 60_000, 0);
    let crossings = session.crossings(0);
    let written = serde_json::to_value(CrossingsObject { crossings: &crossings, names: session.names() });
    assert_eq!(written.expect("JSON"), json!([["managedOrgs", "exhausted"]]));
    let body = json!({ "error": "…", "code": 40158 });
    let failure = read(403, Some(&body)).expect_err("no success");
    assert_eq!(
        serde_json::to_value(ErrorObject { error: failure, retry_in: Some(250) }).expect("JSON"),
        json!({
            "code": "forbidden", "detail": "the credentials may not read the quota", "status": 403,
            "platformCode": 40158, "retryable": false, "retryIn": 250,
        })
    );
}

/// One of Didomi's, with all that was counted; the answer says one limit more.
fn exports() -> Session {
    let didomi = Didomi { organization: "own".into(), feature: None, integrations: None, counts: true };
    let mut session = Session::open(didomi, Settings::default(), 0);
    let (asked, mut reading) = (session.ask(0), session.platform().begin());
    let quotas = json!([{ "id": "q", "exports_configs": 4, "secrets": 300 }]);
    let counted = json!({ "exportConfigs": 1, "exportDestinations": { "one": 2 } });
    for (part, body) in [(0, quotas), (3, counted)] {
        reading.take(part, 200, Some(&body)).expect("a part");
    }
    session.take(asked, reading.finish(), 0).expect("an answer");
    session
}

#[test]
fn what_is_asked_for() {
    let session = exports();
    let written = serde_json::to_value(WantedObjects(&session.platform().begin().wanted())).expect("JSON");
    let query = "organization_id=own&$limit=50&$skip=0";
    assert_eq!(written, json!([{ "part": 0.0, "query": query }, { "part": 3.0, "query": "" }]));
    assert_eq!(serde_json::to_value(WantedObjects(&[])).expect("JSON"), json!([]));
}

#[test]
fn what_was_counted_or_assumed_and_limits_that_no_action_takes_from() {
    let written = overview(&mut exports(), 0);
    let part = |resource: &str| {
        let room = &written["headroom"][resource];
        ["resource", "limitName", "usageName", "limit", "used", "origin", "level"]
            .map(|field| room[field].clone())
    };
    let expected = [
        json!(["exportConfigs", "exports_configs", null, 4.0, 1.0, "counted", "ok"]),
        json!(["exportDestinations", "exports_destinations", null, 2.0, null, "assumed", "unknown"]),
        json!(["secrets", "secrets", null, 300.0, null, "reported", "unknown"]),
    ];
    assert_eq!(["exportConfigs", "exportDestinations", "secrets"].map(|name| json!(part(name))), expected);
    assert_eq!(written["enabled"], json!(null));
}

#[test]
fn a_limit_that_is_called_like_a_resource_hides_none() {
    let mut session = exports();
    let (asked, mut reading) = (session.ask(1), session.platform().begin());
    let quotas = json!([{ "id": "q", "exports_configs": 4, "exportConfigs": 99 }]);
    for (part, body) in [(0, quotas), (3, json!({ "exportConfigs": 1 }))] {
        reading.take(part, 200, Some(&body)).expect("a part");
    }
    session.take(asked, reading.finish(), 1).expect("an answer");
    let configs = &overview(&mut session, 1)["headroom"]["exportConfigs"];
    assert_eq!((&configs["limit"], &configs["used"]), (&json!(4.0), &json!(1.0)));
}

#[test]
fn what_is_left_within_one_scope() {
    let mut session = exports();
    let scope = session.scope("one");
    let within = session.within(1, scope, 0).expect("scoped");
    let object = WithinObject { within: &within, names: session.names(), terms: session.terms() };
    assert_eq!(
        serde_json::to_value(object).expect("JSON"),
        json!({
            "resource": "exportDestinations", "limitName": "exports_destinations", "usageName": null, "scope": "one",
            "limit": 2.0, "used": 2.0, "held": 0.0, "remaining": 0.0, "fraction": 1.0, "level": "exhausted",
            "origin": "assumed", "resetsAt": null, "forecast": null,
        })
    );
}

#[test]
fn a_limit_in_the_way_within_one_scope() {
    let mut session = exports();
    let scope = session.scope("one").as_param();
    let written = decision(&mut session, "attachExportDestination", &[None, Some(scope)], 0);
    let short = &written["blockers"][0];
    assert_eq!((&short["resource"], &short["scope"]), (&json!("exportDestinations"), &json!("one")));
    assert_eq!(written["remedy"]["href"], "mailto:support@didomi.io");
    // The name of a configuration is no amount, and has no largest.
    assert_eq!(written["maxParams"], json!({ "count": 0.0 }));
}

#[test]
fn what_a_description_names_and_when_it_starts_anew() {
    let custom = Custom::from_json(&json!({
        "resources": { "mails": { "remaining": "/left", "resetsAt": "/at" } },
        "actions": { "send": { "mails": 1 } },
    }));
    let mut session = Session::open(custom.expect("a description"), Settings::default(), 0);
    tell(&mut session, 200, json!({ "left": 0, "at": 60 }), 0).expect("an answer");
    let room = &overview(&mut session, 0)["headroom"]["mails"];
    assert_eq!(
        (&room["limitName"], &room["limit"], &room["remaining"]),
        (&json!("/left"), &json!(null), &json!(0.0))
    );
    assert_eq!(
        (&room["resetsAt"], &room["origin"], &room["level"]),
        (&json!(60_000.0), &json!("reported"), &json!("exhausted"))
    );
    let denied = decision(&mut session, "send", &[], 0);
    assert_eq!((&denied["action"], &denied["blockers"][0]["resource"]), (&json!("send"), &json!("mails")));
    assert_eq!(denied["remedy"], json!({ "kind": "wait", "href": null, "until": 60_000.0 }));
}

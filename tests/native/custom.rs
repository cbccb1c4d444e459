//! A platform by its description: where its numbers stand, what means unlimited, and what actions cost.

use proptest::{prelude::*, sample::Index};
use quota_gate::{
    error::Error,
    gate::Reason,
    json::Json,
    platform::{Platform, RemedyKind, custom::Custom},
    session::{Session, Settings},
    snapshot::{Limit, Origin, Quota, Remaining, Snapshot, Units, Usage},
};
use serde_json::{Value, json};

use crate::support::{amount, cases, damaged, finite};

const ANSWER: usize = 0;
const COUNTED: usize = 1;

fn custom(description: &Value) -> Custom {
    Custom::from_json(description).unwrap_or_else(|path| panic!("{path} in {description}"))
}

/// One resource, and an action that takes one of it.
fn of(places: &Value) -> Value {
    json!({ "resources": { "mails": places }, "actions": { "send": { "mails": 1 } } })
}

fn read(custom: &Custom, body: &Value) -> Result<Snapshot, Error> {
    custom.read(200, Some(body))
}

/// What an answer says of one resource whose numbers stand in these places.
fn quota(places: &Value, body: &Value) -> Quota {
    read(&custom(&of(places)), body).expect("an answer").quotas[0]
}

fn limit(units: i64) -> Limit {
    Limit::Finite(amount(units))
}

fn used(units: i64) -> Usage {
    Usage::Known(amount(units))
}

fn left(units: u64) -> Remaining {
    Remaining::Finite(Units::new(units))
}

fn all() -> Value {
    json!({ "limit": "/limit", "used": "/used", "remaining": "/left", "reserved": "/reserved" })
}

/// All places but these.
fn without(names: &[&str]) -> Value {
    let mut places = all();
    names.iter().for_each(|name| drop(places.as_object_mut().expect("an object").remove(*name)));
    places
}

// Where the numbers stand.

#[test]
fn any_two_of_limit_used_and_remaining_say_the_third() {
    for (places, body) in [
        (without(&["remaining", "reserved"]), json!({ "limit": 10, "used": 4 })),
        (without(&["used", "reserved"]), json!({ "limit": 10, "left": 6 })),
        (without(&["limit", "reserved"]), json!({ "used": 4, "left": 6 })),
        (without(&["reserved"]), json!({ "limit": 10, "used": 4, "left": 6 })),
    ] {
        let quota = quota(&places, &body);
        assert_eq!(quota, Quota::reported(limit(10), used(4)), "{places}");
        assert_eq!(quota.remaining(), left(6), "{places}");
    }
}

#[test]
fn what_the_platform_says_is_left_beats_what_is_used() {
    let quota = quota(&without(&["reserved"]), &json!({ "limit": 10, "used": 4, "left": 1 }));
    assert_eq!(quota, Quota::reported(limit(10), used(9)));
}

#[test]
fn what_is_left_alone_is_enough() {
    let places = json!({ "remaining": "/left" });
    for (value, expected) in [
        (json!(3), left(3)),
        (json!(0), left(0)),
        (json!(-2), left(0)),
        (json!("x"), Remaining::LimitUnknown),
    ] {
        let quota = quota(&places, &json!({ "left": value }));
        assert_eq!((quota.remaining(), quota.usage), (expected, Usage::Unknown), "{value}");
    }
    assert_eq!(quota(&places, &json!({ "left": 3 })).limit, Limit::Left(amount(3)));
}

#[test]
fn what_is_reserved_counts_as_used() {
    let body = json!({ "limit": 10, "used": 4, "left": 6, "reserved": 2 });
    for (missing, expected) in
        [("remaining", (limit(10), used(6))), ("used", (limit(10), used(6))), ("limit", (limit(10), used(6)))]
    {
        assert_eq!(
            quota(&without(&[missing]), &body),
            Quota::reported(expected.0, expected.1),
            "without {missing}"
        );
    }
    let alone = json!({ "remaining": "/left", "reserved": "/reserved" });
    assert_eq!(quota(&alone, &body).remaining(), left(4));
}

#[test]
fn where_what_is_reserved_can_not_be_read_nor_can_what_is_used() {
    for reserved in [json!(null), json!("some"), json!(0.5)] {
        let quota = quota(&all(), &json!({ "limit": 10, "used": 4, "left": 6, "reserved": reserved }));
        assert_eq!(quota, Quota::reported(limit(10), Usage::Unknown), "{reserved}");
    }
}

#[test]
fn what_is_not_there_or_odd_is_unknown_and_the_rest_is_as_it_stands() {
    let places = without(&["remaining", "reserved"]);
    for odd in [json!(null), json!(true), json!([4]), json!({}), json!(0.5), json!("four")] {
        assert_eq!(
            quota(&places, &json!({ "limit": 10, "used": odd })),
            Quota::reported(limit(10), Usage::Unknown),
            "{odd}"
        );
        assert_eq!(
            quota(&places, &json!({ "limit": odd, "used": 4 })),
            Quota::reported(Limit::Unknown, used(4)),
            "{odd}"
        );
    }
    assert_eq!(quota(&places, &json!({})), Quota::UNKNOWN);
    let beside = quota(&without(&["reserved"]), &json!({ "limit": 10, "used": 4, "left": "some" }));
    assert_eq!(beside, Quota::reported(limit(10), used(4)));
}

#[test]
fn pointers_reach_anywhere() {
    let places = json!({ "limit": "/0/a~1b", "used": "/0/deep/1" });
    assert_eq!(quota(&places, &json!([{ "a/b": 10, "deep": [0, 4] }])), Quota::reported(limit(10), used(4)));
}

#[test]
fn a_number_may_be_written_out() {
    let places = json!({ "remaining": "/left" });
    for (text, expected) in [
        ("12", 12),
        ("-1", -1),
        ("0", 0),
        ("-0", 0),
        ("007", 7),
        ("12.00", 12),
        ("9007199254740991", 9_007_199_254_740_991),
        ("9007199254740992", 9_007_199_254_740_991),
        ("-99999999999999999999", -9_007_199_254_740_991),
    ] {
        assert_eq!(quota(&places, &json!({ "left": text })).limit, Limit::Left(amount(expected)), "{text}");
    }
    let huge = "9".repeat(500);
    assert_eq!(quota(&places, &json!({ "left": huge })).limit, Limit::Left(amount(9_007_199_254_740_991)));
}

#[test]
fn and_nothing_else_is_one() {
    for text in [
        "", "1e3", "1.5", "0x1", " 1", "1 ", "+1", "--1", "-", ".", "1.", ".0", "-.0", "1.0.0", "1,000",
        "1_000", "٣", "Infinity", "NaN", "null", "1.0e0", "1/1", "1:0", "\u{0}1",
    ] {
        let quota = quota(&json!({ "remaining": "/left" }), &json!({ "left": text }));
        assert_eq!(quota.limit, Limit::Unknown, "{text}");
    }
}

// What means unlimited.

fn limit_with(sentinels: &Value, body: &Value) -> Limit {
    quota(&json!({ "limit": "/limit", "used": "/used", "unlimited": sentinels }), body).limit
}

#[test]
fn sentinels_of_a_limit_mean_unlimited() {
    for (sentinel, value, is) in [
        (json!(0), json!(0), true),
        (json!(0), json!("0"), true),
        (json!(0), json!(0.0), true),
        (json!(0), json!(null), false),
        (json!(0), json!(false), false),
        (json!(-1), json!(-1), true),
        (json!(-1), json!("-1"), true),
        (json!(-1), json!("-1.0"), true),
        (json!(-1), json!(1), false),
        (json!(null), json!(null), true),
        (json!(null), json!(0), false),
        (json!(null), json!("null"), false),
        (json!("unlimited"), json!("unlimited"), true),
        (json!("unlimited"), json!("Unlimited"), false),
        (json!("-1"), json!("-1"), true),
        (json!("-1"), json!(-1), false),
        (json!({ "absent": true }), json!(null), false),
        (json!({ "absent": true }), json!(0), false),
    ] {
        let found = limit_with(&json!([sentinel]), &json!({ "limit": value, "used": 4 }));
        assert_eq!(found == Limit::Unlimited, is, "{value} is {found:?} by {sentinel}");
    }
    for (sentinel, is) in [(json!({ "absent": true }), true), (json!(null), false), (json!(0), false)] {
        let found = limit_with(&json!([sentinel]), &json!({ "used": 4 }));
        assert_eq!(found, if is { Limit::Unlimited } else { Limit::Unknown }, "{sentinel}");
    }
}

#[test]
fn any_of_several_sentinels_is_enough_and_without_one_nothing_is_unlimited() {
    let several = json!([-1, null, "none", { "absent": true }]);
    for body in [json!({ "limit": -1 }), json!({ "limit": null }), json!({ "limit": "none" }), json!({})] {
        assert_eq!(limit_with(&several, &body), Limit::Unlimited, "{body}");
    }
    assert_eq!(limit_with(&several, &json!({ "limit": 0 })), limit(0));
    for (value, expected) in [(json!(0), limit(0)), (json!(-1), limit(-1)), (json!(null), Limit::Unknown)] {
        assert_eq!(limit_with(&json!([]), &json!({ "limit": value })), expected);
    }
}

#[test]
fn what_is_left_beats_a_sentinel() {
    let places = |names: &[&str]| {
        let mut places = without(names);
        places["unlimited"] = json!([-1]);
        places
    };
    let body = json!({ "limit": -1, "used": 4, "left": 6 });
    assert_eq!(quota(&places(&["reserved"]), &body), Quota::reported(limit(10), used(4)));
    assert_eq!(quota(&places(&["reserved", "used"]), &body).limit, Limit::Left(amount(6)));
    let odd = json!({ "limit": -1, "used": 4, "left": "unlimited" });
    assert_eq!(quota(&places(&["reserved"]), &odd), Quota::reported(Limit::Unlimited, used(4)));
}

// When the usage starts anew.

#[test]
fn a_reset_is_seconds_milliseconds_or_a_date() {
    let places = json!({ "limit": "/limit", "used": "/used", "resetsAt": "/at" });
    const AT: i64 = 1_796_083_200_000;
    for (value, expected) in [
        (json!(1_796_083_200), Some(AT)),
        (json!("1796083200"), Some(AT)),
        (json!(1_796_083_200_000_i64), Some(AT)),
        (json!("1796083200000"), Some(AT)),
        (json!("2026-12-01T00:00:00Z"), Some(AT)),
        (json!("2026-12-01T01:00:00+01:00"), Some(AT)),
        (json!("2026-12-01"), Some(AT)),
        (json!(0), Some(0)),
        (json!(99_999_999_999_i64), Some(99_999_999_999_000)),
        (json!(100_000_000_000_i64), Some(100_000_000_000)),
        (json!(-1), Some(-1_000)),
        (json!(null), None),
        (json!(true), None),
        (json!("soon"), None),
        (json!(""), None),
        (json!(1.5), None),
        (json!("1796083200.5"), None),
        (json!({ "seconds": 1 }), None),
    ] {
        assert_eq!(quota(&places, &json!({ "at": value })).resets_at, expected, "{value}");
    }
    assert_eq!(quota(&places, &json!({})).resets_at, None);
}

// Whether it is on.

#[test]
fn a_pointer_to_a_boolean_switches_all_on_and_off() {
    let mut description = of(&json!({ "remaining": "/left" }));
    description["enabled"] = json!("/plan/on");
    let custom = custom(&description);
    for on in [true, false] {
        assert_eq!(read(&custom, &json!({ "plan": { "on": on } })).expect("an answer").enabled, Some(on));
    }
    for odd in [
        json!({}),
        json!({ "plan": {} }),
        json!({ "plan": { "on": null } }),
        json!({ "plan": { "on": 1 } }),
        json!({ "plan": { "on": "true" } }),
        json!([]),
    ] {
        let error = read(&custom, &odd).expect_err("no answer");
        assert_eq!((error.code(), error.status()), ("bad-response", Some(200)), "{odd}");
    }
}

#[test]
fn without_such_a_pointer_nobody_says_and_the_limits_count() {
    let custom = custom(&of(&json!({ "remaining": "/left" })));
    assert_eq!(read(&custom, &json!({ "left": 1, "enabled": false })).expect("an answer").enabled, None);
    let mut session = session(custom, &json!({ "left": 0 }));
    let send = session.action("send").expect("an action");
    assert_eq!(session.check(send, &[], 0).decision.reason, Reason::LimitReached);
    assert_eq!(session.overview(0).enabled, None);
}

#[test]
fn what_is_neither_an_object_nor_an_array_is_a_bad_response() {
    let custom = custom(&of(&json!({ "remaining": "/left" })));
    for body in [json!(null), json!(5), json!("ok"), json!(true)] {
        assert_eq!(read(&custom, &body).expect_err("no answer").code(), "bad-response", "{body}");
    }
    assert_eq!(custom.read(200, None).expect_err("no answer").code(), "bad-response");
    assert_eq!(read(&custom, &json!([])).expect("an answer").quotas, [Quota::UNKNOWN]);
}

#[test]
fn a_status_that_is_no_success_is_an_error() {
    let custom = custom(&of(&json!({ "remaining": "/left" })));
    for (status, code) in [
        (401, "unauthorized"),
        (403, "forbidden"),
        (404, "not-found"),
        (429, "rate-limited"),
        (500, "server"),
        (302, "bad-response"),
    ] {
        let error = custom.read(status, Some(&json!({ "left": 1, "code": 7 }))).expect_err("no success");
        assert_eq!((error.code(), error.status(), error.platform_code()), (code, Some(status), Some(7)));
    }
    assert!(custom.read(204, Some(&json!({ "left": 1 }))).is_ok());
}

// What somebody counts beside it.

fn counted(places: &Value, body: &Value, counted: &Value) -> Quota {
    let mut description = of(places);
    description["counts"] = json!(true);
    let mut reading = custom(&description).begin();
    let parts = |reading: &dyn quota_gate::platform::Reading| -> Vec<usize> {
        reading.wanted().iter().map(|wanted| wanted.part).collect()
    };
    assert_eq!(parts(reading.as_ref()), [ANSWER, COUNTED]);
    reading.take(COUNTED, 200, Some(counted)).expect("counts");
    assert_eq!(parts(reading.as_ref()), [ANSWER]);
    reading.take(ANSWER, 200, Some(body)).expect("an answer");
    assert!(parts(reading.as_ref()).is_empty());
    reading.finish().expect("an answer").quotas[0]
}

#[test]
fn a_limit_alone_is_enough_where_somebody_counts() {
    let expected = Quota { origin: Origin::Counted, ..Quota::reported(limit(10), used(4)) };
    assert_eq!(
        counted(&json!({ "limit": "/limit" }), &json!({ "limit": 10 }), &json!({ "mails": 4 })),
        expected
    );
    let places = json!({ "limit": "/limit", "used": "/used" });
    assert_eq!(counted(&places, &json!({ "limit": 10, "used": 9 }), &json!({ "mails": 4 })), expected);
}

#[test]
fn what_was_not_counted_stays_as_the_answer_says() {
    let places = json!({ "limit": "/limit", "used": "/used" });
    for odd in [
        json!({}),
        json!(null),
        json!({ "mails": null }),
        json!({ "mails": "4" }),
        json!({ "mails": 0.5 }),
        json!({ "other": 4 }),
        json!([4]),
    ] {
        let quota = counted(&places, &json!({ "limit": 10, "used": 9 }), &odd);
        assert_eq!(quota, Quota::reported(limit(10), used(9)), "{odd}");
    }
}

#[test]
fn without_the_answer_itself_counts_are_none() {
    let mut description = of(&json!({ "limit": "/limit" }));
    description["counts"] = json!(true);
    let mut reading = custom(&description).begin();
    reading.take(COUNTED, 200, Some(&json!({ "mails": 4 }))).expect("counts");
    assert_eq!(reading.finish().expect_err("no answer").code(), "bad-response");
}

// Descriptions.

#[test]
fn a_description_that_makes_no_sense_is_refused_by_the_path_of_what_does_not() {
    let good = json!({
        "enabled": "/on",
        "resources": { "mails": { "limit": "/limit", "used": "/used", "unlimited": [0], "settleAfter": 0 } },
        "actions": { "send": { "mails": 1 } },
    });
    custom(&good);
    let mails = |name: &str| format!("/resources/mails/{name}");
    for (place, value, path) in [
        ("/enabled".to_owned(), json!("on"), "enabled"),
        ("/enabled".to_owned(), json!(true), "enabled"),
        ("/resources".to_owned(), json!(null), "resources"),
        ("/resources".to_owned(), json!(["mails"]), "resources"),
        ("/resources/mails".to_owned(), json!("/limit"), "resources.mails"),
        ("/resources/mails".to_owned(), json!({}), "resources.mails"),
        ("/resources/mails".to_owned(), json!({ "limit": "/limit" }), "resources.mails"),
        ("/resources/mails".to_owned(), json!({ "used": "/used" }), "resources.mails"),
        ("/resources/mails".to_owned(), json!({ "used": "/used", "reserved": "/r" }), "resources.mails"),
        ("/resources/mails".to_owned(), json!({ "limit": "/limit", "resetsAt": "/at" }), "resources.mails"),
        (mails("limit"), json!("limit"), "resources.mails.limit"),
        (mails("limit"), json!("#/limit"), "resources.mails.limit"),
        (mails("limit"), json!(10), "resources.mails.limit"),
        (mails("limit"), json!(null), "resources.mails.limit"),
        (mails("used"), json!("/a~b"), "resources.mails.used"),
        (mails("remaining"), json!("left"), "resources.mails.remaining"),
        (mails("reserved"), json!(0), "resources.mails.reserved"),
        (mails("resetsAt"), json!("2026-12-01"), "resources.mails.resetsAt"),
        (mails("unlimited"), json!(0), "resources.mails.unlimited"),
        (mails("unlimited"), json!("none"), "resources.mails.unlimited"),
        (mails("unlimited"), json!({ "absent": true }), "resources.mails.unlimited"),
        (mails("unlimited"), json!([true]), "resources.mails.unlimited"),
        (mails("unlimited"), json!([0.5]), "resources.mails.unlimited"),
        (mails("unlimited"), json!([0, {}]), "resources.mails.unlimited"),
        (mails("unlimited"), json!([{ "absent": false }]), "resources.mails.unlimited"),
        (mails("settleAfter"), json!(-1), "resources.mails.settleAfter"),
        (mails("settleAfter"), json!(0.5), "resources.mails.settleAfter"),
        (mails("settleAfter"), json!("0"), "resources.mails.settleAfter"),
        (mails("settleAfter"), json!(null), "resources.mails.settleAfter"),
        ("/actions".to_owned(), json!(null), "actions"),
        ("/actions".to_owned(), json!([]), "actions"),
        ("/actions/send".to_owned(), json!(1), "actions.send"),
        ("/actions/send/mails".to_owned(), json!(-1), "actions.send.mails"),
        ("/actions/send/mails".to_owned(), json!(0.5), "actions.send.mails"),
        ("/actions/send/mails".to_owned(), json!("1"), "actions.send.mails"),
        ("/actions/send".to_owned(), json!({ "letters": 1 }), "actions.send.letters"),
    ] {
        let mut description = good.clone();
        set(&mut description, &place, &value);
        assert_eq!(Custom::from_json(&description).err().as_deref(), Some(path), "{value} at {place}");
    }
    for (missing, path) in [("resources", "resources"), ("actions", "actions")] {
        let mut description = good.clone();
        description.as_object_mut().expect("an object").remove(missing);
        assert_eq!(Custom::from_json(&description).err().as_deref(), Some(path));
    }
    for odd in [json!(null), json!([]), json!("custom")] {
        assert_eq!(Custom::from_json(&odd).err().as_deref(), Some("resources"), "{odd}");
    }
}

/// Puts a value at the place, whether or not something is there.
fn set(root: &mut Value, place: &str, value: &Value) {
    let (group, name) = place.rsplit_once('/').expect("a place");
    root.pointer_mut(group).expect("a group")[name] = value.clone();
}

#[test]
fn what_is_described_is_named_and_ordered_as_it_was() {
    let custom = custom(&json!({
        "resources": {
            "a": { "limit": "/a/max", "used": "/a/now", "settleAfter": 5 },
            "b": { "remaining": "/b" },
            "c": { "limit": "/c/max", "remaining": "/c/left" },
        },
        "actions": { "one": { "a": 1 }, "two": {} },
    }));
    let resources: Vec<_> = custom
        .resources()
        .iter()
        .map(|each| {
            (&*each.name, &*each.limit_name, each.usage_name.as_deref(), each.settle_after, each.scoped)
        })
        .collect();
    assert_eq!(
        resources,
        [
            ("a", "/a/max", Some("/a/now"), 5, false),
            ("b", "/b", None, 60_000, false),
            ("c", "/c/max", None, 60_000, false),
        ]
    );
    let actions: Vec<_> =
        custom.actions().iter().map(|action| (&*action.name, action.params.len())).collect();
    assert_eq!(actions, [("one", 1), ("two", 1)]);
}

#[test]
fn it_is_chosen_by_its_settings() {
    let mut description = of(&json!({ "remaining": "/left" }));
    assert!(quota_gate::platform::from_json(&description).is_none());
    description["platform"] = json!("custom");
    assert_eq!(quota_gate::platform::from_json(&description).expect("a platform").resources().len(), 1);
    set(&mut description, "/resources/mails/remaining", &json!("left"));
    assert!(quota_gate::platform::from_json(&description).is_none());
}

// What actions cost.

fn session(custom: Custom, body: &Value) -> Session {
    let mut session = Session::open(custom, Settings::default(), 0);
    let asked = session.ask(0);
    session.answer(asked, 200, Some(body), 0).expect("an answer");
    session
}

/// Ten left of one, seven of another.
fn two() -> Session {
    let custom = custom(&json!({
        "resources": { "mails": { "remaining": "/mails" }, "seats": { "remaining": "/seats" } },
        "actions": { "send": { "mails": 2 }, "sit": { "seats": 1, "mails": 3 }, "look": {}, "free": { "mails": 0 } },
    }));
    session(custom, &json!({ "mails": 10, "seats": 7 }))
}

#[test]
fn an_action_takes_so_many_units_of_each_resource_times_its_count() {
    let mut session = two();
    for (action, most) in [("send", Some(5)), ("sit", Some(3)), ("look", None), ("free", None)] {
        let id = session.action(action).expect("an action");
        let check = session.check(id, &[], 0);
        assert_eq!((check.decision.reason, check.allowed), (Reason::WithinLimits, true), "{action}");
        let expected = most.map_or(quota_gate::gate::Most::Unbounded, finite);
        assert_eq!(check.most, [("count", expected)], "{action}");
    }
    let sit = session.action("sit").expect("an action");
    let check = session.check(sit, &[Some(Units::new(8))], 0);
    let short: Vec<_> =
        check.decision.blockers.iter().map(|short| (short.room.resource, short.short_by.get())).collect();
    assert_eq!(short, [(0, 14), (1, 1)]);
    session.hold(sit, &[Some(Units::new(2))], 60_000, 0);
    let rooms: Vec<_> = session.overview(0).headroom.iter().map(|room| room.remaining()).collect();
    assert_eq!(rooms, [left(4), left(5)]);
}

#[test]
fn nobody_knows_where_limits_are_raised() {
    let mut session = two();
    let send = session.action("send").expect("an action");
    let remedy = session.check(send, &[Some(Units::new(6))], 0).remedy.expect("a remedy");
    assert_eq!((remedy.kind, remedy.href), (RemedyKind::RaiseLimit, None));
    let remedy = session.platform().remedy_when_disabled();
    assert_eq!((remedy.kind, remedy.href), (RemedyKind::Enable, None));
}

#[test]
fn a_refusal_names_a_resource_and_what_remains() {
    for (body, expected) in [
        (json!({ "resource": 0, "remaining": 1 }), Some(("send", 0, 1))),
        (json!({ "resource": 1, "remaining": 2 }), Some(("sit", 1, 2))),
        // Below what the action asks for, once.
        (json!({ "resource": 0 }), Some(("send", 0, 1))),
        (json!({ "resource": 1 }), Some(("sit", 1, 0))),
        (json!({ "resource": 2 }), None),
        (json!({ "resource": "0" }), None),
        (json!({ "resource": -1 }), None),
        (json!({}), None),
        (json!(null), None),
    ] {
        let mut session = two();
        let refused = session.refuse(Some(&body), None, 0);
        let seen = refused.map(|refused| {
            let (resource, too_much) = refused.short[0];
            let name = session.platform().describe(refused.action).expect("an action").name.clone();
            (name.into_owned(), resource, too_much.get() - 1)
        });
        assert_eq!(seen, expected.map(|(name, resource, left)| (name.to_owned(), resource, left)), "{body}");
        if let Some((_, resource, remaining)) = seen {
            assert_eq!(session.overview(0).headroom[resource].remaining(), left(remaining), "{body}");
        }
    }
}

#[test]
fn what_no_action_takes_is_never_refused() {
    let custom = custom(&json!({ "resources": { "mails": { "remaining": "/left" } }, "actions": {} }));
    let mut session = session(custom, &json!({ "left": 1 }));
    assert_eq!(session.refuse(Some(&json!({ "resource": 0 })), None, 0), None);
}

// For all of them.

/// JSON that is often close to a description, an answer or a number.
fn any_json() -> impl Strategy<Value = Value> {
    let number = prop_oneof![
        (-2..20i64).prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from)
    ];
    let text = prop_oneof![
        "-?[0-9]{1,20}(\\.0{0,2})?",
        "/(a|b|0|~1)(/(a|0))?",
        "2026-[01][0-9]-[0-3][0-9]",
        "\\PC{0,4}"
    ];
    let leaf = prop_oneof![
        4 => number,
        3 => text.prop_map(Value::from),
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(json!({ "absent": true })),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            members("a|b|/|0", inner),
        ]
    })
}

fn members(names: &'static str, value: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    proptest::collection::btree_map(names, value, 0..5)
        .prop_map(|members| Value::Object(members.into_iter().collect()))
}

/// Places that say enough, somewhere in [`any_json`].
fn places() -> impl Strategy<Value = Value> {
    let enough = prop::sample::select(vec![
        vec!["limit", "used"],
        vec!["limit", "remaining"],
        vec!["used", "remaining"],
        vec!["remaining"],
        vec!["limit", "used", "remaining", "reserved", "resetsAt"],
        vec!["remaining", "reserved", "resetsAt"],
    ]);
    let sentinel =
        prop::sample::select(vec![json!(0), json!(-1), json!(null), json!("7"), json!({ "absent": true })]);
    let pointers = proptest::collection::vec("(/(a|b|0|~1)){0,2}", 5);
    (enough, pointers, proptest::collection::vec(sentinel, 0..3), any::<u32>()).prop_map(
        |(names, pointers, unlimited, settle)| {
            let mut places = json!({ "unlimited": unlimited, "settleAfter": settle });
            names.into_iter().zip(pointers).for_each(|(name, pointer)| places[name] = json!(pointer));
            places
        },
    )
}

/// Mostly good, and else with something else in place of a part of it.
fn description() -> impl Strategy<Value = Value> {
    let enabled = proptest::option::weighted(0.2, "(/(a|b))?");
    let wrong = proptest::option::weighted(0.2, (any::<Index>(), any_json()));
    (enabled, any::<bool>(), [places(), places()], [0..4u64, 0..4u64], wrong).prop_map(
        |(enabled, counts, [a, b], [one, other], wrong)| {
            let actions = json!({ "x": { "a": one }, "y": { "a": one, "b": other }, "z": {} });
            let mut description =
                json!({ "counts": counts, "resources": { "a": a, "b": b }, "actions": actions });
            if let Some(enabled) = enabled {
                description["enabled"] = json!(enabled);
            }
            wrong.map_or(description.clone(), |wrong| damaged(description, &wrong))
        },
    )
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn no_description_and_no_answer_panics(
        described in prop_oneof![9 => description(), 1 => any_json()],
        body in prop_oneof![9 => members("a|b|/", any_json()), 1 => any_json()],
        more in proptest::collection::vec((0..3usize, any_json()), 0..3),
        refusal in any_json(),
        counts in proptest::collection::vec(proptest::option::of(any::<u64>()), 0..3),
        now: i64,
    ) {
        let Ok(custom) = Custom::from_json(&described) else { return Ok(()) };
        let mut session = Session::open(custom.clone(), Settings::default(), now);
        let (asked, mut reading) = (session.ask(now), custom.begin());
        for (part, body) in std::iter::once(&(ANSWER, body)).chain(&more) {
            let _ = reading.take(*part, 200, Some(body as &dyn Json));
        }
        let _ = session.take(asked, reading.finish(), now);
        let params: Vec<_> = counts.into_iter().map(|count| count.map(Units::new)).collect();
        for place in 0..custom.actions().len() {
            let action = custom.action_at(place).expect("an action");
            let check = session.check(action, &params, now);
            prop_assert_eq!(session.can(action, &params, now), check.allowed);
        }
        session.refuse(Some(&refusal), None, now);
        session.overview(now);
        session.changes_at(now);
    }

    /// Of limit, used and remaining any two, and all three where they agree, leave the same.
    #[test]
    fn numbers_that_agree_leave_the_same_whichever_are_said(used in -5..50i64, left in 0..50i64, reserved in 0..20i64, hidden in 0..4usize, written: bool) {
        let number = |number: i64| if written { json!(number.to_string()) } else { json!(number) };
        let body = json!({ "limit": number(used + left), "used": number(used), "left": number(left), "reserved": number(reserved) });
        let hidden = ["limit", "used", "remaining"].get(hidden).copied();
        for (hidden_too, expected) in [(Some("reserved"), left), (None, left - reserved)] {
            let names: Vec<&str> = hidden.into_iter().chain(hidden_too).collect();
            let quota = quota(&without(&names), &body);
            let expected = Units::new(expected.max(0).unsigned_abs());
            prop_assert_eq!(quota.remaining(), Remaining::Finite(expected));
        }
    }

    #[test]
    fn numbers_that_disagree_leave_what_is_said_to_be_left(limit: Option<i32>, used: Option<i32>, left: i32) {
        let body = json!({ "limit": limit, "used": used, "left": left });
        let quota = quota(&without(&["reserved"]), &body);
        prop_assert_eq!(quota.remaining(), Remaining::Finite(Units::new(left.max(0).unsigned_abs().into())));
    }
}

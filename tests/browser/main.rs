//! The boundary, in a real browser: JavaScript values in, plain objects out, and one GET.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use js_sys::{Function, JSON, Object, Reflect};
use quota_gate::{js, json::Json, net};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{AbortController, RequestCredentials};

wasm_bindgen_test_configure!(run_in_browser);

const GUIDE: &str = r#"{"enabled":true,
    "limits":{"maxManagedOrgs":1,"maxManagedProcesses":10,"maxVotes":0,"maxEmails":500,"maxSMS":200},
    "usage":{"managedOrgs":1,"managedProcesses":2,"sentVotes":134,"sentEmails":87,"sentSMS":12}}"#;

fn value(source: &str) -> JsValue {
    Function::new_no_args(&format!("return ({source})")).call0(&JsValue::NULL).expect("JavaScript")
}

fn open() -> usize {
    open_of(r#"{ platform: "vocdoni", observed: false }"#).expect("a session")
}

fn open_of(settings: &str) -> Option<usize> {
    js::open(&value(settings), true, 0.8, 60_000.0, 14_400_000.0, 3_000.0, false, &[], 2, 7.0, 0.0)
}

fn answered(body: &JsValue) -> usize {
    let handle = open();
    let asked = js::ask(handle, 0.0);
    assert!(js::answer(handle, asked, 0, 200, body, 0.0, &[], 0.0).expect("written").is_undefined());
    handle
}

fn at(object: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(object.clone(), |value, name| Reflect::get(&value, &name.into()).expect(path))
}

fn written(value: &JsValue) -> String {
    JSON::stringify(value).expect("JSON").into()
}

#[wasm_bindgen_test]
fn a_decision_is_a_plain_object() {
    let check = js::check(answered(&value(GUIDE)), 0, &[], 10.0).expect("written");
    assert_eq!(Object::get_prototype_of(&check), Object::get_prototype_of(&Object::new()));
    let expected = r#"{"action":"createManagedOrg","verdict":"deny","allowed":false,"reason":"limit-reached","blockers":[{"resource":"managedOrgs","limitName":"maxManagedOrgs","scope":null,"limit":1,"used":1,"held":0,"remaining":0,"requested":1,"shortBy":1}],"warnings":[],"max":0,"maxParams":{"count":0},"wouldDeny":true,"remedy":{"kind":"free-slot","href":"https://platform.vocdoni.io","until":null},"asOf":0,"stale":false}"#;
    assert_eq!(written(&check), expected);
}

#[wasm_bindgen_test]
fn unlimited_is_infinity_and_unknown_is_null() {
    let handle = answered(&value(GUIDE));
    let votes = at(&js::overview(handle, 0.0).expect("written"), "headroom.votes");
    assert_eq!(at(&votes, "limit"), f64::INFINITY);
    assert_eq!(at(&votes, "remaining"), f64::INFINITY);
    assert_eq!(at(&votes, "fraction"), JsValue::NULL);
    assert_eq!(at(&js::check(handle, 2, &[], 0.0).expect("written"), "max"), f64::INFINITY);
    let nothing = js::overview(open(), 0.0).expect("written");
    assert_eq!(at(&nothing, "enabled"), JsValue::NULL);
    assert_eq!(at(&nothing, "headroom.votes.limit"), JsValue::NULL);
    assert_eq!(at(&nothing, "headroom.votes.level"), "unknown");
    assert_eq!(at(&nothing, "phase"), "loading");
}

#[wasm_bindgen_test]
fn parameters_are_numbers_and_nan_is_one_not_given() {
    let handle = answered(&value(GUIDE));
    assert!(js::can(handle, 1, &[8.0], 0.0));
    assert!(!js::can(handle, 1, &[9.0], 0.0));
    assert!(js::can(handle, 1, &[f64::NAN, 413.0, f64::NAN, 1.0], 0.0));
    assert!(!js::can(handle, 1, &[f64::NAN, 414.0, f64::NAN, 1.0], 0.0));
}

#[wasm_bindgen_test]
fn a_failure_is_a_plain_object_and_keeps_the_answer() {
    let handle = answered(&value(GUIDE));
    let asked = js::ask(handle, 0.0);
    let failure = js::answer(handle, asked, 0, 403, &value(r#"{"error":"…","code":40158}"#), 0.0, &[], 5.0)
        .expect("written");
    assert_eq!(at(&failure, "code"), "forbidden");
    assert_eq!(at(&failure, "status"), 403.0);
    assert_eq!(at(&failure, "platformCode"), 40158.0);
    assert_eq!(at(&failure, "retryable"), JsValue::FALSE);
    assert!(js::can(handle, 1, &[], 5.0));
}

#[wasm_bindgen_test]
fn hostile_bodies_are_bad_responses_or_unknown_values() {
    let not_objects = [
        "undefined",
        "null",
        "5",
        "'text'",
        "[]",
        "Symbol()",
        "10n",
        "() => 1",
        "new Map()",
        "({ get enabled() { throw 1 } })",
    ];
    for source in not_objects {
        let handle = open();
        let asked = js::ask(handle, 0.0);
        let failure = js::answer(handle, asked, 0, 200, &value(source), 0.0, &[], 0.0).expect("written");
        assert_eq!(at(&failure, "code"), "bad-response", "{source}");
    }
    let odd = answered(&value(
        "({ enabled: true, limits: { maxVotes: 5n, maxEmails: '5', get maxSMS() { throw 1 } }, usage: new Proxy({}, { get() { throw 1 } }) })",
    ));
    for resource in ["votes", "emails", "sms", "managedOrgs"] {
        assert_eq!(
            at(&js::overview(odd, 0.0).expect("written"), &format!("headroom.{resource}.limit")),
            JsValue::NULL,
            "{resource}"
        );
    }
}

#[wasm_bindgen_test]
fn a_body_whose_getter_asks_the_gate_is_no_danger() {
    let handle = open();
    let asked = js::ask(handle, 0.0);
    let inner =
        wasm_bindgen::closure::Closure::<dyn FnMut() -> bool>::new(move || js::can(handle, 0, &[], 0.0));
    let body = Object::new();
    let descriptor = Object::new();
    Reflect::set(&descriptor, &"get".into(), inner.as_ref()).expect("a descriptor");
    Object::define_property(&body, &"enabled".into(), &descriptor);
    assert!(js::answer(handle, asked, 0, 200, &body, 0.0, &[], 0.0).expect("written").is_undefined());
    // What the getter said: nothing was known yet, so it wasn't allowed.
    assert_eq!(at(&js::overview(handle, 0.0).expect("written"), "enabled"), JsValue::FALSE);
}

#[wasm_bindgen_test]
fn a_plan_is_a_plain_object_with_its_steps() {
    let handle = answered(&value(GUIDE));
    // publishProcess twice, four of them and five; places are the platform's, NaN is a parameter not given.
    let steps = [1.0, 1.0, 4.0, 1.0, 2.0, 5.0, f64::NAN];
    let plan = js::check_all(handle, &steps, 0.0).expect("written");
    assert_eq!(at(&plan, "failedStep"), 1);
    assert_eq!(at(&plan, "verdict"), "deny");
    assert_eq!(at(&plan, "steps.length"), 2);
    assert_eq!(at(&plan, "steps.0.verdict"), "allow");
    assert_eq!(at(&plan, "blockers.0.held"), 4);
    assert_eq!(at(&plan, "blockers.0.shortBy"), 1);
}

#[wasm_bindgen_test]
fn holds_are_numbers() {
    let handle = answered(&value(GUIDE));
    let hold = js::hold(handle, 1, &[8.0], 1_000.0, 0.0);
    assert_eq!(js::hold_ends(handle, hold, 0.0), 1_000.0);
    assert!(!js::can(handle, 1, &[], 0.0));
    js::extend(handle, hold, 500.0, 0.0);
    assert_eq!(js::changes_at(handle, 0.0), 1_500.0);
    js::release(handle, hold, 0.0);
    assert!(js::hold_ends(handle, hold, 0.0).is_nan());
    assert!(js::can(handle, 1, &[], 0.0));
    assert!(js::settles_at(handle, false, 0.0).is_infinite());
    let votes = js::hold(handle, 2, &[1.0], 1_000.0, 0.0);
    js::commit(handle, votes, 10.0);
    assert_eq!(js::settles_at(handle, false, 10.0), 60_010.0);
}

#[wasm_bindgen_test]
fn crossings_are_pairs_or_nothing() {
    let handle = answered(&value(GUIDE));
    assert!(js::crossings(handle, 0.0).expect("written").is_undefined());
    js::hold(handle, 1, &[8.0], 1_000.0, 0.0);
    assert_eq!(
        written(&js::crossings(handle, 0.0).expect("written")),
        r#"[["managedProcesses","exhausted"]]"#
    );
    assert!(js::crossings(handle, 0.0).expect("written").is_undefined());
}

#[wasm_bindgen_test]
fn a_refusal_goes_out_as_numbers_and_comes_back() {
    let handle = answered(&value(GUIDE));
    let body = value(
        r#"({ code: 40046, error: "process census size exceeds email allowance: remaining emails: 12" })"#,
    );
    let attempt = [1.0, 5.0, f64::NAN, 40.0, f64::NAN, 1.0, f64::NAN];
    let refused = js::refuse(handle, &body, &attempt, 0.0);
    assert_eq!(refused.get(7..), Some([3.0, 13.0].as_slice()));
    let decision = js::check_refused(handle, &refused, 0.0).expect("written");
    assert_eq!(at(&decision, "reason"), "limit-reached");
    assert_eq!(at(&decision, "blockers.0.resource"), "emails");
    assert_eq!(at(&decision, "blockers.0.remaining"), 12);
    for nonsense in ["undefined", "null", "40046", "[]", "({ code: '40046' })", "({ code: 40001 })"] {
        assert!(js::refuse(handle, &value(nonsense), &[], 0.0).is_empty(), "{nonsense}");
    }
    assert!(js::check_refused(handle, &[], 0.0).expect("written").is_undefined());
}

#[wasm_bindgen_test]
fn a_history_is_numbers_that_can_be_kept() {
    let handle = answered(&value(GUIDE));
    let kept = js::history(handle);
    assert_eq!(kept.len(), 12);
    let other = open();
    js::restore(other, &kept, 0.0);
    assert_eq!(js::history(other), kept);
    js::restore(other, &[5.0, f64::NAN], 0.0);
    assert_eq!(js::history(other), kept);
}

#[wasm_bindgen_test]
fn a_closed_handle_answers_nothing_and_is_used_again() {
    let handle = open();
    js::close(handle);
    js::close(handle);
    assert!(js::check(handle, 0, &[], 0.0).expect("written").is_undefined());
    assert!(js::overview(handle, 0.0).expect("written").is_undefined());
    assert!(!js::can(handle, 0, &[], 0.0));
    assert!(js::changes_at(handle, 0.0).is_infinite());
    assert!(js::check_all(handle, &[1.0, 0.0], 0.0).expect("written").is_undefined());
    assert!(js::hold_ends(handle, js::hold(handle, 1, &[], 1_000.0, 0.0), 0.0).is_nan());
    assert!(js::crossings(handle, 0.0).expect("written").is_undefined());
    assert!(js::refuse(handle, &value("({ code: 40154 })"), &[], 0.0).is_empty());
    assert!(js::history(handle).is_empty());
    assert_eq!(open(), handle);
}

/// How often it was retried, can the token be renewed, what the platform asks for (NaN for nothing), and the most chance.
fn attempt(retried: f64, renewable: f64, asked_to_wait: f64) -> [f64; 4] {
    [retried, renewable, asked_to_wait, 1.0]
}

const FIRST: [f64; 4] = [0.0, 0.0, f64::NAN, 1.0];

/// Asks and is answered by a failure of this status; returns when to try again.
fn retry_in(handle: usize, status: u16, attempt: &[f64]) -> JsValue {
    let asked = js::ask(handle, 0.0);
    let failure =
        js::answer(handle, asked, 0, status, &JsValue::UNDEFINED, 0.0, attempt, 0.0).expect("written");
    assert_eq!(at(&failure, "status"), f64::from(status));
    at(&failure, "retryIn")
}

#[wasm_bindgen_test]
fn a_failure_says_when_to_try_again_and_has_not_failed_yet() {
    let handle = open();
    let phase = || at(&js::overview(handle, 0.0).expect("written"), "phase");
    assert_eq!(retry_in(handle, 503, &FIRST), 500.0);
    assert_eq!(retry_in(handle, 503, &attempt(1.0, 0.0, f64::NAN)), 1_000.0);
    assert_eq!(retry_in(handle, 429, &attempt(0.0, 0.0, 7_000.0)), 7_000.0);
    assert_eq!(retry_in(handle, 429, &attempt(0.0, 0.0, f64::INFINITY)), 60_000.0);
    assert_eq!(retry_in(handle, 401, &attempt(2.0, 1.0, f64::NAN)), 0.0);
    assert_eq!(phase(), "loading");
    // The session tries twice.
    assert_eq!(retry_in(handle, 503, &attempt(2.0, 0.0, f64::NAN)), JsValue::NULL);
    assert_eq!(phase(), "unavailable");
}

#[wasm_bindgen_test]
fn an_attempt_that_is_none_is_the_last() {
    for none in [&[][..], &[0.0], &[0.0, 0.0, f64::NAN], &[0.0, 0.0, f64::NAN, 1.0, 1.0]] {
        let handle = open();
        assert_eq!(retry_in(handle, 503, none), JsValue::NULL, "{none:?}");
        assert_eq!(at(&js::overview(handle, 0.0).expect("written"), "phase"), "unavailable", "{none:?}");
    }
    for odd in [f64::NAN, f64::NEG_INFINITY, -1.0, 0.9] {
        assert_eq!(retry_in(open(), 503, &attempt(odd, 0.0, f64::NAN)), 500.0, "{odd}");
    }
    assert_eq!(retry_in(open(), 503, &attempt(f64::INFINITY, 0.0, f64::NAN)), JsValue::NULL);
    assert_eq!(retry_in(open(), 503, &[0.0, 0.0, f64::NAN, f64::NAN]), 0.0);
}

#[wasm_bindgen_test]
fn what_did_not_come_back_is_tried_again_as_often() {
    let handle = open();
    let fail = |attempt: &[f64]| js::fail(handle, js::ask(handle, 0.0), attempt, 0.0);
    assert_eq!((fail(&FIRST), fail(&attempt(1.0, 1.0, f64::NAN))), (500.0, 1_000.0));
    assert_eq!(at(&js::overview(handle, 0.0).expect("written"), "phase"), "loading");
    assert!(fail(&attempt(2.0, 0.0, f64::NAN)).is_nan());
    assert!(fail(&[]).is_nan());
    assert_eq!(at(&js::overview(handle, 0.0).expect("written"), "phase"), "unavailable");
}

#[wasm_bindgen_test]
fn credentials_that_were_refused_twice_drop_the_answer() {
    let handle = answered(&value(GUIDE));
    assert_eq!(js::asked_at(handle, 0.0), 0.0);
    assert_eq!(retry_in(handle, 401, &attempt(0.0, 1.0, f64::NAN)), 0.0);
    assert!(!js::is_shut_out(handle));
    assert_eq!(retry_in(handle, 401, &FIRST), JsValue::NULL);
    assert!(js::is_shut_out(handle));
    assert_eq!(js::asked_at(handle, 0.0), f64::NEG_INFINITY);
    assert_eq!(js::history(handle), [0.0]);
    js::clear(handle, 0.0);
    assert!(!js::is_shut_out(handle));
}

const NOTHING: u32 = 0;
const TAKEN: u32 = 1;
const HOLDS: u32 = 2;
const SAME: u32 = 4;

/// The numbers of a record: whether it is on, the quotas, five numbers each, up to two counts of nothing else; and with one hold.
const ENABLED: usize = 6;
const QUOTAS: std::ops::Range<usize> = 7..32;
const ANSWERED: usize = 34;
const HELD: usize = 41;

#[wasm_bindgen_test]
fn what_is_known_goes_from_one_session_to_another_as_numbers() {
    let (tab, other) = (answered(&value(GUIDE)), open());
    let votes = js::hold(tab, 2, &[3.0], 60_000.0, 1_000.0);
    let passed = js::record(tab, false, 2_000.0);
    assert_eq!(passed.len(), HELD);
    assert_eq!(js::adopt(other, &passed, 5.0, 3_000.0), TAKEN | HOLDS);
    assert_eq!(js::adopt(other, &passed, 5.0, 3_000.0), SAME);
    let overview = |handle: usize| written(&js::overview(handle, 3_000.0).expect("written"));
    assert_eq!(overview(other), overview(tab));
    assert_eq!((js::asked_at(other, 3_000.0), js::changes_at(other, 3_000.0)), (0.0, 60_000.0));
    js::commit(tab, votes, 4_000.0);
    assert_eq!(js::adopt(other, &js::record(tab, false, 4_000.0), 5.0, 4_000.0), SAME | HOLDS);
    assert!(js::settles_at(other, false, 4_000.0).is_infinite());
    assert_eq!(js::settles_at(other, true, 4_000.0), 64_000.0);
    assert_eq!(js::record(other, false, 4_000.0).len(), ANSWERED);
    assert_eq!(js::record(other, true, 4_000.0).len(), HELD);
    let asked = js::ask(tab, 5_000.0);
    assert!(
        js::answer(tab, asked, 0, 200, &value(GUIDE), 0.0, &[], 5_000.0).expect("written").is_undefined()
    );
    assert_eq!(js::adopt(other, &js::record(tab, false, 5_000.0), 5.0, 5_000.0), TAKEN);
    assert_eq!(js::adopt(other, &passed, 5.0, 5_000.0), HOLDS, "an answer from before, and an open hold");
}

#[wasm_bindgen_test]
fn what_is_kept_is_nobodys() {
    let (before, tab) = (answered(&value(GUIDE)), 5.0);
    let held = js::hold(before, 1, &[8.0], 60_000.0, 0.0);
    let kept = js::record(before, true, 0.0);
    let mut after = open();
    for nobody in [0.0, -1.0, f64::NAN, f64::NEG_INFINITY] {
        after = open();
        assert_eq!(js::adopt(after, &kept, nobody, 0.0), TAKEN | HOLDS, "{nobody}");
        assert!(!js::can(after, 1, &[], 0.0));
        assert_eq!(js::record(after, false, 0.0).len(), ANSWERED);
    }
    assert_eq!(js::adopt(after, &js::record(before, false, 10.0), tab, 10.0) & HOLDS, HOLDS);
    js::release(before, held, 20.0);
    assert_eq!(js::adopt(after, &kept, 0.0, 30.0) & HOLDS, NOTHING);
    assert_eq!(js::adopt(after, &js::record(before, false, 30.0), tab, 30.0) & HOLDS, HOLDS);
}

#[wasm_bindgen_test]
fn what_was_asked_for_before_signing_out_is_no_news() {
    let (tab, other) = (answered(&value(GUIDE)), open());
    js::hold(tab, 1, &[8.0], 60_000.0, 0.0);
    js::clear(other, 10.0);
    assert_eq!(js::adopt(other, &js::record(tab, false, 10.0), 5.0, 20.0), NOTHING);
    assert_eq!(js::asked_at(other, 20.0), f64::NEG_INFINITY);
}

#[wasm_bindgen_test]
fn numbers_that_make_no_sense_are_no_news() {
    let tab = answered(&value(GUIDE));
    js::hold(tab, 1, &[8.0], 60_000.0, 0.0);
    let good = js::record(tab, false, 0.0);
    let other = open();
    let before = written(&js::overview(other, 0.0).expect("written"));
    let ignored = |numbers: &[f64]| {
        assert_eq!(js::adopt(other, numbers, 5.0, 0.0), NOTHING, "{numbers:?}");
        assert_eq!(written(&js::overview(other, 0.0).expect("written")), before, "{numbers:?}");
        assert_eq!(js::record(other, true, 0.0), [0.0, 0.0], "{numbers:?}");
    };
    for length in (0..good.len()).filter(|length| *length != ANSWERED) {
        ignored(&good[..length]);
    }
    ignored(&[&good[..], &[0.0]].concat());
    // Whatever it is about; but what isn't said is NaN, and amounts saturate.
    for place in 0..good.len() {
        let part = QUOTAS.clone().position(|each| each == place).map(|nth| nth % 5);
        let may_be_unsaid = place == ENABLED || matches!(part, Some(2 | 4));
        let is_amount = matches!(part, Some(1 | 2));
        for odd in [f64::NAN, 0.5, f64::NEG_INFINITY, -9e15 * 2.0] {
            if !(may_be_unsaid && odd.is_nan() || is_amount && odd < -1.0) {
                let mut numbers = good.clone();
                numbers[place] = odd;
                ignored(&numbers);
            }
        }
    }
    ignored(&vec![f64::NAN; 100_000]);
    ignored(&vec![1e300; 100]);
    assert_eq!(js::adopt(other, &good, 5.0, 0.0), TAKEN | HOLDS);
}

#[wasm_bindgen_test]
fn a_closed_handle_says_nothing_takes_in_nothing_and_tries_nothing_again() {
    let passed = js::record(answered(&value(GUIDE)), true, 0.0);
    let handle = open();
    js::close(handle);
    assert_eq!((js::adopt(handle, &passed, 5.0, 0.0), js::record(handle, true, 0.0)), (NOTHING, vec![]));
    assert!(js::fail(handle, 0.0, &FIRST, 0.0).is_nan());
    assert!(
        js::answer(handle, 0.0, 0, 503, &JsValue::UNDEFINED, 0.0, &FIRST, 0.0)
            .expect("written")
            .is_undefined()
    );
    assert_eq!((js::is_shut_out(handle), js::asked_at(handle, 0.0)), (false, f64::NEG_INFINITY));
    assert!(js::settles_at(handle, true, 0.0).is_infinite());
    for nowhere in [usize::MAX, 1 << 20] {
        assert_eq!(js::adopt(nowhere, &passed, 5.0, 0.0), NOTHING);
    }
}

#[wasm_bindgen_test]
fn what_is_asked_beyond_the_lists_answers_nothing() {
    let handle = answered(&value(GUIDE));
    assert!(js::check(handle, 99, &[], 0.0).expect("written").is_undefined());
    assert!(js::check(usize::MAX, 0, &[], 0.0).expect("written").is_undefined());
    assert!(js::check(handle, 0, &[1.0; 64], 0.0).expect("written").is_object());
}

#[wasm_bindgen_test]
fn the_reader_takes_plain_values_only() {
    assert!(Json::is_object(&value("({})")));
    assert!(!Json::is_object(&value("[]")) && !Json::is_object(&JsValue::NULL));
    assert_eq!(Json::number(&value("new Number(5)")), None);
    assert_eq!(Json::boolean(&value("new Boolean(true)")), None);
}

#[wasm_bindgen_test]
fn the_reader_knows_names_in_their_order_and_items_by_their_place() {
    assert_eq!(Json::names(&value("({ b: 1, a: undefined, [Symbol()]: 2 })")), ["b", "a"]);
    assert!(Json::get(&value("({ a: undefined })"), "a").is_none());
    assert!(Json::get(&value("({ a: null })"), "a").is_some_and(|value| value.is_null()));
    let list = value("[1, undefined, , null]");
    assert_eq!(Json::length(&list), Some(4));
    assert_eq!(Json::item(&list, 0).and_then(|item| item.number()), Some(1.0));
    assert!(Json::item(&list, 3).is_some_and(|item| item.is_null()));
    for place in [1, 2, 4, usize::MAX] {
        assert!(Json::item(&list, place).is_none(), "{place}");
    }
    for no_list in ["({ length: 2, 0: 1 })", "'text'", "5", "null", "undefined", "new Uint8Array(2)"] {
        assert_eq!(Json::length(&value(no_list)), None, "{no_list}");
        assert!(Json::item(&value(no_list), 0).is_none(), "{no_list}");
    }
    for nameless in [
        "'text'",
        "5",
        "null",
        "undefined",
        "Symbol()",
        "[1, 2]",
        "() => 1",
        "new Proxy({}, { ownKeys() { throw 1 } })",
    ] {
        assert!(Json::names(&value(nameless)).is_empty(), "{nameless}");
    }
}

#[wasm_bindgen_test]
fn settings_that_make_no_sense_open_nothing() {
    for settings in [
        "undefined",
        "null",
        "5",
        "({})",
        "({ platform: 1 })",
        r#"({ platform: "other" })"#,
        r#"({ platform: "didomi" })"#,
        r#"({ platform: "didomi", organizationId: 5 })"#,
        r#"({ platform: "custom" })"#,
        r#"({ platform: "custom", resources: { a: {} }, actions: {} })"#,
        r#"({ platform: "custom", get resources() { throw 1 }, actions: {} })"#,
    ] {
        assert_eq!(open_of(settings), None, "{settings}");
    }
    let rules = open_of(r#"({ platform: "vocdoni", observed: "yes" })"#).expect("the documented rules");
    assert!(!at(&js::overview(rules, 0.0).expect("written"), "headroom.votes").is_undefined());
}

const DIDOMI: &str = r#"({ platform: "didomi", organizationId: "o", integrations: "batch" })"#;

/// What is still to be asked for.
fn wanted(handle: usize, asked: f64) -> String {
    written(&js::wanted(handle, asked).expect("written"))
}

#[wasm_bindgen_test]
fn an_answer_may_come_in_parts() {
    let handle = open_of(DIDOMI).expect("a session");
    let asked = js::ask(handle, 0.0);
    let query = "organization_id=o&$limit=50&$skip=0";
    let both = format!(r#"[{{"part":0,"query":"{query}"}},{{"part":2,"query":"{query}"}}]"#);
    assert_eq!(wanted(handle, asked), both);
    let take = |part: usize, body: &str| {
        let body = value(body);
        assert!(js::answer(handle, asked, part, 200, &body, 0.0, &[], 5.0).expect("written").is_undefined());
    };
    take(2, r#"({ data: [{ id: "i", organization_id: "o", type_id: "batch-exports-s3" }], total: 1 })"#);
    assert_eq!(wanted(handle, asked), format!(r#"[{{"part":0,"query":"{query}"}}]"#));
    assert_eq!(at(&js::overview(handle, 5.0).expect("written"), "phase"), "loading");
    take(0, r#"({ data: [{ id: "q", organization_id: "o", exports_configs: 4, secrets: 9 }], total: 1 })"#);
    assert_eq!(wanted(handle, asked), "[]");
    let configs = at(&js::overview(handle, 5.0).expect("written"), "headroom.exportConfigs");
    assert_eq!((at(&configs, "limit"), at(&configs, "used")), (4.into(), 1.into()));
    assert_eq!(at(&configs, "origin"), "counted");
    assert_eq!(at(&js::overview(handle, 5.0).expect("written"), "headroom.secrets.limit"), 9);
}

#[wasm_bindgen_test]
fn a_part_that_fails_fails_all_and_later_parts_say_nothing() {
    let handle = open_of(DIDOMI).expect("a session");
    let asked = js::ask(handle, 0.0);
    let failure = js::answer(handle, asked, 2, 503, &JsValue::UNDEFINED, 0.0, &FIRST, 0.0).expect("written");
    assert_eq!((at(&failure, "code"), at(&failure, "retryIn")), ("server".into(), 500.into()));
    let quotas = value(r#"({ data: [], total: 0 })"#);
    assert!(js::answer(handle, asked, 0, 200, &quotas, 0.0, &[], 0.0).expect("written").is_undefined());
    assert_eq!(wanted(handle, asked), "[]");
    assert_eq!(at(&js::overview(handle, 0.0).expect("written"), "phase"), "loading");
    let earlier = js::ask(handle, 1.0);
    let later = js::ask(handle, 2.0);
    assert_eq!(wanted(handle, earlier), "[]");
    assert_ne!(wanted(handle, later), "[]");
}

#[wasm_bindgen_test]
fn scopes_are_numbers_that_stand_for_their_names() {
    let handle =
        open_of(r#"({ platform: "didomi", organizationId: "o", counts: true })"#).expect("a session");
    let (one, other) = (js::scope(handle, "one"), js::scope(handle, "other"));
    assert_ne!(one, other);
    assert_eq!(js::scope(handle, "one"), one);
    let asked = js::ask(handle, 0.0);
    let quotas = value(r#"([{ id: "q", organization_id: "o" }])"#);
    let counted = value("({ exportConfigs: 3, exportDestinations: { one: 2 } })");
    for (part, body) in [(0, quotas), (3, counted)] {
        assert!(js::answer(handle, asked, part, 200, &body, 0.0, &[], 0.0).expect("written").is_undefined());
    }
    assert!(!js::can(handle, 1, &[f64::NAN, one], 0.0));
    let check = js::check(handle, 1, &[f64::NAN, one], 0.0).expect("written");
    assert_eq!(
        (at(&check, "reason"), at(&check, "blockers.0.scope")),
        ("limit-reached".into(), "one".into())
    );
    let reason = |params: &[f64]| at(&js::check(handle, 1, params, 0.0).expect("written"), "reason");
    assert_eq!((reason(&[f64::NAN, other]), reason(&[])), ("usage-unknown".into(), "usage-unknown".into()));
    let within = |resource: usize, scope: f64| js::within(handle, resource, scope, 0.0).expect("written");
    let part = |name: &str| at(&within(1, one), name);
    assert_eq!((part("scope"), part("used"), part("remaining")), ("one".into(), 2.into(), 0.into()));
    assert_eq!((part("origin"), part("level")), ("assumed".into(), "exhausted".into()));
    assert_eq!(at(&within(1, other), "remaining"), JsValue::NULL);
    for (resource, scope) in [(0, one), (2, one), (1, f64::NAN), (1, -1.0), (1, 1e300)] {
        assert!(within(resource, scope).is_undefined(), "{resource} {scope}");
    }
    js::close(handle);
    assert_eq!(js::scope(handle, "one"), 0.0);
    assert!(within(1, one).is_undefined());
    assert_eq!(wanted(handle, asked), "[]");
}

fn signal() -> web_sys::AbortSignal {
    AbortController::new().expect("a controller").signal()
}

#[wasm_bindgen_test]
async fn a_get_comes_back_with_and_without_a_token() {
    for token in [None, Some("made-up".to_string())] {
        let answer = net::get("/".into(), token, RequestCredentials::SameOrigin, signal()).await;
        assert_eq!(answer.expect("an answer").status(), 200);
    }
}

#[wasm_bindgen_test]
async fn a_get_that_is_aborted_or_can_not_be_made_rejects() {
    let controller = AbortController::new().expect("a controller");
    controller.abort_with_reason(&js_sys::Error::new("enough"));
    let aborted = net::get("/".into(), None, RequestCredentials::Omit, controller.signal()).await;
    assert!(aborted.is_err());
    let refused = net::get("http://127.0.0.1:1/".into(), None, RequestCredentials::Omit, signal()).await;
    assert!(refused.is_err());
    let malformed = net::get("http://[".into(), None, RequestCredentials::Omit, signal()).await;
    assert!(malformed.expect_err("no URL").is_instance_of::<js_sys::TypeError>());
    let header = net::get("/".into(), Some("line\nbreak".into()), RequestCredentials::Omit, signal()).await;
    assert!(header.is_err());
}

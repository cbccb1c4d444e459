//! What holds for every number, and every answer of Vocdoni; what holds on every platform is in `gate_properties.rs`.

use proptest::prelude::*;
use quota_gate::{
    headroom::{Headroom, NearLimit},
    platform::Platform,
    session::{Session, Settings},
    snapshot::{Amount, Limit, Quota, Remaining, Units, Usage},
    wire::{CheckObject, OverviewObject},
};
use serde_json::{Value, json};

use crate::support::{VOCDONI, cases, read, session};

const LIMITS: [&str; 5] = ["maxManagedOrgs", "maxManagedProcesses", "maxVotes", "maxEmails", "maxSMS"];
const USAGES: [&str; 5] = ["managedOrgs", "managedProcesses", "sentVotes", "sentEmails", "sentSMS"];

/// Mostly small numbers, where the boundaries are, and everything else that JSON can hold.
fn odd_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        6 => (-3..40i64).prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        1 => prop_oneof![Just(Value::Null), Just(json!("7")), Just(json!([])), Just(json!({})), Just(json!(true))],
    ]
}

fn group(names: [&'static str; 5]) -> impl Strategy<Value = Value> {
    proptest::collection::vec(proptest::option::weighted(0.9, odd_value()), 5).prop_map(move |values| {
        let given = names.iter().zip(values).filter_map(|(name, value)| Some(((*name).to_string(), value?)));
        Value::Object(given.collect())
    })
}

fn body() -> impl Strategy<Value = Value> {
    (prop::bool::weighted(0.95), group(LIMITS), group(USAGES))
        .prop_map(|(enabled, limits, usage)| json!({ "enabled": enabled, "limits": limits, "usage": usage }))
}

fn ask() -> impl Strategy<Value = (usize, Vec<Option<Units>>)> {
    let amount = prop_oneof![0..60u64, any::<u64>()].prop_map(Units::new);
    (0..5usize, proptest::collection::vec(proptest::option::of(amount), 0..6))
}

fn headroom(limit: i64, used: i64, held: u64) -> Headroom {
    let amount = |value: i64| Amount::from_number(value as f64).expect("whole");
    let quota = Quota::reported(Limit::Finite(amount(limit)), Usage::Known(amount(used)));
    Headroom { held: Units::new(held), ..Headroom::of(quota) }
}

fn left(headroom: Headroom) -> u64 {
    match headroom.remaining() {
        Remaining::Finite(units) => units.get(),
        other => panic!("not finite: {other:?}"),
    }
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn more_usage_never_gives_more_headroom(limit: i64, used: i64, more: u32, held: u32) {
        let before = headroom(limit, used, held.into());
        let after = headroom(limit, used.saturating_add(more.into()), held.into());
        prop_assert!(left(after) <= left(before));
    }

    #[test]
    fn more_held_never_gives_more_headroom(limit: i64, used: i64, held: u32, more: u32) {
        let after = headroom(limit, used, u64::from(held) + u64::from(more));
        prop_assert!(left(after) <= left(headroom(limit, used, held.into())));
    }

    #[test]
    fn the_level_agrees_with_what_is_left(limit: i64, used: i64, held: u32) {
        use quota_gate::headroom::Level;
        let headroom = headroom(limit, used, held.into());
        let level = headroom.level(NearLimit::default());
        prop_assert_eq!(left(headroom) == 0, matches!(level, Level::Over | Level::Exhausted));
    }

    #[test]
    fn no_bytes_panic(body in body(), place: prop::sample::Index, bytes in "\\PC{0,8}", status: u16, now: i64) {
        // A good answer with something else written over a part of it: many of these are still JSON.
        let text: Vec<char> = body.to_string().chars().collect();
        let (before, after) = text.split_at(place.index(text.len()));
        let damaged: String = before.iter().chain(bytes.chars().collect::<Vec<_>>().iter()).chain(after).collect();
        let parsed: Option<Value> = serde_json::from_str(&damaged).ok();
        let _ = read(status, parsed.as_ref());
        let mut session = session(Settings::default());
        session.clear(now);
        session.overview(now.wrapping_neg());
    }

    #[test]
    fn no_json_panics_and_every_answer_can_be_written(body in prop_oneof![body(), odd_value()], ask in ask(), ages: [i64; 3], times: [i64; 3]) {
        let [stale_after, expire_after, pending_for] = ages;
        let ages = quota_gate::ledger::Ages { stale_after, expire_after, pending_for };
        let mut session = Session::open(VOCDONI, Settings { ages, ..Settings::default() }, times[0]);
        let asked = session.ask(0);
        let _ = session.answer(asked, 200, Some(&body), times[1]);
        let action = VOCDONI.action_at(ask.0).expect("an action");
        let check = session.check(action, &ask.1, times[2]);
        let overview = session.overview(times[2]);
        session.changes_at(times[2]);
        let written = serde_json::to_value(CheckObject { check: &check, names: session.names() });
        prop_assert!(written.is_ok());
        let terms = session.terms();
        let written = serde_json::to_value(OverviewObject { overview: &overview, names: session.names(), terms });
        prop_assert!(written.is_ok());
    }
}

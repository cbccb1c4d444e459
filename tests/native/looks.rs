//! The first decision says what the session says that takes its place.

use proptest::prelude::*;
use quota_gate::{
    gate::{Most, Terms},
    headroom::NearLimit,
    ledger::Ages,
    look::{Look, Params, Reported},
    platform::{
        Platform,
        vocdoni::{Rules, Vocdoni},
    },
    session::{Policy, Session, Settings},
    snapshot::Units,
    wire::check_numbers,
};
use serde_json::{Map, Value, json};

use crate::support::cases;

const WORDS: [(&str, &str); 5] = [
    ("maxManagedOrgs", "managedOrgs"),
    ("maxManagedProcesses", "managedProcesses"),
    ("maxVotes", "sentVotes"),
    ("maxEmails", "sentEmails"),
    ("maxSMS", "sentSMS"),
];

/// What JSON can say in a number's place: NaN stands for what isn't one.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        8 => (-3_i32..20).prop_map(f64::from),
        1 => Just(f64::NAN),
        1 => Just(0.5),
        1 => (-1e17..1e17).prop_map(f64::trunc),
    ]
}

fn reported() -> impl Strategy<Value = Reported> {
    proptest::array::uniform5((number(), number()))
}

fn params() -> impl Strategy<Value = Params> {
    proptest::array::uniform5(prop_oneof![
        3 => Just(f64::NAN),
        3 => (0_i32..12).prop_map(f64::from),
        1 => Just(9_007_199_254_740_991.0),
    ])
}

fn settings() -> impl Strategy<Value = (Vocdoni, Settings)> {
    let rules = prop_oneof![Just(Rules::Documented), Just(Rules::Observed)];
    let near = (1_i32..=100).prop_map(|percent| f64::from(percent) / 100.0);
    let closed = proptest::collection::vec(0_usize..5, 0..3);
    (rules, any::<bool>(), near, any::<bool>(), closed).prop_map(|(rules, enforced, near, open, closed)| {
        let vocdoni = Vocdoni { rules };
        let near = NearLimit::from_share(near).unwrap_or_default();
        let closed = closed.into_iter().filter_map(|place| vocdoni.action_at(place)).collect();
        let settings = Settings {
            terms: Terms { enforced, near },
            ages: Ages::default(),
            policy: Policy { open_while_loading: open, closed_when_unknown: closed },
            ..Settings::default()
        };
        (vocdoni, settings)
    })
}

/// Times that go on, and back now and then, over all that time changes.
fn times() -> impl Strategy<Value = Vec<i64>> {
    proptest::collection::vec(prop_oneof![0..5_000_i64, -5_000..70_000_i64, Just(14_400_000_i64)], 1..6)
}

fn finite(most: Most) -> Option<f64> {
    match most {
        Most::Finite(units) => Some(units.get() as f64),
        Most::Unbounded => Some(f64::INFINITY),
        Most::Unknown => None,
    }
}

fn body(enabled: bool, reported: &Reported) -> Value {
    let (mut limits, mut usage) = (Map::new(), Map::new());
    for ((limit, used), (max, sent)) in reported.iter().zip(WORDS) {
        limits.insert(max.to_owned(), json!(limit));
        usage.insert(sent.to_owned(), json!(used));
    }
    json!({ "enabled": enabled, "limits": limits, "usage": usage })
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn a_look_decides_as_a_session_does(
        (vocdoni, settings) in settings(),
        answer in proptest::option::of((any::<bool>(), reported())),
        (action, params) in (0_usize..5, params()),
        times in times(),
    ) {
        let mut session = Session::open(vocdoni, settings.clone(), 0);
        let mut look = Look::open(vocdoni, settings, 0);
        let asked = session.ask(0);
        if let Some((enabled, reported)) = answer {
            let read = session.answer(asked, 200, Some(&body(enabled, &reported)), 40);
            prop_assert!(read.is_ok());
            look.answer(enabled, reported, 40);
        }
        let id = vocdoni.action_at(action).expect("there are five");
        let units = params.map(Units::from_number);
        let mut now = 40;
        for passed in times {
            now += passed;
            let expected = session.check(id, &units, now);
            let said = look.check(action, params, now).expect("there are five");
            prop_assert_eq!(&said, &expected);
            let numbers = check_numbers(&said);
            prop_assert_eq!(numbers[0], f64::from(expected.decision.reason as u8));
            prop_assert_eq!(numbers[6], expected.decision.blockers.len() as f64);
            let last = numbers.last().copied().filter(|number| !number.is_nan());
            prop_assert_eq!(last, expected.most.last().and_then(|(_, most)| finite(*most)));
        }
    }
}

#[test]
fn without_an_answer_it_waits_and_then_does_not_know() {
    let settings = Settings::default();
    let mut session = Session::open(Vocdoni::default(), settings.clone(), 0);
    let mut look = Look::open(Vocdoni::default(), settings, 0);
    let id = Vocdoni::default().action_at(0).expect("the first");
    for now in [0, 2_999, 3_000] {
        assert_eq!(look.check(0, [f64::NAN; 5], now), Some(session.check(id, &[None; 5], now)), "{now}");
    }
}

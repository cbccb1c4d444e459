//! What a back end shows of an answer: a gate decides by it as by the answer itself, and the contract's numbers aren't in it.

use proptest::{prelude::*, sample::Index, test_runner::TestCaseError};
use quota_gate::{
    gate::{Shortfall, Terms},
    hold::HoldId,
    json::Json,
    platform::{
        self, ActionId, Platform,
        didomi::{Didomi, Integrations},
        vocdoni::{Rules, Vocdoni},
    },
    reveal::{Part, Reveal},
    session::{Check, Session, Settings, Step},
    snapshot::Units,
};
use serde_json::{Value, json};

use crate::support::{REFUSED, VOCDONI, cases, integrator};

const LIMITS: [&str; 5] = ["maxManagedOrgs", "maxManagedProcesses", "maxVotes", "maxEmails", "maxSMS"];
const USAGES: [&str; 5] = ["managedOrgs", "managedProcesses", "sentVotes", "sentEmails", "sentSMS"];

fn shown(settings: &Value, parts: &[(usize, Value)], reveal: Reveal) -> Vec<Value> {
    let parts: Vec<Part> = parts.iter().map(|(part, body)| (*part, body as &dyn Json)).collect();
    let shown = platform::shown(settings, &parts, reveal);
    shown.iter().map(|shown| serde_json::to_value(shown).expect("JSON")).collect()
}

/// What is shown of Vocdoni's one answer.
fn of(body: &Value, reveal: Reveal) -> Value {
    shown(&json!({ "platform": "vocdoni" }), &[(0, body.clone())], reveal).remove(0)
}

/// The limit and the usage that are shown of votes.
fn votes(limit: Value, used: Value) -> (Value, Value) {
    let shown = of(&integrator(json!({ "maxVotes": limit }), json!({ "sentVotes": used })), Reveal::Headroom);
    (shown["limits"]["maxVotes"].clone(), shown["usage"]["sentVotes"].clone())
}

#[test]
fn only_what_is_left_is_shown() {
    assert_eq!(votes(json!(500), json!(87)), (json!(413.0), json!(0.0)));
}

#[test]
fn a_limit_of_zero_may_be_unlimited_and_stays_what_it_is() {
    assert_eq!(votes(json!(0), json!(87)), (json!(0.0), json!(0.0)));
}

#[test]
fn what_is_used_up_is_not_shown_as_unlimited() {
    assert_eq!(votes(json!(500), json!(500)), (json!(1.0), json!(1.0)));
    assert_eq!(votes(json!(500), json!(612)), (json!(1.0), json!(1.0)));
}

#[test]
fn what_is_not_known_stays_so() {
    assert_eq!(votes(json!("500"), json!(87)), (Value::Null, Value::Null));
    assert_eq!(votes(json!(500), json!(8.5)), (json!(1.0), Value::Null));
}

#[test]
fn all_is_what_the_gate_reads_and_nothing_else() {
    let mut body = integrator(
        json!({ "maxVotes": 500, "maxEmails": "many", "maxSMS": 2.5, "maxFaxes": 9 }),
        json!({ "sentVotes": 87, "sentEmails": null }),
    );
    body["key"] = json!("vsk_secret");
    let expected = json!({
        "enabled": true,
        "limits": { "maxVotes": 500.0, "maxSMS": 2.5 },
        "usage": { "sentVotes": 87.0 },
    });
    assert_eq!(of(&body, Reveal::All), expected);
}

#[test]
fn of_a_platform_that_is_not_asked_on_a_server_nothing_is_shown() {
    for settings in [json!({ "platform": "custom" }), json!({ "platform": "didomi" }), json!(null)] {
        assert_eq!(shown(&settings, &[(0, json!({}))], Reveal::All), Vec::<Value>::new());
    }
}

#[test]
fn what_is_beyond_all_numbers_is_one_in_json() {
    let body: Value = integrator(json!({ "maxVotes": f64::MAX }), json!({ "sentVotes": -1 }));
    let text = of(&body, Reveal::Headroom).to_string();
    assert!(text.contains("9007199254740991"), "{text}");
}

/// A number as a platform may say it, or something that is none.
fn said() -> impl Strategy<Value = Value> {
    prop_oneof![
        20 => (-3..40_i64).prop_map(|number| json!(number)),
        3 => any::<i64>().prop_map(|number| json!(number)),
        2 => prop_oneof![Just(json!(1e300)), Just(json!(-1e300)), Just(json!(9_007_199_254_740_991_i64))],
        3 => prop_oneof![Just(json!(null)), Just(json!("12")), Just(json!(1.5)), Just(json!({}))],
    ]
}

fn answer() -> impl Strategy<Value = Value> {
    let numbers = || proptest::collection::vec(proptest::option::weighted(0.9, said()), 5);
    (proptest::bool::weighted(0.9), numbers(), numbers()).prop_map(|(enabled, limits, used)| {
        let mut body = json!({ "enabled": enabled, "limits": {}, "usage": {} });
        for (group, names, values) in [("limits", LIMITS, limits), ("usage", USAGES, used)] {
            for (name, value) in names.iter().zip(values) {
                if let Some(value) = value {
                    body[group][name] = value;
                }
            }
        }
        body
    })
}

/// What happens to a gate.
#[derive(Debug, Clone)]
enum Event {
    Answer(Value),
    Hold(usize, Vec<Option<u64>>),
    Commit(Index),
    Release(Index),
    Refuse(usize, Option<u64>),
    Wait(i64),
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => answer().prop_map(Event::Answer),
        4 => (0..5_usize, params()).prop_map(|(action, params)| Event::Hold(action, params)),
        2 => any::<Index>().prop_map(Event::Commit),
        1 => any::<Index>().prop_map(Event::Release),
        1 => (0..5_usize, proptest::option::of(0..20_u64)).prop_map(|(which, left)| Event::Refuse(which, left)),
        1 => (0..90_000_i64).prop_map(Event::Wait),
    ]
}

fn params() -> impl Strategy<Value = Vec<Option<u64>>> {
    let amount = || proptest::option::of(prop_oneof![8 => 0..45_u64, 1 => any::<u64>()]);
    (amount(), amount(), proptest::option::of(0..4_u64), [0..2_u64, 0..2_u64]).prop_map(
        |(count, voters, questions, [email, sms])| vec![count, voters, questions, Some(email), Some(sms)],
    )
}

fn units(params: &[Option<u64>]) -> Vec<Option<Units>> {
    params.iter().map(|param| param.map(Units::new)).collect()
}

/// A gate that sees the answers, and one that sees what is shown of them.
struct Pair {
    sessions: [Session; 2],
    holds: Vec<[HoldId; 2]>,
    now: i64,
    /// What a refusal taught is forgotten when limit or usage change, and what is shown may stay the same then.
    was_refused: bool,
}

impl Pair {
    fn open(rules: Rules, enforced: bool, reveal: Reveal, first: &Value) -> Self {
        let mut settings = Settings::default();
        settings.terms = Terms { enforced, ..settings.terms };
        let sessions = [(); 2].map(|()| Session::open(Vocdoni { rules }, settings.clone(), 0));
        let mut pair = Self { sessions, holds: Vec::new(), now: 0, was_refused: false };
        pair.answer(first, reveal);
        pair
    }

    fn answer(&mut self, body: &Value, reveal: Reveal) {
        let shown = of(body, reveal);
        for (session, body) in self.sessions.iter_mut().zip([body, &shown]) {
            let asked = session.ask(self.now);
            session.answer(asked, 200, Some(body), self.now).expect("an answer");
        }
    }

    fn meet(&mut self, event: Event, reveal: Reveal) {
        let now = self.now;
        match event {
            Event::Answer(body) if !self.was_refused => self.answer(&body, reveal),
            Event::Answer(_) => {}
            Event::Hold(action, params) => {
                let action = action_at(action);
                self.holds
                    .push(self.sessions.each_mut().map(|s| s.hold(action, &units(&params), 60_000, now)));
            }
            Event::Commit(which) => self.end(which, |session, hold| session.commit(hold, now)),
            Event::Release(which) => self.end(which, |session, hold| session.release(hold, now)),
            Event::Refuse(which, left) => self.refuse(which, left),
            Event::Wait(milliseconds) => self.now += milliseconds,
        }
    }

    fn end(&mut self, which: Index, end: impl Fn(&mut Session, HoldId)) {
        if self.holds.is_empty() {
            return;
        }
        let holds = self.holds.swap_remove(which.index(self.holds.len()));
        for (session, hold) in self.sessions.iter_mut().zip(holds) {
            end(session, hold);
        }
    }

    fn refuse(&mut self, which: usize, left: Option<u64>) {
        let (code, before) = REFUSED[which];
        let text =
            left.filter(|_| !before.is_empty()).map_or(String::new(), |left| format!("{before}{left}"));
        for session in &mut self.sessions {
            let attempt = Step { action: action_at(1), params: vec![None, Some(Units::new(5))] };
            session.refuse(Some(&json!({ "code": code, "error": text })), Some(attempt), self.now);
        }
        self.was_refused = true;
    }

    fn check(&mut self, action: usize, params: &[Option<u64>]) -> [Said; 2] {
        let (action, params, now) = (action_at(action), units(params), self.now);
        self.sessions.each_mut().map(|session| Said::of(session.check(action, &params, now)))
    }

    fn plan(&mut self, steps: &[(usize, Vec<Option<u64>>)]) -> [Vec<Said>; 2] {
        let steps: Vec<_> = steps
            .iter()
            .map(|(action, params)| Step { action: action_at(*action), params: units(params) })
            .collect();
        let now = self.now;
        self.sessions.each_mut().map(|session| {
            let plan = session.check_all(&steps, now);
            plan.steps.into_iter().map(Said::of).collect()
        })
    }
}

fn action_at(place: usize) -> ActionId {
    VOCDONI.action_at(place).expect("an action")
}

/// All of a decision but what a limit is a measure of: limit and usage themselves, and how near the limit is.
#[derive(Debug, PartialEq)]
struct Said {
    check: Check,
    blockers: Vec<(usize, Units, Units)>,
    exceeded: Vec<(usize, Units, Units)>,
}

impl Said {
    fn of(mut check: Check) -> Self {
        let missing = |list: &mut Vec<Shortfall>| {
            let missing = list.iter().filter(|short| short.short_by > Units::ZERO);
            let missing =
                missing.map(|short| (short.room.resource, short.requested, short.short_by)).collect();
            list.clear();
            missing
        };
        let blockers = missing(&mut check.decision.blockers);
        let exceeded = missing(&mut check.decision.warnings);
        Self { check, blockers, exceeded }
    }
}

proptest! {
    #![proptest_config(cases(3000))]

    /// Verdict, reason, the largest that fits, what is in the way and by how much, what helps: by either of Vocdoni's rules, enforced or
    /// not, whatever is held, committed and refused, alone and as a plan.
    #[test]
    fn a_gate_decides_alike_by_what_is_left(
        (rules, enforced) in (prop_oneof![Just(Rules::Documented), Just(Rules::Observed)], any::<bool>()),
        first in answer(),
        events in proptest::collection::vec(event(), 0..8),
        steps in proptest::collection::vec((0..5_usize, params()), 1..5),
    ) {
        let reveal = Reveal::Headroom;
        let mut pair = Pair::open(rules, enforced, reveal, &first);
        for event in events {
            pair.meet(event, reveal);
            for (action, params) in &steps {
                let [answered, shown] = pair.check(*action, params);
                prop_assert_eq!(answered, shown);
            }
            let [answered, shown] = pair.plan(&steps);
            prop_assert_eq!(answered, shown);
        }
    }

    /// With everything shown nothing at all differs.
    #[test]
    fn a_gate_says_the_same_by_all(first in answer(), action in 0..5_usize, params in params()) {
        let mut pair = Pair::open(Rules::Documented, true, Reveal::All, &first);
        let (action, params) = (action_at(action), units(&params));
        let [answered, shown] = pair.sessions.each_mut().map(|session| session.check(action, &params, 0));
        prop_assert_eq!(answered, shown);
    }

    /// Accounts with the same left are told apart by nothing that is shown.
    #[test]
    fn contracts_that_leave_as_much_look_alike(left in 1..1000_i64, used in 0..1_000_000_i64, other in 0..1_000_000_i64) {
        let with = |used: i64| votes(json!(left + used), json!(used));
        prop_assert_eq!(with(used), with(other));
        let over = |used: i64| votes(json!(left), json!(left + used));
        prop_assert_eq!(over(used), over(other));
    }

    #[test]
    fn didomi_decides_alike_by_what_is_left(
        record in proptest::option::weighted(0.9, (proptest::option::of(said()), proptest::option::of(said()))),
        features in proptest::option::weighted(0.9, proptest::option::of(any::<bool>())),
        integrations in proptest::option::weighted(0.9, proptest::collection::vec(integration(), 0..6)),
        pages in 1..3_usize,
        breaks_off in proptest::bool::weighted(0.2),
        count in proptest::option::of(0..9_u64),
        all in any::<bool>(),
    ) {
        let mut parts = vec![(0, listed(record.into_iter().map(|(configs, destinations)| {
            let mut record = own(json!({ "exports_faxes": 7, "version": 3 }));
            for (name, value) in [("exports_configs", configs), ("exports_destinations", destinations)] {
                if let Some(value) = value {
                    record[name] = value;
                }
            }
            record
        }).collect()))];
        if let Some(feature) = features {
            parts.push((1, listed(feature.map(|on| own(json!({ "batch_exports": on, "name": "secret" }))).into_iter().collect())));
        }
        if let Some(integrations) = &integrations {
            let size = integrations.len().div_ceil(pages).max(1);
            let mut chunks: Vec<&[Value]> = integrations.chunks(size).collect();
            if chunks.is_empty() {
                chunks.push(&[]);
            }
            let total = integrations.len() + usize::from(breaks_off);
            if breaks_off {
                chunks.push(&[]);
            }
            parts.extend(chunks.into_iter().map(|page| (2, json!({ "data": page, "total": total }))));
        }
        let reveal = if all { Reveal::All } else { Reveal::Headroom };
        let shown = shown(&acme_settings(), &parts, reveal);
        prop_assert!(!json!(shown).to_string().contains("secret"), "{shown:?}");
        let shown: Vec<_> = shown.into_iter().enumerate().filter(|(_, body)| !body.is_null()).collect();
        let asked: Vec<usize> = shown.iter().map(|(part, _)| *part).collect();
        let present: Vec<usize> = [0, 1, 2].into_iter().filter(|part| parts.iter().any(|(of, _)| of == part)).collect();
        prop_assert!(asked.iter().all(|part| present.contains(part)));
        let [answered, shown] = [&parts, &shown].map(|parts| decided(parts, count));
        prop_assert_eq!(answered?, shown?);
    }
}

fn acme() -> Didomi {
    Didomi {
        organization: "acme".into(),
        feature: Some("batch_exports".into()),
        integrations: Some(Integrations::EnabledBatchExports),
        counts: false,
    }
}

fn acme_settings() -> Value {
    json!({
        "platform": "didomi",
        "organizationId": "acme",
        "feature": "batch_exports",
        "integrations": "batch",
    })
}

fn own(mut item: Value) -> Value {
    item["organization_id"] = json!("acme");
    item
}

fn listed(items: Vec<Value>) -> Value {
    json!({ "total": items.len(), "data": items })
}

fn integration() -> impl Strategy<Value = Value> {
    let kinds = ["batch-exports-s3", "batch-exports-gcp", "webhook-http"];
    let enabled = proptest::option::of(any::<bool>());
    let kind = proptest::option::weighted(0.95, proptest::sample::select(kinds.to_vec()));
    let organization = proptest::sample::select(vec!["acme", "acme", "acme", "other"]);
    (any::<u64>(), kind, enabled, organization).prop_map(|(id, kind, enabled, organization)| {
        json!({
            "id": id.to_string(),
            "organization_id": organization,
            "type_id": kind,
            "enabled": enabled,
            "authentication": { "key": "secret" },
        })
    })
}

/// All that is decided on Didomi by parts of which those that are missing were refused for good.
fn decided(parts: &[(usize, Value)], count: Option<u64>) -> Result<Vec<Said>, TestCaseError> {
    let mut session = Session::open(acme(), Settings::default(), 0);
    let asked = session.ask(0);
    let mut reading = session.platform().begin();
    for (part, body) in parts {
        reading.take(*part, 200, Some(body)).map_err(|error| TestCaseError::fail(error.to_string()))?;
    }
    while let Some(wanted) = reading.wanted().first() {
        reading.take(wanted.part, 404, None).map_err(|error| TestCaseError::fail(error.to_string()))?;
    }
    session.take(asked, reading.finish(), 0).expect("an answer");
    let scope = session.scope("config-1").as_param();
    let params = [vec![count.map(Units::new)], vec![count.map(Units::new), Some(scope)]];
    let checks = params.iter().enumerate().map(|(place, params)| {
        let action = session.platform().action_at(place).expect("an action");
        Said::of(session.check(action, params, 0))
    });
    Ok(checks.collect())
}

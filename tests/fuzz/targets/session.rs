//! Two sessions of any platform through whatever can happen to them and between them: nothing panics, nothing contradicts itself, and
//! every answer can be written.
#![no_main]

use std::sync::Arc;

use arbitrary::{Arbitrary, Unstructured};
use libfuzzer_sys::fuzz_target;
use quota_gate::{
    asked::Asked,
    clock::Time,
    error::Error,
    forecast::History,
    gate::{Reason, Terms, Verdict},
    headroom::{Level, NearLimit},
    hold::{HoldId, Owner},
    json::Json,
    ledger::{Ages, News},
    numbers::{read_attempt, read_refused, read_steps, read_units, write_refused},
    platform::{self, Platform},
    record::Record,
    session::{Adopted, Check, Phase, Policy, Session, Settings, Step},
    snapshot::{Remaining, Snapshot, Units},
    wire::{
        CheckObject, CrossingsObject, ErrorObject, OverviewObject, PlanObject, WantedObjects, WithinObject,
    },
};
use serde_json::{Value, json};

#[derive(Arbitrary, Debug)]
struct Run<'a> {
    platform: Which<'a>,
    enforced: bool,
    near: f64,
    ages: [u32; 3],
    open_while_loading: bool,
    closed_when_unknown: Vec<u8>,
    retries: u32,
    first_holds: [u64; 2],
    events: Events<'a>,
}

#[derive(Arbitrary, Debug)]
enum Which<'a> {
    Vocdoni { observed: bool },
    Didomi { feature: bool, integrations: Option<bool>, counts: bool },
    Custom { enabled: bool, counts: bool },
    Described(&'a str),
}

/// Each to the first or the second session, as many as there are bytes for.
#[derive(Debug)]
struct Events<'a>(Vec<(bool, Event<'a>)>);

impl<'a> Arbitrary<'a> for Events<'a> {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> arbitrary::Result<Self> {
        let mut events = Vec::new();
        while !bytes.is_empty() {
            events.push(bytes.arbitrary()?);
        }
        Ok(Self(events))
    }
}

#[derive(Arbitrary, Debug)]
enum Event<'a> {
    Pass { time: Pass },
    Ask,
    Answer { back: Back, parts: Vec<(u8, Status, Body<'a>)> },
    Fail { back: Back },
    Retry { back: Back, status: Status, body: Body<'a>, attempt: [f64; 4] },
    Clear,
    Hold { action: u8, params: Params, expires_in: i64 },
    Commit { hold: u8 },
    Release { hold: u8 },
    Extend { hold: u8, by: i64 },
    Refuse { body: Body<'a>, attempt: Option<(u8, Params)> },
    Check { action: u8, params: Params },
    Plan { steps: Vec<(u8, Params)> },
    Numbers { numbers: Vec<f64> },
    Keep,
    Tell { all: bool },
    Hear { told: u8, owner: Speaker, change: Option<(u16, Number)> },
    HearNumbers { numbers: Vec<Number>, owner: Speaker },
}

/// Which question: one that is asked now, or so many before the last.
type Back = Option<u8>;

#[derive(Arbitrary, Debug, Clone, Copy)]
enum Status {
    Good,
    Unauthorized,
    Busy,
    Any(u16),
}

#[derive(Arbitrary, Debug, Clone, Copy)]
enum Speaker {
    Here,
    Tab(u8),
    Nobody,
}

#[derive(Arbitrary, Debug, Clone, Copy)]
enum Number {
    Small(u8),
    Whole(i64),
    Float(f64),
}

/// Mostly forward and little by little, and at times anywhere.
#[derive(Arbitrary, Debug)]
enum Pass {
    Little(u16),
    Much(u32),
    To(i64),
}

#[derive(Arbitrary, Debug)]
enum Body<'a> {
    Text(&'a str),
    Answer { enabled: bool, limits: [Amount; 5], usage: [Amount; 5], resets: [Amount; 5] },
    List { items: Vec<Item>, total: Option<Amount> },
    Counted { units: [Amount; 5] },
    Refusal { code: u8, left: u32, text: &'a str },
    Taught { resource: Amount, remaining: Amount },
}

/// A record of quotas or features, or an integration: one reader looks at some of it, and the next at the rest.
#[derive(Arbitrary, Debug)]
struct Item {
    id: Option<u8>,
    is_own: Option<bool>,
    is_batch: Option<bool>,
    flag: Option<bool>,
    limits: [Amount; 3],
}

#[derive(Arbitrary, Debug)]
enum Amount {
    Small(i8),
    Any(i64),
    Float(f64),
    Missing,
}

type Params = [Option<Count>; 5];

#[derive(Arbitrary, Debug, Clone, Copy)]
enum Count {
    Small(u8),
    Any(u64),
}

const LIMITS: [&str; 5] = ["maxManagedOrgs", "maxManagedProcesses", "maxVotes", "maxEmails", "maxSMS"];
const USAGES: [&str; 5] = ["managedOrgs", "managedProcesses", "sentVotes", "sentEmails", "sentSMS"];
const SCOPES: [&str; 3] = ["a", "b", "c"];
const CODES: [i32; 9] = [40154, 40155, 40046, 40047, 40162, 40004, 40001, 40153, 50002];

fn group(names: [&str; 5], amounts: &[Amount; 5]) -> Value {
    let given =
        names.iter().zip(amounts).filter_map(|(name, amount)| Some(((*name).to_string(), value(amount)?)));
    Value::Object(given.collect())
}

fn value(amount: &Amount) -> Option<Value> {
    match amount {
        Amount::Small(amount) => Some(Value::from(*amount)),
        Amount::Any(amount) => Some(Value::from(*amount)),
        Amount::Float(amount) => Some(Value::from(*amount)),
        Amount::Missing => None,
    }
}

fn item(item: &Item) -> Value {
    json!({
        "id": item.id.map(|id| id.to_string()),
        "organization_id": item.is_own.map(|own| if own { "o" } else { "p" }),
        "type_id": item.is_batch.map(|batch| if batch { "batch-exports-s3" } else { "webhook" }),
        "enabled": item.flag,
        "counts": item.flag,
        "batch_exports": item.flag,
        "exports_configs": value(&item.limits[0]),
        "exports_destinations": value(&item.limits[1]),
        "secrets": value(&item.limits[2]),
    })
}

/// Two resources of which an answer says limit and usage, with all that can be said beside them, and one of which it says what is left.
fn description(enabled: bool, counts: bool) -> Value {
    let mut described = json!({
        "platform": "custom",
        "counts": counts,
        "resources": {
            "emails": {
                "limit": "/limits/maxEmails", "used": "/usage/sentEmails", "reserved": "/usage/sentVotes",
                "resetsAt": "/resets/sentEmails", "unlimited": [0, -1, null, { "absent": true }], "settleAfter": 0,
            },
            "sms": {
                "limit": "/limits/maxSMS", "used": "/usage/sentSMS", "remaining": "/limits/maxVotes",
                "resetsAt": "/resets/sentSMS", "unlimited": ["unlimited"],
            },
            "orgs": { "remaining": "/limits/maxManagedOrgs", "resetsAt": "/resets/managedOrgs" },
        },
        "actions": { "send": { "emails": 1 }, "open": { "orgs": 1, "emails": 3, "sms": 2 }, "look": {} },
    });
    if enabled {
        described["enabled"] = json!("/enabled");
    }
    described
}

fn platform(which: &Which<'_>) -> Option<Arc<dyn Platform>> {
    let settings = match which {
        Which::Vocdoni { observed } => json!({ "platform": "vocdoni", "observed": observed }),
        Which::Didomi { feature, integrations, counts } => json!({
            "platform": "didomi",
            "organizationId": "o",
            "feature": feature.then_some("batch_exports"),
            "integrations": integrations.map(|batch| if batch { "batch" } else { "marked" }),
            "counts": counts,
        }),
        Which::Custom { enabled, counts } => description(*enabled, *counts),
        Which::Described(text) => {
            let mut settings: Value = serde_json::from_str(text).ok()?;
            *settings.get_mut("platform")? = json!("custom");
            settings
        }
    };
    platform::from_json(&settings)
}

fn json(body: &Body<'_>) -> Option<Value> {
    match body {
        Body::Text(text) => serde_json::from_str(text).ok(),
        Body::Answer { enabled, limits, usage, resets } => Some(json!({
            "enabled": enabled,
            "limits": group(LIMITS, limits),
            "usage": group(USAGES, usage),
            "resets": group(USAGES, resets),
        })),
        Body::List { items, total: None } => Some(items.iter().map(item).collect()),
        Body::List { items, total: Some(total) } => {
            Some(json!({ "data": items.iter().map(item).collect::<Vec<_>>(), "total": value(total) }))
        }
        Body::Counted { units } => Some(json!({
            "exportConfigs": value(&units[0]),
            "exportDestinations": { "a": value(&units[1]), "c": value(&units[2]), "d": value(&units[3]) },
            "emails": value(&units[3]),
            "orgs": value(&units[4]),
        })),
        Body::Taught { resource, remaining } => {
            Some(json!({ "resource": value(resource), "remaining": value(remaining) }))
        }
        Body::Refusal { code, left, text } => Some(json!({
            "code": CODES[usize::from(*code) % CODES.len()],
            "error": format!("{text}; remaining emails: {left}; vote allowance: remaining votes: {left}"),
        })),
    }
}

fn units(params: &Params) -> Vec<Option<Units>> {
    let count = |count| match count {
        Count::Small(count) => Units::new(u64::from(count)),
        Count::Any(count) => Units::new(count),
    };
    params.iter().map(|param| param.map(count)).collect()
}

fn status(status: Status) -> u16 {
    match status {
        Status::Good => 200,
        Status::Unauthorized => 401,
        Status::Busy => 503,
        Status::Any(status) => status,
    }
}

fn question(session: &mut Session, asked: &[Asked], back: Back, now: Time) -> Option<Asked> {
    match back {
        None => Some(session.ask(now)),
        Some(back) => asked.iter().rev().nth(usize::from(back)).copied(),
    }
}

/// One refresh, of these parts.
fn read(platform: &dyn Platform, parts: &[(u8, Status, Body<'_>)]) -> Result<Snapshot, Error> {
    let mut reading = platform.begin();
    for (part, given, body) in parts {
        let wanted = reading.wanted();
        serde_json::to_value(WantedObjects(&wanted)).unwrap();
        let parts: Vec<usize> = wanted.iter().map(|wanted| wanted.part).collect();
        assert!(parts.is_sorted_by(|one, next| one < next), "{parts:?}");
        let body = json(body);
        reading.take(usize::from(*part % 4), status(*given), body.as_ref().map(|body| body as &dyn Json))?;
    }
    let is_whole = reading.wanted().is_empty();
    let snapshot = reading.finish();
    assert!(snapshot.is_ok() || !is_whole, "{snapshot:?}");
    if let Ok(snapshot) = &snapshot {
        assert_eq!(snapshot.quotas.len(), platform.resources().len());
        assert!(snapshot.scoped.iter().all(|each| platform.resources()[each.resource].scoped));
    }
    snapshot
}

fn number(number: Number) -> f64 {
    match number {
        Number::Small(number) => f64::from(number),
        Number::Whole(number) => number as f64,
        Number::Float(number) => number,
    }
}

fn owner(speaker: Speaker) -> Owner {
    match speaker {
        Speaker::Here => Owner::Here,
        Speaker::Tab(number) => Owner::Tab(u64::from(number)),
        Speaker::Nobody => Owner::Nobody,
    }
}

/// Takes in numbers from anywhere, and once more, which changes nothing.
fn hear(session: &mut Session, numbers: &[f64], owner: Owner, now: Time) {
    let platform = session.platform().clone();
    let Some(record) = Record::from_numbers(numbers, platform.resources()) else { return };
    assert_eq!(Record::from_numbers(&record.to_numbers(), platform.resources()).as_ref(), Some(&record));
    let own = session.record(false, now).holds;
    let adopted = session.adopt(record.clone(), owner, now);
    if adopted.answer == News::Taken {
        let overview = session.overview(now);
        assert!(!session.is_shut_out() && overview.as_of.is_some());
        assert!(!matches!(overview.phase, Phase::Loading | Phase::Unavailable), "{overview:?}");
    } else if owner != Owner::Here {
        assert_eq!(session.record(false, now).holds, own, "what is its own only an answer ends");
    }
    let again = session.adopt(record, owner, now);
    assert!(matches!(again, Adopted { answer: News::None | News::Same, holds: false }), "{again:?}");
}

fn settings(run: &Run<'_>, platform: &dyn Platform, first_hold: u64) -> Settings {
    let [stale, more, pending] = run.ages.map(i64::from);
    let closed = run.closed_when_unknown.iter().filter_map(|place| platform.action_at(usize::from(*place)));
    Settings {
        terms: Terms { enforced: run.enforced, near: NearLimit::from_share(run.near).unwrap_or_default() },
        ages: Ages { stale_after: stale, expire_after: stale + more, pending_for: pending },
        policy: Policy { open_while_loading: run.open_while_loading, closed_when_unknown: closed.collect() },
        retries: run.retries,
        first_hold,
    }
}

fn judge(session: &mut Session, check: &Check, now: Time) {
    let decision = &check.decision;
    let verdict = decision.reason.verdict();
    assert_eq!(decision.reason == Reason::LimitReached, !decision.blockers.is_empty());
    assert!(verdict != Verdict::Deny || !check.allowed);
    assert!(verdict != Verdict::Allow || check.allowed);
    assert_eq!(verdict == Verdict::Allow, check.remedy.is_none());
    for short in &decision.blockers {
        let left = short.headroom.at_most().unwrap();
        assert!(short.requested > left && short.short_by == short.requested.minus(left));
    }
    assert!(check.wait_until.is_none() || check.remedy.is_some());
    serde_json::to_value(CheckObject { check, names: session.names() }).unwrap();
    look(session, now);
}

fn look(session: &mut Session, now: Time) {
    let overview = session.overview(now);
    let terms = session.terms();
    for headroom in &overview.headroom {
        let empty = headroom.remaining() == Remaining::Finite(Units::ZERO);
        let level = headroom.level(terms.near);
        assert!(empty == matches!(level, Level::Over | Level::Exhausted), "{headroom:?} is {level:?}");
        assert!(headroom.held <= Units::MAX);
        assert!(headroom.fraction().is_none_or(|share| !share.is_nan()));
    }
    for forecast in overview.forecast.iter().flatten() {
        assert!(forecast.per_day.is_finite() && forecast.per_day >= 0.0);
        let ordered = [forecast.earliest, forecast.exhausts_at, forecast.latest];
        let ordered: Vec<Time> = ordered.into_iter().flatten().collect();
        assert!(ordered.is_sorted(), "{forecast:?}");
    }
    serde_json::to_value(OverviewObject { overview: &overview, names: session.names(), terms }).unwrap();
    for resource in 0..session.platform().resources().len() + 1 {
        for scope in SCOPES {
            let scope = session.scope(scope);
            let Some(within) = session.within(resource, scope, now) else { continue };
            assert!(session.platform().resources()[resource].scoped);
            assert_eq!(within.enabled, overview.enabled);
            assert_eq!(within.headroom.is_some(), !overview.headroom.is_empty());
            serde_json::to_value(WithinObject { within: &within, names: session.names(), terms }).unwrap();
        }
    }
    let crossings = session.crossings(now);
    assert!(terms.enforced || crossings.is_empty());
    serde_json::to_value(CrossingsObject { crossings: &crossings, names: session.names() }).unwrap();
    assert_eq!(session.crossings(now), [], "told twice");
    if let Some(next) = session.changes_at(now) {
        assert!(next > now);
    }
    let (own, all) = (session.settles_at(false, now), session.settles_at(true, now));
    assert!(own.is_none_or(|own| all.is_some_and(|all| all <= own)));
    assert!(session.asked_at(now).is_some() == overview.as_of.is_some());
    assert!(!session.is_shut_out() || overview.phase == Phase::Unavailable);
}

fuzz_target!(|run: Run<'_>| {
    let Some(platform) = platform(&run.platform) else { return };
    let (resources, actions) = (platform.resources().len(), platform.actions().len());
    let mut now: Time = 0;
    let mut sessions = run.first_holds.map(|first| {
        let settings = settings(&run, platform.as_ref(), first);
        Session::open_shared(platform.clone(), settings, now)
    });
    // The same names have other numbers in the other session.
    let [first, second] = &mut sessions;
    for (one, other) in SCOPES.iter().zip(SCOPES.iter().rev()) {
        first.scope(one);
        second.scope(other);
    }
    let mut asked: [Vec<Asked>; 2] = Default::default();
    let mut holds: Vec<HoldId> = Vec::new();
    let mut told: Vec<Vec<f64>> = Vec::new();
    let step = |action: u8, params: &Params| {
        let place = usize::from(action).checked_rem(actions)?;
        Some(Step { action: platform.action_at(place).unwrap(), params: units(params) })
    };
    for (second, event) in &run.events.0 {
        let session = &mut sessions[usize::from(*second)];
        let asked = &mut asked[usize::from(*second)];
        match event {
            Event::Pass { time: Pass::Little(more) } => now = now.saturating_add(i64::from(*more)),
            Event::Pass { time: Pass::Much(more) } => now = now.saturating_add(i64::from(*more)),
            Event::Pass { time: Pass::To(time) } => now = *time,
            Event::Ask => asked.push(session.ask(now)),
            Event::Answer { back, parts } => {
                if let Some(question) = question(session, asked, *back, now) {
                    let _ = session.take(question, read(platform.as_ref(), parts), now);
                }
            }
            Event::Fail { back } => {
                if let Some(question) = question(session, asked, *back, now) {
                    session.fail(question, now);
                }
            }
            Event::Retry { back, status: given, body, attempt } => {
                let question = question(session, asked, *back, now);
                let body = json(body);
                let read = platform.read(status(*given), body.as_ref().map(|body| body as &dyn Json));
                if let (Some(question), Err(error)) = (question, read) {
                    let before = (session.overview(now), session.is_shut_out());
                    let attempt = read_attempt(attempt).unwrap();
                    let retry_in = session.retry_in(question, &error, attempt, now);
                    assert!(retry_in.is_none_or(|wait| (0..=60_000).contains(&wait)));
                    let after = (session.overview(now), session.is_shut_out());
                    assert_eq!(after, before, "nothing counts as failed yet");
                    serde_json::to_value(ErrorObject { error, retry_in }).unwrap();
                }
            }
            Event::Clear => session.clear(now),
            Event::Hold { action, params, expires_in } => {
                let Some(Step { action, params }) = step(*action, params) else { continue };
                holds.push(session.hold(action, &params, *expires_in, now));
            }
            Event::Commit { hold } => {
                holds.get(usize::from(*hold)).into_iter().for_each(|hold| session.commit(*hold, now));
            }
            Event::Release { hold } => {
                holds.get(usize::from(*hold)).into_iter().for_each(|hold| session.release(*hold, now));
            }
            Event::Extend { hold, by } => {
                holds.get(usize::from(*hold)).into_iter().for_each(|hold| session.extend(*hold, *by, now));
            }
            Event::Refuse { body, attempt } => {
                let attempt = attempt.as_ref().and_then(|(action, params)| step(*action, params));
                if let Some(refused) = session.refuse(json(body).as_ref(), attempt, now) {
                    let again = read_refused(platform.as_ref(), &write_refused(&refused));
                    assert_eq!(again.as_ref(), Some(&refused));
                    let check = session.check_refused(&refused, now);
                    assert_eq!(check.decision.reason.verdict(), Verdict::Deny);
                    judge(session, &check, now);
                }
            }
            Event::Check { action, params } => {
                let Some(Step { action, params }) = step(*action, params) else { continue };
                let check = session.check(action, &params, now);
                assert_eq!(session.can(action, &params, now), check.allowed);
                judge(session, &check, now);
            }
            Event::Plan { steps } => {
                let steps: Vec<Step> =
                    steps.iter().take(6).filter_map(|(action, params)| step(*action, params)).collect();
                let plan = session.check_all(&steps, now);
                assert_eq!(plan.failed, plan.steps.iter().position(|check| !check.allowed));
                serde_json::to_value(PlanObject { plan: &plan, names: session.names() }).unwrap();
            }
            Event::Numbers { numbers } => {
                let _ = read_steps(platform.as_ref(), numbers);
                let _ = read_refused(platform.as_ref(), numbers);
                let _ = read_attempt(numbers);
                read_units(numbers);
                if let Some(history) = History::from_numbers(numbers, resources, now) {
                    session.restore(history);
                }
            }
            Event::Tell { all } => told.push(session.record(*all, now).to_numbers()),
            Event::Hear { told: which, owner: speaker, change } => {
                if let Some(mut numbers) = told.iter().rev().nth(usize::from(*which)).cloned() {
                    if let Some((place, to)) = change {
                        let place = usize::from(*place) % numbers.len();
                        numbers[place] = number(*to);
                    }
                    hear(session, &numbers, owner(*speaker), now);
                }
            }
            Event::HearNumbers { numbers, owner: speaker } => {
                let numbers: Vec<f64> = numbers.iter().copied().map(number).collect();
                hear(session, &numbers, owner(*speaker), now);
            }
            Event::Keep => {
                let kept = History::from_numbers(&session.history().to_numbers(), resources, now);
                assert!(
                    kept.is_none_or(|kept| kept.to_numbers().len() == session.history().to_numbers().len())
                );
            }
        }
        look(session, now);
    }
});

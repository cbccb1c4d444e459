//! One session through whatever can happen to it: nothing panics, nothing contradicts itself, and every answer can be written.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use quota_gate::{
    asked::Asked,
    clock::Time,
    forecast::History,
    gate::{Reason, Terms, Verdict},
    headroom::{Level, NearLimit},
    hold::HoldId,
    ledger::Ages,
    numbers::{read_refused, read_steps, read_units, write_refused},
    platform::{
        Platform,
        vocdoni::{Rules, Vocdoni},
    },
    session::{Check, Policy, Session, Settings, Step},
    snapshot::{Remaining, Units},
    wire::{CheckObject, CrossingsObject, OverviewObject, PlanObject},
};
use serde_json::Value;

#[derive(Arbitrary, Debug)]
struct Run<'a> {
    observed: bool,
    enforced: bool,
    near: f64,
    ages: [u32; 3],
    open_while_loading: bool,
    closed_when_unknown: Vec<u8>,
    events: Vec<Event<'a>>,
}

#[derive(Arbitrary, Debug)]
enum Event<'a> {
    Pass { time: Pass },
    Ask,
    Answer { back: u8, status: u16, body: Body<'a> },
    Fail { back: u8 },
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
    Answer { enabled: bool, limits: [Amount; 5], usage: [Amount; 5] },
    Refusal { code: u8, left: u32, text: &'a str },
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
const CODES: [i32; 9] = [40154, 40155, 40046, 40047, 40162, 40004, 40001, 40153, 50002];

fn group(names: [&str; 5], amounts: &[Amount; 5]) -> Value {
    let given = names.iter().zip(amounts).filter_map(|(name, amount)| {
        let value = match amount {
            Amount::Small(amount) => Value::from(*amount),
            Amount::Any(amount) => Value::from(*amount),
            Amount::Float(amount) => Value::from(*amount),
            Amount::Missing => return None,
        };
        Some(((*name).to_string(), value))
    });
    Value::Object(given.collect())
}

fn json(body: &Body<'_>) -> Option<Value> {
    match body {
        Body::Text(text) => serde_json::from_str(text).ok(),
        Body::Answer { enabled, limits, usage } => Some(serde_json::json!({
            "enabled": enabled, "limits": group(LIMITS, limits), "usage": group(USAGES, usage),
        })),
        Body::Refusal { code, left, text } => Some(serde_json::json!({
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

fn settings(run: &Run<'_>, platform: Platform) -> Settings {
    let [stale, more, pending] = run.ages.map(i64::from);
    let closed = run.closed_when_unknown.iter().filter_map(|place| platform.action_at(usize::from(*place)));
    Settings {
        terms: Terms { enforced: run.enforced, near: NearLimit::from_share(run.near).unwrap_or_default() },
        ages: Ages { stale_after: stale, expire_after: stale + more, pending_for: pending },
        policy: Policy { open_while_loading: run.open_while_loading, closed_when_unknown: closed.collect() },
        ..Settings::default()
    }
}

fn judge(session: &mut Session, check: &Check, now: Time) {
    let platform = session.platform();
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
    serde_json::to_value(CheckObject { check, platform }).unwrap();
    look(session, now);
}

fn look(session: &mut Session, now: Time) {
    let overview = session.overview(now);
    let terms = session.terms();
    for headroom in &overview.headroom {
        let empty = headroom.remaining() == Remaining::Finite(Units::ZERO);
        let level = headroom.level(terms.near);
        assert!(empty == matches!(level, Level::Over | Level::Exhausted), "{headroom:?} is {level:?}");
        assert!(headroom.fraction().is_none_or(|share| !share.is_nan()));
    }
    for forecast in overview.forecast.iter().flatten() {
        assert!(forecast.per_day.is_finite() && forecast.per_day >= 0.0);
        let ordered = [forecast.earliest, forecast.exhausts_at, forecast.latest];
        let ordered: Vec<Time> = ordered.into_iter().flatten().collect();
        assert!(ordered.is_sorted(), "{forecast:?}");
    }
    let platform = session.platform();
    serde_json::to_value(OverviewObject { overview: &overview, platform, terms }).unwrap();
    let crossings = session.crossings(now);
    assert!(terms.enforced || crossings.is_empty());
    serde_json::to_value(CrossingsObject { crossings: &crossings, platform }).unwrap();
    assert_eq!(session.crossings(now), [], "told twice");
    if let Some(next) = session.changes_at(now) {
        assert!(next > now);
    }
    session.settles_at(false, now);
}

fuzz_target!(|run: Run<'_>| {
    let rules = if run.observed { Rules::Observed } else { Rules::Documented };
    let platform = Platform::Vocdoni(Vocdoni { rules });
    let mut now: Time = 0;
    let mut session = Session::open(platform, settings(&run, platform), now);
    let mut asked: Vec<Asked> = Vec::new();
    let mut holds: Vec<HoldId> = Vec::new();
    let step = |action: u8, params: &Params| Step {
        action: platform.action_at(usize::from(action) % 5).unwrap(),
        params: units(params),
    };
    for event in &run.events {
        match event {
            Event::Pass { time: Pass::Little(more) } => now = now.saturating_add(i64::from(*more)),
            Event::Pass { time: Pass::Much(more) } => now = now.saturating_add(i64::from(*more)),
            Event::Pass { time: Pass::To(time) } => now = *time,
            Event::Ask => asked.push(session.ask(now)),
            Event::Answer { back, status, body } => {
                if let Some(question) = asked.iter().rev().nth(usize::from(*back)) {
                    let _ = session.answer(*question, *status, json(body).as_ref(), now);
                }
            }
            Event::Fail { back } => {
                if let Some(question) = asked.iter().rev().nth(usize::from(*back)) {
                    session.fail(*question, now);
                }
            }
            Event::Clear => session.clear(now),
            Event::Hold { action, params, expires_in } => {
                let Step { action, params } = step(*action, params);
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
                let attempt = attempt.as_ref().map(|(action, params)| step(*action, params));
                if let Some(refused) = session.refuse(json(body).as_ref(), attempt, now) {
                    assert_eq!(read_refused(platform, &write_refused(&refused)).as_ref(), Some(&refused));
                    let check = session.check_refused(&refused, now);
                    assert_eq!(check.decision.reason.verdict(), Verdict::Deny);
                    judge(&mut session, &check, now);
                }
            }
            Event::Check { action, params } => {
                let Step { action, params } = step(*action, params);
                let check = session.check(action, &params, now);
                assert_eq!(session.can(action, &params, now), check.allowed);
                judge(&mut session, &check, now);
            }
            Event::Plan { steps } => {
                let steps: Vec<Step> =
                    steps.iter().take(6).map(|(action, params)| step(*action, params)).collect();
                let plan = session.check_all(&steps, now);
                assert_eq!(plan.failed, plan.steps.iter().position(|check| !check.allowed));
                serde_json::to_value(PlanObject { plan: &plan, platform }).unwrap();
            }
            Event::Numbers { numbers } => {
                let _ = read_steps(platform, numbers);
                let _ = read_refused(platform, numbers);
                read_units(numbers);
                if let Some(history) = History::from_numbers(numbers, 5, now) {
                    session.restore(history);
                }
            }
            Event::Keep => {
                let kept = History::from_numbers(&session.history().to_numbers(), 5, now);
                assert!(
                    kept.is_none_or(|kept| kept.to_numbers().len() == session.history().to_numbers().len())
                );
            }
        }
        look(&mut session, now);
    }
});

//! Two sessions through whatever can happen to them and between them: nothing panics, nothing contradicts itself, and every answer can
//! be written.
#![no_main]

use arbitrary::{Arbitrary, Unstructured};
use libfuzzer_sys::fuzz_target;
use quota_gate::{
    asked::Asked,
    clock::Time,
    forecast::History,
    gate::{Reason, Terms, Verdict},
    headroom::{Level, NearLimit},
    hold::{HoldId, Owner},
    ledger::{Ages, News},
    numbers::{read_attempt, read_refused, read_steps, read_units, write_refused},
    platform::{
        Platform,
        vocdoni::{Rules, Vocdoni},
    },
    record::Record,
    session::{Adopted, Check, Phase, Policy, Session, Settings, Step},
    snapshot::{Remaining, Units},
    wire::{CheckObject, CrossingsObject, ErrorObject, OverviewObject, PlanObject},
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
    retries: u32,
    first_holds: [u64; 2],
    events: Events<'a>,
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
    Answer { back: Back, status: Status, body: Body<'a> },
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
    let resources = session.platform().resources();
    let Some(record) = Record::from_numbers(numbers, resources) else { return };
    assert_eq!(Record::from_numbers(&record.to_numbers(), resources).as_ref(), Some(&record));
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

fn settings(run: &Run<'_>, platform: Platform, first_hold: u64) -> Settings {
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
        assert!(headroom.held <= Units::MAX);
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
    let (own, all) = (session.settles_at(false, now), session.settles_at(true, now));
    assert!(own.is_none_or(|own| all.is_some_and(|all| all <= own)));
    assert!(session.asked_at(now).is_some() == overview.as_of.is_some());
    assert!(!session.is_shut_out() || overview.phase == Phase::Unavailable);
}

fuzz_target!(|run: Run<'_>| {
    let rules = if run.observed { Rules::Observed } else { Rules::Documented };
    let platform = Platform::Vocdoni(Vocdoni { rules });
    let mut now: Time = 0;
    let mut sessions =
        run.first_holds.map(|first| Session::open(platform, settings(&run, platform, first), now));
    let mut asked: [Vec<Asked>; 2] = Default::default();
    let mut holds: Vec<HoldId> = Vec::new();
    let mut told: Vec<Vec<f64>> = Vec::new();
    let step = |action: u8, params: &Params| Step {
        action: platform.action_at(usize::from(action) % 5).unwrap(),
        params: units(params),
    };
    for (second, event) in &run.events.0 {
        let session = &mut sessions[usize::from(*second)];
        let asked = &mut asked[usize::from(*second)];
        match event {
            Event::Pass { time: Pass::Little(more) } => now = now.saturating_add(i64::from(*more)),
            Event::Pass { time: Pass::Much(more) } => now = now.saturating_add(i64::from(*more)),
            Event::Pass { time: Pass::To(time) } => now = *time,
            Event::Ask => asked.push(session.ask(now)),
            Event::Answer { back, status: given, body } => {
                if let Some(question) = question(session, asked, *back, now) {
                    let _ = session.answer(question, status(*given), json(body).as_ref(), now);
                }
            }
            Event::Fail { back } => {
                if let Some(question) = question(session, asked, *back, now) {
                    session.fail(question, now);
                }
            }
            Event::Retry { back, status: given, body, attempt } => {
                let question = question(session, asked, *back, now);
                let read = platform.read(status(*given), json(body).as_ref());
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
                    judge(session, &check, now);
                }
            }
            Event::Check { action, params } => {
                let Step { action, params } = step(*action, params);
                let check = session.check(action, &params, now);
                assert_eq!(session.can(action, &params, now), check.allowed);
                judge(session, &check, now);
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
                let _ = read_attempt(numbers);
                read_units(numbers);
                if let Some(history) = History::from_numbers(numbers, 5, now) {
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
                let kept = History::from_numbers(&session.history().to_numbers(), 5, now);
                assert!(
                    kept.is_none_or(|kept| kept.to_numbers().len() == session.history().to_numbers().len())
                );
            }
        }
        look(session, now);
    }
});

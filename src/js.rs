//! What JavaScript sees: numbers in, plain objects out. Converts, decides nothing.
//!
//! A session stands behind an integer handle. A handle that was closed answers `undefined`, 0 or nothing; TypeScript never asks.

use std::cell::RefCell;

use js_sys::Reflect;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::{
    asked::Asked,
    clock::Time,
    error::{Error, Kind},
    forecast::History,
    gate::Terms,
    headroom::NearLimit,
    hold::{HoldId, Owner},
    json::Json,
    ledger::{Ages, News},
    numbers::{read_attempt, read_refused, read_step, read_steps, read_units, write_refused},
    platform::{
        Platform,
        vocdoni::{Rules, Vocdoni},
    },
    record::Record,
    session::{Adopted, Policy, Session, Settings},
    wire::{CheckObject, CrossingsObject, ErrorObject, OverviewObject, PlanObject},
};

/// A plain object, or `undefined`. Never fails, and yet a result: V8 inlines a call of wasm that has become hot, and where it then has
/// to undo that while the call runs it dies of a returned reference ("unreachable code", Node 20). Results aren't inlined.
type Object = Result<JsValue, JsValue>;

thread_local! {
    static SESSIONS: RefCell<Vec<Option<Session>>> = const { RefCell::new(Vec::new()) };
}

const SERIALIZER: Serializer =
    Serializer::new().serialize_missing_as_null(true).serialize_maps_as_objects(true);

/// Opens a session and returns its handle. `observed` chooses the platform's observed rules over its documented ones, `near` is a
/// share, the ages are milliseconds, `closed_when_unknown` lists places in the platform's actions, `first_hold` is random.
#[wasm_bindgen]
#[expect(clippy::too_many_arguments, reason = "an object would be read field by field, at 0.4 KB of brotli")]
pub fn open(
    observed: bool,
    enforced: bool,
    near: f64,
    stale_after: f64,
    expire_after: f64,
    pending_for: f64,
    open_while_loading: bool,
    closed_when_unknown: &[u32],
    retries: u32,
    first_hold: f64,
    now: f64,
) -> usize {
    let rules = if observed { Rules::Observed } else { Rules::Documented };
    let platform = Platform::Vocdoni(Vocdoni { rules });
    let closed = closed_when_unknown.iter().filter_map(|place| platform.action_at(*place as usize));
    let settings = Settings {
        terms: Terms { enforced, near: NearLimit::from_share(near).unwrap_or_default() },
        ages: Ages {
            stale_after: stale_after as Time,
            expire_after: expire_after as Time,
            pending_for: pending_for as Time,
        },
        policy: Policy { open_while_loading, closed_when_unknown: closed.collect() },
        retries,
        first_hold: first_hold as u64,
    };
    keep(Session::open(platform, settings, now as Time))
}

/// Forgets the session and frees its handle for another.
#[wasm_bindgen]
pub fn close(handle: usize) {
    SESSIONS.with(|sessions| {
        if let Ok(mut sessions) = sessions.try_borrow_mut()
            && let Some(slot) = sessions.get_mut(handle)
        {
            *slot = None;
        }
    });
}

/// A question goes out; returns its number.
#[wasm_bindgen]
pub fn ask(handle: usize, now: f64) -> f64 {
    with(handle, |session| session.ask(now as Time).number()).unwrap_or_default() as f64
}

/// An answer came: its HTTP status and its parsed body, `undefined` where that isn't JSON; `attempt` as [`read_attempt`] reads it.
/// Returns nothing, or why it says nothing of the quota.
#[wasm_bindgen]
pub fn answer(handle: usize, asked: f64, status: u16, body: JsValue, attempt: &[f64], now: f64) -> Object {
    // Read before the session is borrowed: the body may be an object with getters, and those may ask the gate.
    let Some(platform) = with(handle, |session| session.platform()) else {
        return Ok(JsValue::UNDEFINED);
    };
    let read = platform.read(status, Some(&body));
    let (asked, now) = (Asked::from_number(asked as i64), now as Time);
    let taken = with(handle, |session| match read {
        Ok(snapshot) => session.take(asked, Ok(snapshot), now).map_err(|error| (error, None)),
        Err(error) => Err((error, failed(session, asked, error, attempt, now))),
    });
    match taken {
        Some(Err((error, retry_in))) => object(&ErrorObject { error, retry_in }),
        _ => Ok(JsValue::UNDEFINED),
    }
}

/// No answer came; `attempt` is empty where it's no use to try again. Returns the milliseconds after which to, or NaN.
#[wasm_bindgen]
pub fn fail(handle: usize, asked: f64, attempt: &[f64], now: f64) -> f64 {
    let asked = Asked::from_number(asked as i64);
    let error = Error::new(Kind::Network);
    let retry_in = with(handle, |session| failed(session, asked, error, attempt, now as Time)).flatten();
    retry_in.map_or(f64::NAN, |wait| wait as f64)
}

fn failed(session: &mut Session, asked: Asked, error: Error, attempt: &[f64], now: Time) -> Option<i64> {
    let again = read_attempt(attempt).and_then(|attempt| session.retry_in(asked, &error, attempt, now));
    if again.is_none() {
        session.give_up(asked, error, now);
    }
    again
}

/// Were the credentials refused twice in a row?
#[wasm_bindgen]
pub fn is_shut_out(handle: usize) -> bool {
    with(handle, |session| session.is_shut_out()).unwrap_or_default()
}

/// When the last answer was asked for; `-Infinity` without one.
#[wasm_bindgen]
pub fn asked_at(handle: usize, now: f64) -> f64 {
    let asked = with(handle, |session| session.asked_at(now as Time)).flatten();
    asked.map_or(f64::NEG_INFINITY, |time| time as f64)
}

/// The last answer and the holds, to be passed on; `all`: also the holds that are others'.
#[wasm_bindgen]
pub fn record(handle: usize, all: bool, now: f64) -> Vec<f64> {
    with(handle, |session| session.record(all, now as Time).to_numbers()).unwrap_or_default()
}

/// Takes in what was passed on by a tab with this number, or by nobody who still lives (0). Returns 1 if its answer was taken or 4
/// if it is the one that is known, plus 2 if its holds changed any; numbers that make no sense are ignored.
#[wasm_bindgen]
pub fn adopt(handle: usize, passed: &[f64], tab: f64, now: f64) -> u32 {
    let owner = if tab > 0.0 { Owner::Tab(tab as u64) } else { Owner::Nobody };
    let adopted = with(handle, |session| {
        let record = Record::from_numbers(passed, session.platform().resources())?;
        let Adopted { answer, holds } = session.adopt(record, owner, now as Time);
        let answer = match answer {
            News::None => 0,
            News::Taken => 1,
            News::Same => 4,
        };
        Some(answer | (u32::from(holds) << 1))
    });
    adopted.flatten().unwrap_or_default()
}

/// Forgets everything that was answered, and answers under way.
#[wasm_bindgen]
pub fn clear(handle: usize, now: f64) {
    with(handle, |session| session.clear(now as Time));
}

/// When time alone changes an answer next; `Infinity` when it never does.
#[wasm_bindgen]
pub fn changes_at(handle: usize, now: f64) -> f64 {
    let next = with(handle, |session| session.changes_at(now as Time)).flatten();
    next.map_or(f64::INFINITY, |time| time as f64)
}

/// May the button be enabled? `params` stand in the order of the action's own list, NaN for one not given, 1 and 0 for yes and no.
#[wasm_bindgen]
pub fn can(handle: usize, action: usize, params: &[f64], now: f64) -> bool {
    let allowed = with(handle, |session| {
        let action = session.platform().action_at(action)?;
        Some(session.can(action, &read_units(params), now as Time))
    });
    allowed.flatten().unwrap_or_default()
}

/// The whole answer about an action, as an object.
#[wasm_bindgen]
pub fn check(handle: usize, action: usize, params: &[f64], now: f64) -> Object {
    let checked = with(handle, |session| {
        let platform = session.platform();
        let action = platform.action_at(action)?;
        Some((session.check(action, &read_units(params), now as Time), platform))
    });
    match checked.flatten() {
        Some((check, platform)) => object(&CheckObject { check: &check, platform }),
        None => Ok(JsValue::UNDEFINED),
    }
}

/// The whole answer about several steps, written as [`read_steps`] reads them, as an object.
#[wasm_bindgen]
pub fn check_all(handle: usize, steps: &[f64], now: f64) -> Object {
    let checked = with(handle, |session| {
        let platform = session.platform();
        Some((session.check_all(&read_steps(platform, steps)?, now as Time), platform))
    });
    match checked.flatten() {
        Some((plan, platform)) => object(&PlanObject { plan: &plan, platform }),
        None => Ok(JsValue::UNDEFINED),
    }
}

/// Takes what an action takes out of the headroom for so many milliseconds; returns the hold.
#[wasm_bindgen]
pub fn hold(handle: usize, action: usize, params: &[f64], expires_in: f64, now: f64) -> f64 {
    let held = with(handle, |session| {
        let action = session.platform().action_at(action)?;
        let hold = session.hold(action, &read_units(params), expires_in as i64, now as Time);
        Some(hold.number() as f64)
    });
    held.flatten().unwrap_or_default()
}

/// The platform did it.
#[wasm_bindgen]
pub fn commit(handle: usize, hold: f64, now: f64) {
    with(handle, |session| session.commit(HoldId::from_number(hold as u64), now as Time));
}

/// The platform did what was held and isn't any more.
#[wasm_bindgen]
pub fn commit_late(handle: usize, action: usize, params: &[f64], now: f64) {
    with(handle, |session| {
        let action = session.platform().action_at(action)?;
        session.commit_late(action, &read_units(params), now as Time);
        Some(())
    });
}

/// It did not happen.
#[wasm_bindgen]
pub fn release(handle: usize, hold: f64, now: f64) {
    with(handle, |session| session.release(HoldId::from_number(hold as u64), now as Time));
}

/// Moves the end of an open hold by so many milliseconds.
#[wasm_bindgen]
pub fn extend(handle: usize, hold: f64, by: f64, now: f64) {
    with(handle, |session| session.extend(HoldId::from_number(hold as u64), by as i64, now as Time));
}

/// When an open hold ends by itself; NaN unless it is open.
#[wasm_bindgen]
pub fn hold_ends(handle: usize, hold: f64, now: f64) -> f64 {
    let ends =
        with(handle, |session| session.hold_ends(HoldId::from_number(hold as u64), now as Time)).flatten();
    ends.map_or(f64::NAN, |time| time as f64)
}

/// From when on a question would show a commit that the one under way won't, `Infinity` when there is none; `all`: also others' commits.
#[wasm_bindgen]
pub fn settles_at(handle: usize, all: bool, now: f64) -> f64 {
    let next = with(handle, |session| session.settles_at(all, now as Time)).flatten();
    next.map_or(f64::INFINITY, |time| time as f64)
}

/// Takes in the body of a platform's error, and the step that was tried, empty where that isn't known. Returns what
/// [`check_refused`] wants, empty if the error isn't about quotas.
#[wasm_bindgen]
pub fn refuse(handle: usize, body: JsValue, attempt: &[f64], now: f64) -> Vec<f64> {
    // Read before the session is borrowed, as in `answer`.
    let Some(platform) = with(handle, |session| session.platform()) else {
        return Vec::new();
    };
    let Some(refusal) = platform.refusal(Some(&body)) else {
        return Vec::new();
    };
    let attempt = read_step(platform, attempt);
    let refused = with(handle, |session| session.take_refusal(refusal, attempt, now as Time)).flatten();
    refused.map_or(Vec::new(), |refused| write_refused(&refused))
}

/// The whole answer about what was refused, as an object.
#[wasm_bindgen]
pub fn check_refused(handle: usize, refused: &[f64], now: f64) -> Object {
    let checked = with(handle, |session| {
        let platform = session.platform();
        let refused = read_refused(platform, refused)?;
        Some((session.check_refused(&refused, now as Time), platform))
    });
    match checked.flatten() {
        Some((check, platform)) => object(&CheckObject { check: &check, platform }),
        None => Ok(JsValue::UNDEFINED),
    }
}

/// What was crossed since this was last asked, as an array of pairs; `undefined` for nothing.
#[wasm_bindgen]
pub fn crossings(handle: usize, now: f64) -> Object {
    match with(handle, |session| (session.crossings(now as Time), session.platform())) {
        Some((crossings, platform)) if !crossings.is_empty() => {
            object(&CrossingsObject { crossings: &crossings, platform })
        }
        _ => Ok(JsValue::UNDEFINED),
    }
}

/// What the forecasts rest on, to be kept.
#[wasm_bindgen]
pub fn history(handle: usize) -> Vec<f64> {
    with(handle, |session| session.history().to_numbers()).unwrap_or_default()
}

/// Goes on from what was kept; numbers that make no sense are ignored.
#[wasm_bindgen]
pub fn restore(handle: usize, kept: &[f64], now: f64) {
    with(handle, |session| {
        let resources = session.platform().resources().len();
        if let Some(history) = History::from_numbers(kept, resources, now as Time) {
            session.restore(history);
        }
    });
}

/// What is known of the account as a whole, as an object.
#[wasm_bindgen]
pub fn overview(handle: usize, now: f64) -> Object {
    match with(handle, |session| (session.overview(now as Time), session.platform(), session.terms())) {
        Some((overview, platform, terms)) => object(&OverviewObject { overview: &overview, platform, terms }),
        None => Ok(JsValue::UNDEFINED),
    }
}

impl Json for JsValue {
    fn is_object(&self) -> bool {
        JsValue::is_object(self) && !js_sys::Array::is_array(self)
    }

    fn get(&self, name: &str) -> Option<Self> {
        // Reflect throws on what isn't an object and where a getter does.
        Reflect::get(self, &JsValue::from_str(name)).ok()
    }

    fn number(&self) -> Option<f64> {
        self.as_f64()
    }

    fn boolean(&self) -> Option<bool> {
        self.as_bool()
    }

    fn text(&self) -> Option<String> {
        self.as_string()
    }
}

fn keep(session: Session) -> usize {
    SESSIONS.with(|sessions| {
        let Ok(mut sessions) = sessions.try_borrow_mut() else {
            return usize::MAX;
        };
        let free = sessions.iter().position(Option::is_none);
        match free.and_then(|place| sessions.get_mut(place).map(|slot| (place, slot))) {
            Some((place, slot)) => {
                *slot = Some(session);
                place
            }
            None => {
                sessions.push(Some(session));
                sessions.len().saturating_sub(1)
            }
        }
    })
}

fn with<T>(handle: usize, act: impl FnOnce(&mut Session) -> T) -> Option<T> {
    SESSIONS.with(|sessions| {
        let mut sessions = sessions.try_borrow_mut().ok()?;
        Some(act(sessions.get_mut(handle)?.as_mut()?))
    })
}

fn object(answer: &impl Serialize) -> Object {
    Ok(answer.serialize(&SERIALIZER)?)
}

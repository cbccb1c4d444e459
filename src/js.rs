//! What JavaScript sees: numbers in, plain objects out. Converts, decides nothing.
//!
//! A session stands behind an integer handle. A handle that was closed answers `undefined`, 0 or nothing; TypeScript never asks.

use std::cell::RefCell;

use js_sys::{Array, Reflect};
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
    platform::{self, Reading},
    record::Record,
    scope::Scope,
    session::{Adopted, Policy, Session, Settings},
    snapshot::Units,
    wire::{
        CheckObject, CrossingsObject, ErrorObject, OverviewObject, PlanObject, WantedObjects, WithinObject,
    },
};
#[cfg(feature = "proxy")]
use crate::{json::items, reveal::Reveal};

/// A plain object, or `undefined`. Never fails, and yet a result: V8 inlines a call of wasm that has become hot, and where it then has
/// to undo that while the call runs it dies of a returned reference ("unreachable code", Node 20). Results aren't inlined.
type Object = Result<JsValue, JsValue>;

/// A session, and the refresh that is under way.
struct Slot {
    session: Session,
    refresh: Option<Refresh>,
}

struct Refresh {
    asked: Asked,
    reading: Box<dyn Reading>,
    /// Of the oldest part that came, in milliseconds.
    age: i64,
}

thread_local! {
    static SLOTS: RefCell<Vec<Option<Slot>>> = const { RefCell::new(Vec::new()) };
}

const SERIALIZER: Serializer =
    Serializer::new().serialize_missing_as_null(true).serialize_maps_as_objects(true);

/// Opens a session and returns its handle, or `undefined` where the platform's settings make no sense; see
/// [`platform::from_json`]. `near` is a share, the ages are milliseconds, `closed_when_unknown` lists places in the platform's actions,
/// `first_hold` is random.
#[wasm_bindgen]
#[expect(clippy::too_many_arguments, reason = "an object would be read field by field, at 0.4 KB of brotli")]
pub fn open(
    settings: &JsValue,
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
) -> Option<usize> {
    let platform = platform::from_json(settings)?;
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
    Some(keep(Session::open_shared(platform, settings, now as Time)))
}

/// Forgets the session and frees its handle for another.
#[wasm_bindgen]
pub fn close(handle: usize) {
    SLOTS.with(|slots| {
        if let Ok(mut slots) = slots.try_borrow_mut()
            && let Some(slot) = slots.get_mut(handle)
        {
            *slot = None;
        }
    });
}

/// The scope of a name, as a parameter of an action.
#[wasm_bindgen]
pub fn scope(handle: usize, name: &str) -> f64 {
    with(handle, |session| session.scope(name).as_param()).unwrap_or_default().get() as f64
}

/// A question goes out; returns its number. What it asks for, [`wanted`] says.
#[wasm_bindgen]
pub fn ask(handle: usize, now: f64) -> f64 {
    let asked = in_slot(handle, |slot| {
        let asked = slot.session.ask(now as Time);
        slot.refresh = Some(Refresh { asked, reading: slot.session.platform().begin(), age: 0 });
        asked.number()
    });
    asked.unwrap_or_default() as f64
}

/// What the question still has to ask for, all of it at once, as an array of `{ part, query }`.
#[wasm_bindgen]
pub fn wanted(handle: usize, asked: f64) -> Object {
    let wanted = in_slot(handle, |slot| match &slot.refresh {
        Some(refresh) if refresh.asked.number() == asked as i64 => refresh.reading.wanted(),
        _ => Vec::new(),
    });
    object(&WantedObjects(&wanted.unwrap_or_default()))
}

/// A part of an answer came: its HTTP status, its parsed body, `undefined` where that isn't JSON, and its age in milliseconds, 0 unless a
/// cache had it; `attempt` as [`read_attempt`] reads it. Returns nothing, or why without it the answer says nothing of the quota. The last part that is wanted makes the answer.
#[wasm_bindgen]
#[expect(clippy::too_many_arguments, reason = "an object would be read field by field, at 0.4 KB of brotli")]
pub fn answer(
    handle: usize,
    asked: f64,
    part: usize,
    status: u16,
    body: &JsValue,
    age: f64,
    attempt: &[f64],
    now: f64,
) -> Object {
    let (asked, now) = (Asked::from_number(asked as i64), now as Time);
    // Read while nothing is borrowed: the body may be an object with getters, and those may ask the gate.
    let refresh = in_slot(handle, |slot| slot.refresh.take_if(|refresh| refresh.asked == asked)).flatten();
    let Some(Refresh { mut reading, age: oldest, .. }) = refresh else {
        return Ok(JsValue::UNDEFINED);
    };
    let age = oldest.max(age as i64);
    let read = reading.take(part, status, Some(body));
    let ended = read.is_err() || reading.wanted().is_empty();
    let result = read.and_then(|()| if ended { reading.finish().map(Some) } else { Ok(None) });
    let taken = in_slot(handle, |slot| match result {
        Ok(Some(snapshot)) => {
            slot.session.take_aged(asked, Ok(snapshot), age, now).map_err(|error| (error, None))
        }
        Ok(None) => {
            // Unless whoever was asked while it was read has asked anew.
            slot.refresh.get_or_insert(Refresh { asked, reading, age });
            Ok(())
        }
        Err(error) => Err((error, failed(&mut slot.session, asked, error, attempt, now))),
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

/// Has a usage started anew since the last answer?
#[wasm_bindgen]
pub fn is_outdated(handle: usize, now: f64) -> bool {
    with(handle, |session| session.is_outdated(now as Time)).unwrap_or_default()
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
        let action = session.platform().action_at(action)?;
        let check = session.check(action, &read_units(params), now as Time);
        Some(object(&CheckObject { check: &check, names: session.names() }))
    });
    checked.flatten().unwrap_or(Ok(JsValue::UNDEFINED))
}

/// The whole answer about several steps, written as [`read_steps`] reads them, as an object.
#[wasm_bindgen]
pub fn check_all(handle: usize, steps: &[f64], now: f64) -> Object {
    let checked = with(handle, |session| {
        let steps = read_steps(session.platform().as_ref(), steps)?;
        let plan = session.check_all(&steps, now as Time);
        Some(object(&PlanObject { plan: &plan, names: session.names() }))
    });
    checked.flatten().unwrap_or(Ok(JsValue::UNDEFINED))
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
pub fn refuse(handle: usize, body: &JsValue, attempt: &[f64], now: f64) -> Vec<f64> {
    // Read while the session isn't borrowed, as in `answer`.
    let Some(platform) = with(handle, |session| session.platform().clone()) else {
        return Vec::new();
    };
    let Some(refusal) = platform.refusal(body) else {
        return Vec::new();
    };
    let attempt = read_step(platform.as_ref(), attempt);
    let refused = with(handle, |session| session.take_refusal(refusal, attempt, now as Time)).flatten();
    refused.map_or(Vec::new(), |refused| write_refused(&refused))
}

/// The whole answer about what was refused, as an object.
#[wasm_bindgen]
pub fn check_refused(handle: usize, refused: &[f64], now: f64) -> Object {
    let checked = with(handle, |session| {
        let refused = read_refused(session.platform().as_ref(), refused)?;
        let check = session.check_refused(&refused, now as Time);
        Some(object(&CheckObject { check: &check, names: session.names() }))
    });
    checked.flatten().unwrap_or(Ok(JsValue::UNDEFINED))
}

/// What was crossed since this was last asked, as an array of pairs; `undefined` for nothing.
#[wasm_bindgen]
pub fn crossings(handle: usize, now: f64) -> Object {
    let crossed = with(handle, |session| {
        let crossings = session.crossings(now as Time);
        let names = session.names();
        (!crossings.is_empty()).then(|| object(&CrossingsObject { crossings: &crossings, names }))
    });
    crossed.flatten().unwrap_or(Ok(JsValue::UNDEFINED))
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
    let looked = with(handle, |session| {
        let (overview, terms) = (session.overview(now as Time), session.terms());
        object(&OverviewObject { overview: &overview, names: session.names(), terms })
    });
    looked.unwrap_or(Ok(JsValue::UNDEFINED))
}

/// What is left of a resource within one scope, given as a parameter of an action is, as an object; `undefined` where its limit doesn't
/// count by scope.
#[wasm_bindgen]
pub fn within(handle: usize, resource: usize, scope: f64, now: f64) -> Object {
    let looked = with(handle, |session| {
        let scope = Scope::from_param(Units::from_number(scope))?;
        let (within, terms) = (session.within(resource, scope, now as Time)?, session.terms());
        Some(object(&WithinObject { within: &within, names: session.names(), terms }))
    });
    looked.flatten().unwrap_or(Ok(JsValue::UNDEFINED))
}

/// What a page may see of an answer: JSON of each of its parts, null where nothing is known of it. `answer` is an array of the bodies that
/// came, each as `[part, body]`; `all`: not only what is left.
#[cfg(feature = "proxy")]
#[wasm_bindgen]
pub fn reveal(settings: &JsValue, answer: &JsValue, all: bool) -> Object {
    let parts: Vec<_> =
        items(answer).filter_map(|part| Some((part.item(0)?.number()?, part.item(1)?))).collect();
    let parts: Vec<_> = parts.iter().map(|(part, body)| (*part as usize, body.as_ref())).collect();
    object(&platform::shown(settings, &parts, if all { Reveal::All } else { Reveal::Headroom }))
}

impl Json for JsValue {
    fn is_object(&self) -> bool {
        JsValue::is_object(self) && !Array::is_array(self)
    }

    fn is_null(&self) -> bool {
        JsValue::is_null(self)
    }

    fn get(&self, name: &str) -> Option<Box<dyn Json>> {
        // Reflect throws on what isn't an object and where a getter does.
        let value = Reflect::get(self, &JsValue::from_str(name)).ok()?;
        present(value)
    }

    fn names(&self) -> Vec<String> {
        let object = self.dyn_ref::<js_sys::Object>().filter(|_| Json::is_object(self));
        let names = object.and_then(|object| Reflect::own_keys(object).ok()).unwrap_or_default();
        names.iter().filter_map(|name| name.as_string()).collect()
    }

    fn length(&self) -> Option<usize> {
        let length = Array::is_array(self).then(|| Reflect::get(self, &"length".into()).ok()).flatten()?;
        length.as_f64().map(|length| length as usize)
    }

    fn item(&self, place: usize) -> Option<Box<dyn Json>> {
        Array::is_array(self)
            .then(|| Reflect::get_u32(self, u32::try_from(place).ok()?).ok())
            .flatten()
            .and_then(present)
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

/// JSON has no undefined: it is what isn't there.
fn present(value: JsValue) -> Option<Box<dyn Json>> {
    if value.is_undefined() { None } else { Some(Box::new(value)) }
}

fn keep(session: Session) -> usize {
    let slot = Slot { session, refresh: None };
    SLOTS.with(|slots| {
        let Ok(mut slots) = slots.try_borrow_mut() else {
            return usize::MAX;
        };
        let free = slots.iter().position(Option::is_none);
        match free.and_then(|place| slots.get_mut(place).map(|free| (place, free))) {
            Some((place, free)) => {
                *free = Some(slot);
                place
            }
            None => {
                slots.push(Some(slot));
                slots.len().saturating_sub(1)
            }
        }
    })
}

fn in_slot<T>(handle: usize, act: impl FnOnce(&mut Slot) -> T) -> Option<T> {
    SLOTS.with(|slots| {
        let mut slots = slots.try_borrow_mut().ok()?;
        Some(act(slots.get_mut(handle)?.as_mut()?))
    })
}

fn with<T>(handle: usize, act: impl FnOnce(&mut Session) -> T) -> Option<T> {
    in_slot(handle, |slot| act(&mut slot.session))
}

fn object(answer: &impl Serialize) -> Object {
    Ok(answer.serialize(&SERIALIZER)?)
}

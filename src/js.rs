//! What JavaScript sees: numbers in, plain objects out. Converts, decides nothing.
//!
//! A session stands behind an integer handle. A handle that was closed answers `undefined`, 0 or nothing; TypeScript never asks.

use std::cell::RefCell;

use js_sys::Reflect;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::{
    gate::Terms,
    headroom::NearLimit,
    json::Json,
    ledger::{Ages, Asked, Time},
    platform::{Platform, vocdoni::Vocdoni},
    session::{Policy, Session, Settings},
    snapshot::Units,
    wire::{CheckObject, ErrorObject, OverviewObject},
};

thread_local! {
    static SESSIONS: RefCell<Vec<Option<Session>>> = const { RefCell::new(Vec::new()) };
}

const SERIALIZER: Serializer =
    Serializer::new().serialize_missing_as_null(true).serialize_maps_as_objects(true);

/// Opens a session and returns its handle. `near` is a share, the ages are milliseconds, `closed_when_unknown` lists places in the
/// platform's actions.
#[wasm_bindgen]
#[expect(clippy::too_many_arguments, reason = "an object would be read field by field, at 0.4 KB of brotli")]
pub fn open(
    enforced: bool,
    near: f64,
    stale_after: f64,
    expire_after: f64,
    pending_for: f64,
    open_while_loading: bool,
    closed_when_unknown: &[u32],
    now: f64,
) -> usize {
    let platform = Platform::Vocdoni(Vocdoni);
    let closed = closed_when_unknown.iter().filter_map(|place| platform.action_at(*place as usize));
    let settings = Settings {
        terms: Terms { enforced, near: NearLimit::from_share(near).unwrap_or_default() },
        ages: Ages {
            stale_after: stale_after as Time,
            expire_after: expire_after as Time,
            pending_for: pending_for as Time,
        },
        policy: Policy { open_while_loading, closed_when_unknown: closed.collect() },
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

/// A question goes out; returns its place in the order of asking.
#[wasm_bindgen]
pub fn ask(handle: usize) -> u32 {
    with(handle, |session| session.ask().number()).unwrap_or_default()
}

/// An answer came: its HTTP status and its parsed body, `undefined` where that isn't JSON. Returns nothing, or why it says nothing
/// of the quota.
#[wasm_bindgen]
pub fn answer(handle: usize, asked: u32, status: u16, body: JsValue, now: f64) -> JsValue {
    // Read before the session is borrowed: the body may be an object with getters, and those may ask the gate.
    let Some(platform) = with(handle, |session| session.platform()) else {
        return JsValue::UNDEFINED;
    };
    let read = platform.read(status, Some(&body));
    let taken = with(handle, |session| session.take(Asked::from_number(asked), read, now as Time));
    match taken {
        Some(Err(error)) => object(&ErrorObject(error)),
        _ => JsValue::UNDEFINED,
    }
}

/// No answer came.
#[wasm_bindgen]
pub fn fail(handle: usize, asked: u32, now: f64) {
    with(handle, |session| session.fail(Asked::from_number(asked), now as Time));
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
        Some(session.can(action, &units(params), now as Time))
    });
    allowed.flatten().unwrap_or_default()
}

/// The whole answer about an action, as an object.
#[wasm_bindgen]
pub fn check(handle: usize, action: usize, params: &[f64], now: f64) -> JsValue {
    let checked = with(handle, |session| {
        let platform = session.platform();
        let action = platform.action_at(action)?;
        Some((session.check(action, &units(params), now as Time), platform))
    });
    match checked.flatten() {
        Some((check, platform)) => object(&CheckObject { check: &check, platform }),
        None => JsValue::UNDEFINED,
    }
}

/// What is known of the account as a whole, as an object.
#[wasm_bindgen]
pub fn overview(handle: usize, now: f64) -> JsValue {
    match with(handle, |session| (session.overview(now as Time), session.platform(), session.terms())) {
        Some((overview, platform, terms)) => object(&OverviewObject { overview: &overview, platform, terms }),
        None => JsValue::UNDEFINED,
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

fn units(params: &[f64]) -> Vec<Option<Units>> {
    params.iter().map(|param| Units::from_number(*param)).collect()
}

fn object(answer: &impl Serialize) -> JsValue {
    answer.serialize(&SERIALIZER).unwrap_or_default()
}

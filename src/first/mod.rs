//! What JavaScript sees of the first decision: a wasm of its own, built with the feature `first`, that a page has before everything else.
//!
//! Numbers in, an array of numbers out. The page's JavaScript asks for the quota while this is under way ([`crate::net`] would have to wait for
//! it), and hands over what came. Looks are never closed: a page opens one or two, and leaves them for a session within a second.

use std::cell::RefCell;

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::{
    clock::Time,
    gate::Terms,
    headroom::NearLimit,
    ledger::Ages,
    look::{Look, Params, Reported},
    platform::vocdoni::{Rules, Vocdoni},
    session::{Policy, Settings},
    wire::check_numbers,
};

/// The usual one costs 1.9 KB of brotli more, rlsf 0.3 and talc 0.5; what is smaller still never frees.
#[global_allocator]
#[expect(unsafe_code, reason = "wasm without threads has one, which is all that this asks for")]
static ALLOCATOR: lol_alloc::AssumeSingleThreaded<lol_alloc::FreeListAllocator> =
    unsafe { lol_alloc::AssumeSingleThreaded::new(lol_alloc::FreeListAllocator::new()) };

thread_local! {
    static LOOKS: RefCell<Vec<Look>> = const { RefCell::new(Vec::new()) };
}

/// Opens a look at a Vocdoni account and returns its place. `near` is a share, the ages are milliseconds; one policy counts for all actions.
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
    open_when_unknown: bool,
    now: f64,
) -> usize {
    let vocdoni = Vocdoni { rules: if observed { Rules::Observed } else { Rules::Documented } };
    let closed = if open_when_unknown { Vec::new() } else { Vocdoni::EVERY.to_vec() };
    let settings = Settings {
        terms: Terms { enforced, near: NearLimit::from_share(near).unwrap_or_default() },
        ages: Ages {
            stale_after: stale_after as Time,
            expire_after: expire_after as Time,
            pending_for: pending_for as Time,
        },
        policy: Policy { open_while_loading, closed_when_unknown: closed },
        ..Settings::default()
    };
    LOOKS.with(|looks| {
        let Ok(mut looks) = looks.try_borrow_mut() else { return usize::MAX };
        looks.push(Look::open(vocdoni, settings, now as Time));
        looks.len().saturating_sub(1)
    })
}

/// An answer came: limits and usages in the order of the resources, NaN for what isn't a number.
#[wasm_bindgen]
#[expect(clippy::too_many_arguments, reason = "numbers cross by themselves, an array of them through memory")]
pub fn answer(
    look: usize,
    enabled: bool,
    now: f64,
    limit_0: f64,
    used_0: f64,
    limit_1: f64,
    used_1: f64,
    limit_2: f64,
    used_2: f64,
    limit_3: f64,
    used_3: f64,
    limit_4: f64,
    used_4: f64,
) {
    let reported: Reported =
        [(limit_0, used_0), (limit_1, used_1), (limit_2, used_2), (limit_3, used_3), (limit_4, used_4)];
    with(look, |look| look.answer(enabled, reported, now as Time));
}

/// The whole answer about an action: [`check_numbers`]. Parameters stand in the order of the action's own list, NaN for one not given, 1 and 0
/// for yes and no.
#[wasm_bindgen]
#[expect(clippy::too_many_arguments, reason = "numbers cross by themselves, an array of them through memory")]
pub fn check(look: usize, action: usize, now: f64, a: f64, b: f64, c: f64, d: f64, e: f64) -> JsValue {
    let params: Params = [a, b, c, d, e];
    let check = with(look, |look| look.check(action, params, now as Time)).flatten();
    let numbers = check.map(|check| check_numbers(&check));
    numbers.and_then(|numbers| numbers.serialize(&Serializer::new()).ok()).unwrap_or_default()
}

fn with<T>(look: usize, act: impl FnOnce(&mut Look) -> T) -> Option<T> {
    LOOKS.with(|looks| Some(act(looks.try_borrow_mut().ok()?.get_mut(look)?)))
}

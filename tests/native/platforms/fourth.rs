//! A made-up platform that the core knows nothing of: a harbour, which tells its limits as one text, and only when it is open what is
//! taken, as rows.

use std::{borrow::Cow, sync::Arc};

use proptest::prelude::*;
use quota_gate::{
    error::Error,
    gate::{self, Shortfall},
    json::Json,
    platform::{
        Action, ActionId, COUNT, Param, ParamKind, Platform, Reading, Remedy, RemedyKind, Resource, Wanted,
    },
    refusal::Refusal,
    scope::Scope,
    snapshot::{self, Amount, Origin, Quota, ScopedUsage, Snapshot, Units, Usage},
};
use serde_json::{Value, json};

use super::{Account, Cost, Deed, Given, Limit, Limits, Place, Subject, count};

const BERTHS: usize = 0;
const CRATES: usize = 1;
static RESOURCES: [Resource; 2] = [resource("berths", 5_000, true), resource("crates", 0, false)];

const fn resource(name: &'static str, settle_after: i64, scoped: bool) -> Resource {
    let name = Cow::Borrowed(name);
    Resource { limit_name: Cow::Borrowed("room"), usage_name: None, name, settle_after, scoped }
}

const MOOR: usize = 0;
static ACTIONS: [Action; 2] = [
    Action {
        name: Cow::Borrowed("moor"),
        params: &[
            COUNT,
            Param { name: "crates", kind: ParamKind::Amount },
            Param { name: "quay", kind: ParamKind::Scope },
        ],
    },
    Action { name: Cow::Borrowed("stack"), params: &[COUNT] },
];

const TEXT: usize = 0;
const ROWS: usize = 1;

/// The platform itself, and what is known of it here.
#[derive(Debug)]
struct Harbour;

impl Platform for Harbour {
    fn resources(&self) -> &[Resource] {
        &RESOURCES
    }

    fn actions(&self) -> &[Action] {
        &ACTIONS
    }

    fn begin(&self) -> Box<dyn Reading> {
        Box::new(Asking { limits: None, rows: None })
    }

    /// A ship takes a berth at its quay, and lands crates. A stack is of three.
    fn costs(&self, action: ActionId, params: &[Option<Units>]) -> Vec<gate::Cost> {
        let given = |place: usize| params.get(place).copied().flatten();
        let count = given(0).unwrap_or(Units::ONE);
        if action.place() != MOOR {
            return vec![gate::Cost::taken(CRATES, count.times(Units::new(3)))];
        }
        let berths = gate::Cost::taken(BERTHS, count).within(Scope::from_param(given(2)));
        let crates = gate::Cost::taken(CRATES, count.times(given(1).unwrap_or_default()));
        vec![crates, berths]
    }

    fn refusal(&self, body: &dyn Json) -> Option<Refusal> {
        let full = body.get("full")?.text()?;
        let resource = RESOURCES.iter().position(|resource| resource.name == full)?;
        let left = body.get("left").and_then(|left| Units::from_number(left.number()?));
        Some(Refusal::LimitReached { action: resource, short: vec![(resource, left)] })
    }

    fn remedy(&self, _: &[Shortfall]) -> Remedy {
        Remedy { kind: RemedyKind::FreeSlot, href: None }
    }

    fn remedy_when_disabled(&self) -> Remedy {
        Remedy { kind: RemedyKind::Enable, href: None }
    }
}

#[derive(Debug)]
struct Asking {
    /// None while the harbour's text hasn't come; within, None when it is closed.
    limits: Option<Option<[snapshot::Limit; 2]>>,
    rows: Option<(Usage, Vec<ScopedUsage>)>,
}

impl Reading for Asking {
    fn wanted(&self) -> Vec<Wanted> {
        match (&self.limits, &self.rows) {
            (None, _) => vec![Wanted { part: TEXT, query: String::new() }],
            (Some(Some(_)), None) => vec![Wanted { part: ROWS, query: "of=berths,crates".into() }],
            _ => Vec::new(),
        }
    }

    fn take(&mut self, part: usize, status: u16, body: Option<&dyn Json>) -> Result<(), Error> {
        if status != 200 {
            return Err(Error::from_status(status, None));
        }
        if part == TEXT {
            let text = body.and_then(|body| body.text());
            let text = text.ok_or_else(|| Error::bad_response(status, "no text"))?;
            let open = text.lines().any(|line| line == "open");
            self.limits = Some(open.then(|| ["berths", "crates"].map(|name| limit(&text, name))));
        } else {
            self.rows = Some(rows(body));
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<Snapshot, Error> {
        let limits = self.limits.take().ok_or_else(|| Error::bad_response(200, "no limits"))?;
        let Some([berths, crates]) = limits else {
            return Ok(Snapshot::of(Some(false), vec![Quota::UNKNOWN; 2]));
        };
        let (used, scoped) = self.rows.take().unwrap_or((Usage::Unknown, Vec::new()));
        let quotas = vec![Quota::reported(berths, Usage::Unknown), Quota::reported(crates, used)];
        Ok(Snapshot { scoped, ..Snapshot::of(Some(true), quotas) })
    }
}

/// `crates: 12`, or a dash for as many as there are.
fn limit(text: &str, name: &str) -> snapshot::Limit {
    let mut lines = text.lines().filter_map(|line| line.split_once(": "));
    let said = lines.find(|(each, _)| *each == name).map(|(_, value)| value);
    let number = |value: &str| Amount::from_number(value.parse().ok()?).map(snapshot::Limit::Finite);
    match said {
        Some("-") => snapshot::Limit::Unlimited,
        Some(value) => number(value).unwrap_or(snapshot::Limit::Unknown),
        None => snapshot::Limit::Unknown,
    }
}

/// `[["berths", "north", 3], ["crates", null, 7]]`.
fn rows(body: Option<&dyn Json>) -> (Usage, Vec<ScopedUsage>) {
    let (mut crates, mut berths) = (Usage::Unknown, Vec::new());
    let Some(body) = body else { return (crates, berths) };
    for row in (0..body.length().unwrap_or_default()).filter_map(|place| body.item(place)) {
        let used = row.item(2).and_then(|used| Amount::from_number(used.number()?));
        let usage = used.map_or(Usage::Unknown, Usage::Known);
        match row.item(1).and_then(|quay| quay.text()) {
            Some(scope) => {
                berths.push(ScopedUsage { resource: BERTHS, scope, usage, origin: Origin::Reported });
            }
            None => crates = usage,
        }
    }
    (crates, berths)
}

pub fn subjects() -> Vec<Box<dyn Subject>> {
    vec![Box::new(Harbour)]
}

const QUAYS: [&str; 2] = ["north", "süd/1"];

impl Subject for Harbour {
    fn platform(&self) -> Arc<dyn Platform> {
        Arc::new(Self)
    }

    fn places(&self) -> Vec<Place> {
        let quays = QUAYS.map(|quay| Place { resource: BERTHS, scope: Some(quay) });
        [quays.to_vec(), vec![Place { resource: CRATES, scope: None }]].concat()
    }

    fn limits(&self, _: usize) -> Limits {
        Limits { least: -2, unlimited: true }
    }

    fn can_be_off(&self) -> bool {
        true
    }

    fn part(&self, part: usize, account: &Account) -> Value {
        if part == ROWS {
            let [north, south, crates] = [0, 1, 2].map(|place| account.used[place]);
            return json!([
                ["berths", QUAYS[0], north],
                ["crates", null, crates],
                ["berths", QUAYS[1], south]
            ]);
        }
        let line = |(resource, limit): (&Resource, &Limit)| match limit {
            Limit::Units(units) => format!("\n{}: {units}", resource.name),
            Limit::Unlimited => format!("\n{}: -", resource.name),
            Limit::Unknown => String::new(),
        };
        let lines: String = RESOURCES.iter().zip(&account.limits).map(line).collect();
        json!(format!("{}{lines}", if account.enabled { "open" } else { "closed" }))
    }

    fn deeds(&self) -> BoxedStrategy<Deed> {
        let crates = proptest::option::of(0..4u64);
        let moor = (count(), crates, 0..QUAYS.len()).prop_map(|(count, crates, quay)| Deed {
            action: "moor",
            count,
            params: vec![Given::Units(crates), Given::Scope(QUAYS[quay])],
            costs: vec![Cost::taken(quay, 1), Cost::taken(2, crates.unwrap_or_default())],
        });
        let stack = count().prop_map(|count| Deed {
            action: "stack",
            count,
            params: Vec::new(),
            costs: vec![Cost::taken(2, 3)],
        });
        prop_oneof![moor, stack].boxed()
    }

    fn refusal(&self, place: usize, left: Option<u64>) -> Option<Value> {
        let resource = &RESOURCES[self.places()[place].resource];
        Some(json!({ "full": resource.name, "left": left }))
    }
}

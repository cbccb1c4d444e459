//! Two described platforms: one that says limits and usage, and one that says only what is left.

use std::sync::Arc;

use proptest::prelude::*;
use quota_gate::platform::{Platform, custom::Custom};
use serde_json::{Value, json};

use super::{Account, Cost, Deed, Limit, Limits, Place, Subject, count, wholes};

#[derive(Debug)]
enum Described {
    /// Limits may be written out and -1 is none; something switches all on.
    Full,
    /// What is left, and who counts what.
    Left,
}

pub fn subjects() -> Vec<Box<dyn Subject>> {
    vec![Box::new(Described::Full), Box::new(Described::Left)]
}

fn description(described: &Described) -> Value {
    let actions = json!({ "send": { "mails": 1 }, "invite": { "mails": 3, "seats": 1 } });
    match described {
        Described::Full => json!({
            "enabled": "/on",
            "resources": {
                "mails": { "limit": "/mails/max", "used": "/mails/now", "unlimited": [-1], "settleAfter": 0 },
                "seats": { "limit": "/seats/max", "used": "/seats/now", "unlimited": [-1], "settleAfter": 5_000 },
            },
            "actions": actions,
        }),
        Described::Left => json!({
            "resources": { "mails": { "remaining": "/mails" }, "seats": { "remaining": "/seats", "settleAfter": 0 } },
            "actions": actions,
        }),
    }
}

impl Subject for Described {
    fn platform(&self) -> Arc<dyn Platform> {
        Arc::new(Custom::from_json(&description(self)).expect("a description"))
    }

    fn places(&self) -> Vec<Place> {
        wholes(2)
    }

    fn limits(&self, _: usize) -> Limits {
        match self {
            Self::Full => Limits { least: 0, unlimited: true },
            Self::Left => Limits { least: -3, unlimited: false },
        }
    }

    fn can_be_off(&self) -> bool {
        matches!(self, Self::Full)
    }

    fn part(&self, _: usize, account: &Account) -> Value {
        let [mails, seats] = [0, 1].map(|place| {
            let (limit, used) = (account.limits[place], account.used[place]);
            match (self, limit) {
                (Self::Full, Limit::Units(units)) => json!({ "max": units.to_string(), "now": used }),
                (Self::Full, Limit::Unlimited) => json!({ "max": -1, "now": used }),
                (Self::Full, Limit::Unknown) => json!({ "max": "many", "now": used }),
                (Self::Left, Limit::Units(units)) => json!(used.map(|used| units.saturating_sub(used))),
                (Self::Left, _) => json!(null),
            }
        });
        json!({ "on": account.enabled, "mails": mails, "seats": seats })
    }

    fn deeds(&self) -> BoxedStrategy<Deed> {
        let deed = |action, costs: Vec<Cost>| {
            count().prop_map(move |count| Deed { action, count, params: Vec::new(), costs: costs.clone() })
        };
        prop_oneof![
            deed("send", vec![Cost::taken(0, 1)]),
            deed("invite", vec![Cost::taken(0, 3), Cost::taken(1, 1)]),
        ]
        .boxed()
    }

    fn refusal(&self, place: usize, left: Option<u64>) -> Option<Value> {
        Some(json!({ "resource": place, "remaining": left }))
    }
}

//! Didomi, where somebody counts what is in use.

use std::sync::Arc;

use proptest::prelude::*;
use quota_gate::platform::{Platform, didomi::Didomi};
use serde_json::{Value, json};

use super::{Account, Cost, Deed, Given, Limit, Limits, Place, Subject, count};

const CONFIGS: usize = 0;
const DESTINATIONS: usize = 1;

/// The configurations that have destinations.
const SCOPES: [&str; 2] = ["one", "other"];

#[derive(Debug)]
struct Counted;

pub fn subjects() -> Vec<Box<dyn Subject>> {
    vec![Box::new(Counted)]
}

impl Subject for Counted {
    fn platform(&self) -> Arc<dyn Platform> {
        Arc::new(Didomi {
            organization: "own".into(),
            feature: Some("batch_exports".into()),
            integrations: None,
            counts: true,
        })
    }

    fn places(&self) -> Vec<Place> {
        let scoped = SCOPES.map(|scope| Place { resource: DESTINATIONS, scope: Some(scope) });
        [vec![Place { resource: CONFIGS, scope: None }], scoped.to_vec()].concat()
    }

    fn limits(&self, _: usize) -> Limits {
        Limits { least: 0, unlimited: false }
    }

    fn can_be_off(&self) -> bool {
        true
    }

    fn part(&self, part: usize, account: &Account) -> Value {
        let own = |mut item: Value| {
            (item["id"], item["organization_id"]) = (json!("id"), json!("own"));
            json!({ "data": [item], "total": 1 })
        };
        // A limit that isn't said has a default: one that makes no sense is unknown.
        let limit = |resource: usize| match account.limits[resource] {
            Limit::Units(units) => json!(units),
            Limit::Unlimited | Limit::Unknown => json!("many"),
        };
        match part {
            0 => {
                own(json!({ "exports_configs": limit(CONFIGS), "exports_destinations": limit(DESTINATIONS) }))
            }
            1 => own(json!({ "batch_exports": account.enabled })),
            _ => {
                let used = |place: usize| json!(account.used[place]);
                let destinations = json!({ SCOPES[0]: used(1), SCOPES[1]: used(2) });
                json!({ "exportConfigs": used(0), "exportDestinations": destinations })
            }
        }
    }

    fn deeds(&self) -> BoxedStrategy<Deed> {
        let enable = count().prop_map(|count| Deed {
            action: "enableExportConfig",
            count,
            params: Vec::new(),
            costs: vec![Cost::taken(0, 1)],
        });
        let attach = (count(), 0..SCOPES.len()).prop_map(|(count, scope)| Deed {
            action: "attachExportDestination",
            count,
            params: vec![Given::Scope(SCOPES[scope])],
            costs: vec![Cost::taken(1 + scope, 1)],
        });
        prop_oneof![enable, attach].boxed()
    }

    fn refusal(&self, place: usize, left: Option<u64>) -> Option<Value> {
        Some(json!({ "resource": self.places()[place].resource, "remaining": left }))
    }
}

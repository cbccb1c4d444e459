//! The core, natively: what it answers, case by case and for all cases.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test fails by panicking"
)]

mod ages;
mod answers;
mod costs;
mod crossings;
mod custom;
mod didomi;
mod exchanges;
mod forecasts;
mod freshness;
mod gate_properties;
mod headroom;
mod histories;
mod holds;
mod looks;
mod model;
mod observed;
mod plans;
mod platforms;
mod pointer;
mod properties;
mod records;
mod refusals;
mod resets;
mod retries;
mod reveals;
mod tabs;
mod timestamp;
mod verdicts;
mod written;

/// Ways of saying things in these tests.
mod support {
    use proptest::{prelude::ProptestConfig, sample::Index};
    use quota_gate::{
        error::Error,
        gate::Most,
        json::Json,
        platform::{
            Platform, Resource,
            vocdoni::{Rules, Vocdoni},
        },
        session::{Check, Session, Settings},
        snapshot::{Amount, Snapshot, Units},
    };
    use serde_json::Value;

    /// So many cases, or as many as PROPTEST_CASES says. Nothing is written beside the tests: a case that failed becomes a test.
    pub fn cases(usual: u32) -> ProptestConfig {
        let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
        ProptestConfig {
            cases: asked.unwrap_or(usual),
            failure_persistence: None,
            ..ProptestConfig::default()
        }
    }

    pub const VOCDONI: Vocdoni = Vocdoni { rules: Rules::Documented };

    /// Its errors about its resources, in their order: the code, and what stands before the number that is left, empty where it states
    /// none.
    pub const REFUSED: [(u32, &str); 5] = [
        (40154, ""),
        (40155, ""),
        (40162, "remaining votes: "),
        (40046, "remaining emails: "),
        (40047, "remaining sms: "),
    ];

    /// What its resources are called, in its order.
    pub const NAMES: [&str; 5] = ["managedOrgs", "managedProcesses", "votes", "emails", "sms"];

    /// The guide's example, with the given limits and usages in place of its own.
    pub fn integrator(limits: Value, usage: Value) -> Value {
        serde_json::json!({ "enabled": true, "limits": limits, "usage": usage })
    }

    pub fn session(settings: Settings) -> Session {
        Session::open(VOCDONI, settings, 0)
    }

    /// What Vocdoni's answer says.
    pub fn read(status: u16, body: Option<&Value>) -> Result<Snapshot, Error> {
        VOCDONI.read(status, body.map(|body| body as &dyn Json))
    }

    /// The platform's name of a usage, where it has one.
    pub fn usage_name(resource: &Resource) -> &str {
        resource.usage_name.as_deref().unwrap_or_else(|| panic!("{} has no usage", resource.name))
    }

    /// A session at time 0 that has had this answer.
    pub fn answered(body: Value) -> Session {
        answered_with(Settings::default(), body)
    }

    pub fn answered_with(settings: Settings, body: Value) -> Session {
        let mut session = session(settings);
        tell(&mut session, 200, body, 0).unwrap_or_else(|error| panic!("not an answer: {error}"));
        session
    }

    /// Asks and answers at one moment.
    pub fn tell(session: &mut Session, status: u16, body: Value, now: i64) -> Result<(), Error> {
        let asked = session.ask(now);
        session.answer(asked, status, Some(&body), now)
    }

    #[track_caller]
    pub fn check(session: &mut Session, action: &str, params: &[(&str, u64)]) -> Check {
        check_at(session, action, params, 0)
    }

    #[track_caller]
    pub fn check_at(session: &mut Session, action: &str, params: &[(&str, u64)], now: i64) -> Check {
        let id = session.action(action).unwrap_or_else(|error| panic!("{action}: {error}"));
        let names = VOCDONI.describe(id).map_or(&[][..], |described| described.params);
        let mut given = vec![None; names.len()];
        for (name, value) in params {
            let place = names.iter().position(|param| param.name == *name);
            let place = place.unwrap_or_else(|| panic!("{action} has no {name}"));
            given[place] = Some(Units::new(*value));
        }
        let check = session.check(id, &given, now);
        assert_eq!(session.can(id, &given, now), check.allowed, "can and check disagree");
        check
    }

    pub fn amount(value: i64) -> Amount {
        Amount::from_number(value as f64).unwrap_or_else(|| panic!("{value} is no amount"))
    }

    /// JSON with something else in place of a part of it.
    pub fn damaged(mut body: Value, (which, odd): &(Index, Value)) -> Value {
        let mut places = vec![String::new()];
        let mut next = 0;
        while let Some(place) = places.get(next).cloned() {
            let escaped = |name: &String| name.replace('~', "~0").replace('/', "~1");
            match body.pointer(&place) {
                Some(Value::Object(members)) => {
                    places.extend(members.keys().map(|name| format!("{place}/{}", escaped(name))));
                }
                Some(Value::Array(items)) => {
                    places.extend((0..items.len()).map(|item| format!("{place}/{item}")));
                }
                _ => {}
            }
            next += 1;
        }
        let place: &String = which.get(&places);
        *body.pointer_mut(place).unwrap_or_else(|| panic!("nothing at {place}")) = odd.clone();
        body
    }

    pub fn finite(count: u64) -> Most {
        Most::Finite(Units::new(count))
    }

    /// The names of the resources in a list of shortfalls, with what is missing.
    pub fn short(list: &[quota_gate::gate::Shortfall]) -> Vec<(&'static str, u64)> {
        list.iter().map(|short| (NAMES[short.room.resource], short.short_by.get())).collect()
    }

    pub fn most_of(check: &Check, param: &str) -> Most {
        let found = check.most.iter().find(|(name, _)| *name == param);
        found.unwrap_or_else(|| panic!("no {param} in {:?}", check.most)).1
    }
}

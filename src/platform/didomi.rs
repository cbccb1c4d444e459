//! Didomi: `GET /v1/quotas`, which says limits and no usage.
//!
//! Quotas are one organization's; a limit of 0 is zero, and nothing is unlimited. What is in use is counted from the list of
//! integrations, or by whoever uses this crate. Sources: the platform's developer pages, "Quotas" (defaults, what a quota counts),
//! "Pagination" and "Premium features"; the list of integrations is documented nowhere, and follows the platform's conventions.

mod reveal;

use std::{borrow::Cow, sync::Arc};

use super::{
    Action, ActionId, COUNT, Param, ParamKind, Platform, Reading, Remedy, RemedyKind, Resource, Wanted,
    accepted, beside, count_of, given,
    pages::{End, Pages},
    taught,
};
use crate::{
    error::Error,
    gate::{Cost, Shortfall},
    json::Json,
    refusal::Refusal,
    scope::Scope,
    snapshot::{Amount, Limit, Origin, OtherLimit, Quota, ScopedUsage, Snapshot, Units, Usage},
};

/// **Didomi**, of one organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Didomi {
    /// The organization's id.
    pub organization: String,
    /// The premium feature that switches exports on, such as `batch_exports`. None where that isn't asked for.
    pub feature: Option<String>,
    /// What of the list of integrations counts as an export configuration. None where the list isn't asked for.
    pub integrations: Option<Integrations>,
    /// Is there somebody else who counts what is used?
    pub counts: bool,
}

/// **Which of the listed integrations use up an export configuration.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Integrations {
    /// Batch exports that aren't switched off: disabling one frees its slot ("Quotas": enabled simultaneously).
    EnabledBatchExports,
    /// Those that whoever uses this crate has given the member `"counts": true`.
    Marked,
}

const EXPORT_CONFIGS: usize = 0;
const EXPORT_DESTINATIONS: usize = 1;

/// The platform's names of the limits, and their documented defaults, for a record or a field that isn't there ("Quotas").
const LIMITS: [(&str, f64); 2] = [("exports_configs", 3.0), ("exports_destinations", 2.0)];

const RESOURCES: &[Resource] = &[
    resource("exportConfigs", "exports_configs", false),
    resource("exportDestinations", "exports_destinations", true),
];

/// Both are rows that the platform writes before it answers.
const fn resource(name: &'static str, limit_name: &'static str, scoped: bool) -> Resource {
    Resource {
        name: Cow::Borrowed(name),
        limit_name: Cow::Borrowed(limit_name),
        usage_name: None,
        settle_after: 0,
        scoped,
    }
}

const ENABLE_EXPORT_CONFIG: usize = 0;
const ATTACH_EXPORT_DESTINATION: usize = 1;
const CONFIG_ID_AT: usize = 1;

const ACTIONS: &[Action] = &[
    Action { name: Cow::Borrowed("enableExportConfig"), params: &[COUNT] },
    Action {
        name: Cow::Borrowed("attachExportDestination"),
        params: &[COUNT, Param { name: "configId", kind: ParamKind::Scope }],
    },
];

/// Limits are raised, and features switched on, on request ("Quotas": best effort, not guaranteed).
const SUPPORT: Option<&str> = Some("mailto:support@didomi.io");

/// The parts of an answer, by their places.
const QUOTAS: usize = 0;
const FEATURES: usize = 1;
const INTEGRATIONS: usize = 2;
const COUNTED: usize = 3;

/// What `type_id` begins with, of batch exports ("Configure a batch export"); analytics exports and webhooks have others.
const BATCH_EXPORT: &str = "batch-exports-";

/// A field of a quota record that is a number and no quota: "revision number of the quota object".
const REVISION: &str = "version";

pub(super) fn from_json(settings: &dyn Json) -> Option<Arc<dyn Platform>> {
    Some(Arc::new(read(settings)?))
}

/// `{ "platform": "didomi", "organizationId", "feature", "integrations": "batch" or "marked", "counts" }`, all but the first two optional.
pub(super) fn read(settings: &dyn Json) -> Option<Didomi> {
    let text = |name: &str| settings.get(name).and_then(|value| value.text());
    Some(Didomi {
        organization: text("organizationId")?,
        feature: text("feature"),
        integrations: text("integrations").map(|which| match which.as_str() {
            "marked" => Integrations::Marked,
            _ => Integrations::EnabledBatchExports,
        }),
        counts: settings.get("counts").and_then(|counts| counts.boolean()).unwrap_or_default(),
    })
}

impl Platform for Didomi {
    fn resources(&self) -> &[Resource] {
        RESOURCES
    }

    fn actions(&self) -> &[Action] {
        ACTIONS
    }

    fn begin(&self) -> Box<dyn Reading> {
        Box::new(Asking::new(self))
    }

    fn costs(&self, action: ActionId, params: &[Option<Units>]) -> Vec<Cost> {
        let count = count_of(params);
        vec![match action.place() {
            ENABLE_EXPORT_CONFIG => Cost::taken(EXPORT_CONFIGS, count),
            _ => {
                let scope = Scope::from_param(given(params, CONFIG_ID_AT));
                Cost::taken(EXPORT_DESTINATIONS, count).within(scope)
            }
        }]
    }

    /// What the platform answers beyond a quota is documented nowhere: only who uses this crate may know.
    fn refusal(&self, body: &dyn Json) -> Option<Refusal> {
        taught(body, |resource| match resource {
            EXPORT_CONFIGS => Some(ENABLE_EXPORT_CONFIG),
            EXPORT_DESTINATIONS => Some(ATTACH_EXPORT_DESTINATION),
            _ => None,
        })
    }

    fn remedy(&self, _: &[Shortfall]) -> Remedy {
        Remedy { kind: RemedyKind::RaiseLimit, href: SUPPORT }
    }

    fn remedy_when_disabled(&self) -> Remedy {
        Remedy { kind: RemedyKind::Enable, href: SUPPORT }
    }
}

/// One refresh. A list is there until it has ended.
#[derive(Debug)]
struct Asking {
    didomi: Didomi,
    quotas: Option<Pages>,
    record: Record,
    features: Option<Pages>,
    enabled: Option<bool>,
    integrations: Option<Pages>,
    /// How many count so far. None where that can't be known.
    configs: Option<u32>,
    counting: bool,
    counted: Option<Amount>,
    scoped: Vec<ScopedUsage>,
}

/// The organization's quota record.
#[derive(Debug)]
enum Record {
    /// None was seen, of all that there are.
    Missing,
    /// None was seen, and not all were.
    Unknown,
    Found {
        limits: Vec<(Limit, Origin)>,
        others: Vec<OtherLimit>,
    },
}

impl Asking {
    fn new(didomi: &Didomi) -> Self {
        let list = || Pages::of(&didomi.organization);
        Self {
            didomi: didomi.clone(),
            quotas: Some(list()),
            record: Record::Unknown,
            features: didomi.feature.as_ref().map(|_| list()),
            enabled: None,
            integrations: didomi.integrations.map(|_| list()),
            configs: didomi.integrations.map(|_| 0),
            counting: didomi.counts,
            counted: None,
            scoped: Vec::new(),
        }
    }

    fn take_quotas(&mut self, status: u16, body: Option<&dyn Json>) -> Result<(), Error> {
        let body = accepted(status, body)?;
        let Some(list) = &mut self.quotas else { return Ok(()) };
        let page = body.and_then(|body| list.take(body));
        let page = page.ok_or_else(|| Error::bad_response(status, "the body is not a list of quotas"))?;
        if let Some(record) = page.items.first() {
            self.record = Record::read(record.as_ref());
            self.quotas = None;
        } else if page.end != End::More {
            self.record = if page.end == End::Whole { Record::Missing } else { Record::Unknown };
            self.quotas = None;
        }
        Ok(())
    }

    fn take_features(&mut self, body: Option<&dyn Json>) {
        let Some((list, feature)) = self.features.as_mut().zip(self.didomi.feature.as_ref()) else { return };
        let Some(page) = body.and_then(|body| list.take(body)) else {
            self.features = None;
            return;
        };
        let own = page.items.first();
        self.enabled = own.and_then(|own| own.get(feature)?.boolean());
        if own.is_some() || page.end != End::More {
            self.features = None;
        }
    }

    fn take_integrations(&mut self, body: Option<&dyn Json>) {
        let Some((list, which)) = self.integrations.as_mut().zip(self.didomi.integrations) else { return };
        let Some(page) = body.and_then(|body| list.take(body)) else {
            (self.configs, self.integrations) = (None, None);
            return;
        };
        let counts = page.items.iter().map(|item| Some(u32::from(which.counts(item.as_ref())?)));
        let count = counts.sum::<Option<u32>>().filter(|_| page.end != End::Broken);
        self.configs = self.configs.zip(count).map(|(before, count)| before.saturating_add(count));
        if page.end != End::More {
            self.integrations = None;
        }
    }

    /// `{ exportConfigs: 2, exportDestinations: { "config-1": 1 } }`, as far as it says.
    fn take_counted(&mut self, body: Option<&dyn Json>) {
        self.counting = false;
        let Some(body) = body else { return };
        let amount = |within: &dyn Json, name: &str| Amount::from_number(within.get(name)?.number()?);
        self.counted = amount(body, "exportConfigs");
        let Some(destinations) = body.get("exportDestinations") else { return };
        let configs = destinations.names().into_iter();
        self.scoped =
            configs.filter_map(|scope| Some(scoped(amount(destinations.as_ref(), &scope)?, scope))).collect();
    }
}

fn scoped(used: Amount, scope: String) -> ScopedUsage {
    let usage = Usage::Known(used);
    ScopedUsage { resource: EXPORT_DESTINATIONS, scope, usage, origin: Origin::Counted }
}

impl Reading for Asking {
    fn wanted(&self) -> Vec<Wanted> {
        let lists = [(QUOTAS, &self.quotas), (FEATURES, &self.features), (INTEGRATIONS, &self.integrations)];
        let lists = lists.into_iter().filter_map(|(part, list)| Some((part, list.as_ref()?.query())));
        let counted = self.counting.then(|| (COUNTED, String::new()));
        lists.chain(counted).map(|(part, query)| Wanted { part, query }).collect()
    }

    /// Without the quotas there is no answer.
    fn take(&mut self, part: usize, status: u16, body: Option<&dyn Json>) -> Result<(), Error> {
        if part == QUOTAS {
            return self.take_quotas(status, body);
        }
        let body = beside(status, body)?;
        match part {
            FEATURES => self.take_features(body),
            INTEGRATIONS => self.take_integrations(body),
            _ => self.take_counted(body),
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<Snapshot, Error> {
        if self.quotas.is_some() {
            return Err(Error::unanswered());
        }
        let listed = self.configs.filter(|_| self.integrations.is_none());
        let listed = listed.and_then(|count| Amount::from_number(count.into()));
        let (limits, others) = std::mem::replace(&mut self.record, Record::Unknown).into_limits();
        let used = [self.counted.or(listed), None];
        let quotas = limits.into_iter().zip(used).map(|((limit, origin), used)| Quota {
            origin: if used.is_some() { origin.max(Origin::Counted) } else { origin },
            ..Quota::reported(limit, used.map_or(Usage::Unknown, Usage::Known))
        });
        let scoped = std::mem::take(&mut self.scoped);
        Ok(Snapshot { enabled: self.enabled, quotas: quotas.collect(), scoped, others })
    }
}

impl Record {
    /// Which quotas there are is open: a record has some of them, and others next year ("properties are never removed, new ones may
    /// appear"). All that is a number is one, but for the record's revision.
    fn read(record: &dyn Json) -> Self {
        let limits = LIMITS.iter().map(|(name, default)| match record.get(name) {
            None => (limit(*default), Origin::Assumed),
            Some(value) => (value.number().map_or(Limit::Unknown, limit), Origin::Reported),
        });
        let others = record.names().into_iter().filter_map(|name| {
            let known = name == REVISION || LIMITS.iter().any(|(known, _)| *known == name);
            let limit = limit(record.get(&name)?.number().filter(|_| !known)?);
            Some(OtherLimit { name, limit })
        });
        Self::Found { limits: limits.collect(), others: others.collect() }
    }

    fn into_limits(self) -> (Vec<(Limit, Origin)>, Vec<OtherLimit>) {
        let defaults = LIMITS.iter().map(|(_, default)| (limit(*default), Origin::Assumed));
        match self {
            Self::Found { limits, others } => (limits, others),
            Self::Missing => (defaults.collect(), Vec::new()),
            Self::Unknown => (vec![(Limit::Unknown, Origin::Reported); LIMITS.len()], Vec::new()),
        }
    }
}

impl Integrations {
    /// None where the integration doesn't say enough.
    fn counts(self, integration: &dyn Json) -> Option<bool> {
        let flag = |name: &str| integration.get(name).and_then(|flag| flag.boolean());
        match self {
            Self::Marked => Some(flag("counts") == Some(true)),
            Self::EnabledBatchExports => {
                let kind = integration.get("type_id")?.text()?;
                // The flag is documented nowhere; one that doesn't say otherwise takes its slot.
                Some(kind.starts_with(BATCH_EXPORT) && flag("enabled") != Some(false))
            }
        }
    }
}

fn limit(number: f64) -> Limit {
    Amount::from_number(number).map_or(Limit::Unknown, Limit::Finite)
}

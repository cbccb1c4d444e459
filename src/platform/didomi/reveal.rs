//! What a page may see of Didomi's lists. What is attached to a configuration the page counts by itself, so that the limit of
//! destinations is shown as it is.

use super::{
    super::pages::{End, Pages},
    Asking, Didomi, EXPORT_CONFIGS, FEATURES, INTEGRATIONS, LIMITS, Reading,
};
use crate::{
    json::Json,
    reveal::{Part, Reveal, Shown},
    snapshot::{Amount, Limit, Origin, Quota, Snapshot, Usage},
};

type Members = Vec<(String, Shown)>;

/// Integrations hold the credentials of their destinations: of each no more is shown than it is counted by.
const COUNTED_BY: [&str; 3] = ["id", "type_id", "enabled"];

impl Didomi {
    /// In the order of the parts. Nothing where the parts are no answer.
    pub(in crate::platform) fn shown(&self, parts: &[Part<'_>], reveal: Reveal) -> Vec<Shown> {
        let mut asking = Asking::new(self);
        for (part, body) in parts {
            // What isn't an answer leaves unknown what it would have said.
            let _ = asking.take(*part, 200, Some(*body));
        }
        let Ok(snapshot) = asking.finish() else { return Vec::new() };
        let integrations = match reveal {
            Reveal::All => integrations(self, parts),
            Reveal::Headroom => is_counted(&snapshot).then(Vec::new),
        };
        let lists = [Some(vec![record(&snapshot, reveal)]), features(self, parts), integrations];
        lists.into_iter().map(|items| items.map_or(Shown::Unknown, |items| list(self, items))).collect()
    }
}

fn is_counted(snapshot: &Snapshot) -> bool {
    snapshot.quotas.get(EXPORT_CONFIGS).is_some_and(|quota| quota.usage != Usage::Unknown)
}

/// The quota record, without what is assumed where it isn't there.
fn record(snapshot: &Snapshot, reveal: Reveal) -> Members {
    let limits = LIMITS.iter().zip(&snapshot.quotas).enumerate().filter_map(|(place, ((name, _), quota))| {
        let shown = match reveal {
            Reveal::Headroom if place == EXPORT_CONFIGS => left(quota),
            _ if quota.origin == Origin::Assumed => return None,
            _ => number(quota.limit),
        };
        Some(((*name).to_owned(), shown))
    });
    let others = snapshot.others.iter().filter(|_| reveal == Reveal::All);
    limits.chain(others.map(|other| (other.name.clone(), number(other.limit)))).collect()
}

/// As a limit of which nothing is used. Under an unknown usage any limit decides alike.
fn left(quota: &Quota) -> Shown {
    match (quota.limit, quota.usage) {
        (Limit::Finite(limit), Usage::Known(used)) => Shown::whole(limit.minus(used).max(Amount::ZERO).get()),
        (Limit::Finite(_), Usage::Unknown) => Shown::whole(0),
        _ => Shown::Unknown,
    }
}

fn number(limit: Limit) -> Shown {
    if let Limit::Finite(limit) = limit { Shown::whole(limit.get()) } else { Shown::Unknown }
}

/// The flags of the organization's own record.
fn features(of: &Didomi, parts: &[Part<'_>]) -> Option<Vec<Members>> {
    let (records, _) = listed(of, parts, FEATURES)?;
    Some(records.first().map(|record| flags(record.as_ref())).into_iter().collect())
}

fn flags(record: &dyn Json) -> Members {
    let flag = |name: &String| Some((name.clone(), Shown::Flag(record.get(name)?.boolean()?)));
    record.names().iter().filter_map(flag).collect()
}

/// None where they didn't all come.
fn integrations(of: &Didomi, parts: &[Part<'_>]) -> Option<Vec<Members>> {
    let (items, end) = listed(of, parts, INTEGRATIONS)?;
    let counted_by = |item: &dyn Json| Shown::members(item, COUNTED_BY).collect();
    (end == End::Whole).then(|| items.iter().map(|item| counted_by(item.as_ref())).collect())
}

/// The organization's items of a list, as far as they came. None where no page did.
fn listed(of: &Didomi, parts: &[Part<'_>], list: usize) -> Option<(Vec<Box<dyn Json>>, End)> {
    let mut pages = Pages::of(&of.organization);
    let mut all = Vec::new();
    let mut last = None;
    for (_, body) in parts.iter().filter(|(part, _)| *part == list) {
        let page = pages.take(*body)?;
        all.extend(page.items);
        last = Some(page.end);
    }
    last.map(|end| (all, end))
}

/// The platform's envelope around items of the organization, all of them at once.
fn list(of: &Didomi, items: Vec<Members>) -> Shown {
    let total = Shown::number(items.len() as f64);
    let organization = ("organization_id".to_owned(), Shown::Text(of.organization.clone()));
    let items = items.into_iter().map(|item| Shown::object([organization.clone()].into_iter().chain(item)));
    Shown::object([("data", Shown::List(items.collect())), ("total", total)])
}

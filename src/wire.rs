//! How answers are written for JavaScript: names in camelCase, `null` for not known, `Infinity` for unlimited.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::{
    error::Error,
    gate::{Most, Reason, Shortfall, Terms, Verdict},
    headroom::{Headroom, Level, Remaining},
    platform::{Platform, Remedy, RemedyKind, Resource},
    session::{Check, Overview, Phase},
    snapshot::{Limit, Units, Usage},
};

/// **A [`Check`]** as an object: the contract's `Decision` without its sentences.
#[derive(Debug, Clone, Copy)]
pub struct CheckObject<'a> {
    /// The answer.
    pub check: &'a Check,
    /// Whose names it uses.
    pub platform: Platform,
}

/// **An [`Overview`]** as an object: the contract's `State` without what only a page knows.
#[derive(Debug, Clone, Copy)]
pub struct OverviewObject<'a> {
    /// The answer.
    pub overview: &'a Overview,
    /// Whose names it uses.
    pub platform: Platform,
    /// What applies to it.
    pub terms: Terms,
}

/// **An [`Error`]** as an object, for the page to make an exception of.
#[derive(Debug, Clone, Copy)]
pub struct ErrorObject(pub Error);

impl Serialize for CheckObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let decision = &self.check.decision;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("action", self.check.action)?;
        map.serialize_entry("verdict", verdict(decision.reason.verdict()))?;
        map.serialize_entry("allowed", &self.check.allowed)?;
        map.serialize_entry("reason", reason(decision.reason))?;
        map.serialize_entry("blockers", &Shortfalls { list: &decision.blockers, platform: self.platform })?;
        map.serialize_entry("warnings", &Shortfalls { list: &decision.warnings, platform: self.platform })?;
        map.serialize_entry("max", &self.check.most.first().and_then(|(_, count)| most(*count)))?;
        map.serialize_entry("maxParams", &MostEach(&self.check.most))?;
        map.serialize_entry("wouldDeny", &decision.would_deny)?;
        map.serialize_entry("remedy", &self.check.remedy.map(RemedyObject))?;
        map.serialize_entry("asOf", &decision.as_of.map(|time| time as f64))?;
        map.serialize_entry("stale", &decision.stale)?;
        map.end()
    }
}

impl Serialize for OverviewObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("phase", phase(self.overview.phase))?;
        map.serialize_entry("enabled", &self.overview.enabled)?;
        map.serialize_entry("enforced", &self.terms.enforced)?;
        map.serialize_entry("asOf", &self.overview.as_of.map(|time| time as f64))?;
        map.serialize_entry("headroom", &Headrooms(self))?;
        map.end()
    }
}

impl Serialize for ErrorObject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("code", self.0.code())?;
        map.serialize_entry("detail", self.0.detail())?;
        map.serialize_entry("status", &self.0.status())?;
        map.serialize_entry("platformCode", &self.0.platform_code())?;
        map.serialize_entry("retryable", &self.0.is_retryable())?;
        map.end()
    }
}

struct Headrooms<'a>(&'a OverviewObject<'a>);

impl Serialize for Headrooms<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let OverviewObject { overview, platform, terms } = self.0;
        let mut map = serializer.serialize_map(None)?;
        for (resource, headroom) in platform.resources().iter().zip(&overview.headroom) {
            let level = match (overview.enabled, headroom) {
                (Some(false), _) => Level::Disabled,
                (_, Some(headroom)) => headroom.level(terms.near),
                (_, None) => Level::Unknown,
            };
            let object = HeadroomObject { resource, headroom: *headroom, level };
            map.serialize_entry(resource.name, &object)?;
        }
        map.end()
    }
}

struct HeadroomObject<'a> {
    resource: &'a Resource,
    headroom: Option<Headroom>,
    level: Level,
}

impl Serialize for HeadroomObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("resource", self.resource.name)?;
        map.serialize_entry("limitName", self.resource.limit_name)?;
        map.serialize_entry("usageName", self.resource.usage_name)?;
        map.serialize_entry("scope", &None::<f64>)?;
        amounts(&mut map, self.headroom)?;
        map.serialize_entry("fraction", &self.headroom.and_then(|headroom| headroom.fraction()))?;
        map.serialize_entry("level", level(self.level))?;
        map.serialize_entry("origin", origin(self.headroom))?;
        map.serialize_entry("resetsAt", &None::<f64>)?;
        map.serialize_entry("forecast", &None::<f64>)?;
        map.end()
    }
}

struct Shortfalls<'a> {
    list: &'a [Shortfall],
    platform: Platform,
}

impl Serialize for Shortfalls<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let objects = self.list.iter().filter_map(|shortfall| {
            let resource = self.platform.resources().get(shortfall.resource)?;
            Some(ShortfallObject { resource, shortfall })
        });
        serializer.collect_seq(objects)
    }
}

struct ShortfallObject<'a> {
    resource: &'a Resource,
    shortfall: &'a Shortfall,
}

impl Serialize for ShortfallObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("resource", self.resource.name)?;
        map.serialize_entry("limitName", self.resource.limit_name)?;
        map.serialize_entry("scope", &None::<f64>)?;
        amounts(&mut map, Some(self.shortfall.headroom))?;
        map.serialize_entry("requested", &units(self.shortfall.requested))?;
        map.serialize_entry("shortBy", &units(self.shortfall.short_by))?;
        map.end()
    }
}

struct MostEach<'a>(&'a [(&'static str, Most)]);

impl Serialize for MostEach<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in self.0 {
            map.serialize_entry(name, &most(*value))?;
        }
        map.end()
    }
}

struct RemedyObject(Remedy);

impl Serialize for RemedyObject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", remedy_kind(self.0.kind))?;
        map.serialize_entry("href", &self.0.href)?;
        map.end()
    }
}

fn amounts<M: SerializeMap>(map: &mut M, headroom: Option<Headroom>) -> Result<(), M::Error> {
    map.serialize_entry("limit", &headroom.and_then(|headroom| limit(headroom.quota.limit)))?;
    map.serialize_entry("used", &headroom.and_then(|headroom| usage(headroom.quota.usage)))?;
    map.serialize_entry("held", &headroom.map_or(0.0, |headroom| units(headroom.held)))?;
    map.serialize_entry("remaining", &headroom.and_then(|headroom| remaining(headroom.remaining())))
}

fn limit(limit: Limit) -> Option<f64> {
    match limit {
        Limit::Unlimited => Some(f64::INFINITY),
        Limit::Finite(amount) => Some(amount.get() as f64),
        Limit::Unknown => None,
    }
}

fn usage(usage: Usage) -> Option<f64> {
    match usage {
        Usage::Known(amount) => Some(amount.get() as f64),
        Usage::Unknown => None,
    }
}

fn remaining(remaining: Remaining) -> Option<f64> {
    match remaining {
        Remaining::Unlimited => Some(f64::INFINITY),
        Remaining::Finite(left) => Some(units(left)),
        Remaining::LimitUnknown | Remaining::UsageUnknown => None,
    }
}

fn most(most: Most) -> Option<f64> {
    match most {
        Most::Finite(count) => Some(units(count)),
        Most::Unbounded => Some(f64::INFINITY),
        Most::Unknown => None,
    }
}

fn units(units: Units) -> f64 {
    units.get() as f64
}

fn origin(headroom: Option<Headroom>) -> &'static str {
    match headroom.map(|headroom| headroom.quota) {
        None => "unknown",
        Some(quota) if quota.limit == Limit::Unknown && quota.usage == Usage::Unknown => "unknown",
        Some(_) => "reported",
    }
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allow => "allow",
        Verdict::Deny => "deny",
        Verdict::Pending => "pending",
        Verdict::Unknown => "unknown",
    }
}

fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::WithinLimits => "within-limits",
        Reason::Unlimited => "unlimited",
        Reason::NotEnforced => "not-enforced",
        Reason::LimitReached => "limit-reached",
        Reason::NotEnabled => "not-enabled",
        Reason::Loading => "loading",
        Reason::Unavailable => "unavailable",
        Reason::Expired => "expired",
        Reason::UsageUnknown => "usage-unknown",
        Reason::LimitUnknown => "limit-unknown",
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Disabled => "disabled",
        Level::Unknown => "unknown",
        Level::Unlimited => "unlimited",
        Level::Over => "over",
        Level::Exhausted => "exhausted",
        Level::Near => "near",
        Level::Ok => "ok",
    }
}

fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Loading => "loading",
        Phase::Ready => "ready",
        Phase::Stale => "stale",
        Phase::Unavailable => "unavailable",
    }
}

fn remedy_kind(kind: RemedyKind) -> &'static str {
    match kind {
        RemedyKind::FreeSlot => "free-slot",
        RemedyKind::RaiseLimit => "raise-limit",
        RemedyKind::Enable => "enable",
        RemedyKind::Wait => "wait",
        RemedyKind::Retry => "retry",
        RemedyKind::SignIn => "sign-in",
    }
}

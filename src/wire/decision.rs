//! Decisions, of one action or of a plan.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::{
    amounts::{amounts, most, number, units},
    names::{Name, reason, remedy_kind, verdict},
};
use crate::{
    clock::Time,
    gate::{Most, Shortfall},
    platform::{Remedy, Resource},
    session::{Check, Names, Plan},
};

/// **A [`Check`]** as an object: the contract's `Decision` without its sentences.
#[derive(Debug, Clone, Copy)]
pub struct CheckObject<'a> {
    /// The answer.
    pub check: &'a Check,
    /// What things are called.
    pub names: Names<'a>,
}

/// **A [`Plan`]** as an object: the contract's `PlanDecision` without its sentences.
#[derive(Debug, Clone, Copy)]
pub struct PlanObject<'a> {
    /// The answer.
    pub plan: &'a Plan,
    /// What things are called.
    pub names: Names<'a>,
}

impl Serialize for CheckObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("", 0)?;
        self.fields(&mut object)?;
        object.end()
    }
}

impl CheckObject<'_> {
    fn remedy(&self) -> Option<RemedyObject> {
        Some(RemedyObject { remedy: self.check.remedy?, until: self.check.wait_until })
    }

    fn fields<M: SerializeStruct>(&self, object: &mut M) -> Result<(), M::Error> {
        let decision = &self.check.decision;
        object.serialize_field("action", &Name(&self.check.action))?;
        object.serialize_field("verdict", &verdict(decision.reason.verdict()))?;
        object.serialize_field("allowed", &self.check.allowed)?;
        object.serialize_field("reason", &reason(decision.reason))?;
        let listed = |list| Shortfalls { list, names: self.names };
        object.serialize_field("blockers", &listed(&decision.blockers))?;
        object.serialize_field("warnings", &listed(&decision.warnings))?;
        object.serialize_field("max", &self.check.most.first().and_then(|(_, count)| most(*count)))?;
        object.serialize_field("maxParams", &MostEach(&self.check.most))?;
        object.serialize_field("wouldDeny", &decision.would_deny)?;
        object.serialize_field("remedy", &self.remedy())?;
        object.serialize_field("asOf", &decision.as_of.map(number))?;
        object.serialize_field("stale", &decision.stale)
    }
}

impl Serialize for PlanObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { plan, names } = *self;
        let mut object = serializer.serialize_struct("", 0)?;
        CheckObject { check: &plan.whole, names }.fields(&mut object)?;
        object.serialize_field("failedStep", &plan.failed.map(|step| step as f64))?;
        object.serialize_field("steps", &Steps(self))?;
        object.end()
    }
}

struct Steps<'a>(&'a PlanObject<'a>);

impl Serialize for Steps<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let PlanObject { plan, names } = *self.0;
        serializer.collect_seq(plan.steps.iter().map(|check| CheckObject { check, names }))
    }
}

struct Shortfalls<'a> {
    list: &'a [Shortfall],
    names: Names<'a>,
}

impl Serialize for Shortfalls<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let objects = self.list.iter().filter_map(|shortfall| {
            let resource = self.names.platform.resources().get(shortfall.room.resource)?;
            let scope = shortfall.room.scope.and_then(|scope| self.names.scopes.name(scope));
            Some(ShortfallObject { resource, scope, shortfall })
        });
        serializer.collect_seq(objects)
    }
}

struct ShortfallObject<'a> {
    resource: &'a Resource,
    scope: Option<&'a str>,
    shortfall: &'a Shortfall,
}

impl Serialize for ShortfallObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("", 0)?;
        object.serialize_field("resource", &Name(&self.resource.name))?;
        object.serialize_field("limitName", &Name(&self.resource.limit_name))?;
        object.serialize_field("scope", &self.scope)?;
        amounts(&mut object, Some(self.shortfall.headroom))?;
        object.serialize_field("requested", &units(self.shortfall.requested))?;
        object.serialize_field("shortBy", &units(self.shortfall.short_by))?;
        object.end()
    }
}

struct MostEach<'a>(&'a [(&'static str, Most)]);

impl Serialize for MostEach<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("", 0)?;
        for (name, value) in self.0 {
            object.serialize_field(name, &most(*value))?;
        }
        object.end()
    }
}

struct RemedyObject {
    remedy: Remedy,
    until: Option<Time>,
}

impl Serialize for RemedyObject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("", 0)?;
        object.serialize_field("kind", &remedy_kind(self.remedy.kind))?;
        object.serialize_field("href", &self.remedy.href)?;
        object.serialize_field("until", &self.until.map(number))?;
        object.end()
    }
}

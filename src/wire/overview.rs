//! The account as a whole.

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

use super::{
    amounts::{amounts, number},
    names::{Name, Word, level, phase},
};
use crate::{
    forecast::Forecast,
    gate::Terms,
    headroom::{Headroom, Level},
    platform::{self, Resource},
    session::{Names, Overview, Within},
    snapshot::{Limit, Origin, Quota, Usage},
};

/// **An [`Overview`]** as an object: the contract's `State` without what only a page knows.
#[derive(Debug, Clone, Copy)]
pub struct OverviewObject<'a> {
    /// The answer.
    pub overview: &'a Overview,
    /// What things are called.
    pub names: Names<'a>,
    /// What applies to it.
    pub terms: Terms,
}

impl Serialize for OverviewObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("", 0)?;
        object.serialize_field("phase", &phase(self.overview.phase))?;
        object.serialize_field("enabled", &self.overview.enabled)?;
        object.serialize_field("enforced", &self.terms.enforced)?;
        object.serialize_field("asOf", &self.overview.as_of.map(number))?;
        object.serialize_field("headroom", &Headrooms(self))?;
        object.end()
    }
}

struct Headrooms<'a>(&'a OverviewObject<'a>);

impl Serialize for Headrooms<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let OverviewObject { overview, names, terms } = self.0;
        let mut map = serializer.serialize_map(None)?;
        for (place, resource) in names.platform.resources().iter().enumerate() {
            let headroom = overview.headroom.get(place).copied();
            let object = HeadroomObject {
                resource,
                scope: None,
                headroom,
                level: level_of(overview.enabled, headroom, terms),
                forecast: overview.forecast.get(place).copied().flatten(),
            };
            map.serialize_entry(&Name(&resource.name), &object)?;
        }
        // What is called like a resource would take its place.
        let is_resource =
            |name: &str| names.platform.resources().iter().any(|resource| resource.name == name);
        for other in overview.others.iter().filter(|other| !is_resource(&other.name)) {
            let headroom = Some(Headroom::of(Quota::reported(other.limit, Usage::Unknown)));
            let resource = resource_of(&other.name);
            let level = level_of(overview.enabled, headroom, terms);
            let object = HeadroomObject { resource: &resource, scope: None, headroom, level, forecast: None };
            map.serialize_entry(&Name(&resource.name), &object)?;
        }
        map.end()
    }
}

/// A limit that no action takes from, as a resource.
fn resource_of(name: &str) -> Resource {
    let name = platform::Name::Owned(name.to_owned());
    Resource { limit_name: name.clone(), name, usage_name: None, settle_after: 0, scoped: false }
}

fn level_of(enabled: Option<bool>, headroom: Option<Headroom>, terms: &Terms) -> Level {
    match (enabled, headroom) {
        (Some(false), _) => Level::Disabled,
        (_, Some(headroom)) => headroom.level(terms.near),
        (_, None) => Level::Unknown,
    }
}

/// **What is left of a resource [`Within`] one scope**, as an object: the contract's `Headroom`.
#[derive(Debug, Clone, Copy)]
pub struct WithinObject<'a> {
    /// The answer.
    pub within: &'a Within,
    /// What things are called.
    pub names: Names<'a>,
    /// What applies to it.
    pub terms: Terms,
}

impl Serialize for WithinObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Within { room, enabled, headroom } = *self.within;
        let Some(resource) = self.names.platform.resources().get(room.resource) else {
            return serializer.serialize_none();
        };
        let scope = room.scope.and_then(|scope| self.names.scopes.name(scope));
        let level = level_of(enabled, headroom, &self.terms);
        HeadroomObject { resource, scope, headroom, level, forecast: None }.serialize(serializer)
    }
}

struct HeadroomObject<'a> {
    resource: &'a Resource,
    scope: Option<&'a str>,
    headroom: Option<Headroom>,
    level: Level,
    forecast: Option<Forecast>,
}

impl Serialize for HeadroomObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let resets_at = self.headroom.and_then(|headroom| headroom.quota.resets_at);
        let mut object = serializer.serialize_struct("", 0)?;
        object.serialize_field("resource", &Name(&self.resource.name))?;
        object.serialize_field("limitName", &Name(&self.resource.limit_name))?;
        object.serialize_field("usageName", &self.resource.usage_name.as_ref().map(Name))?;
        object.serialize_field("scope", &self.scope)?;
        amounts(&mut object, self.headroom)?;
        object.serialize_field("fraction", &self.headroom.and_then(|headroom| headroom.fraction()))?;
        object.serialize_field("level", &level(self.level))?;
        object.serialize_field("origin", &origin(self.headroom))?;
        object.serialize_field("resetsAt", &resets_at.map(number))?;
        object.serialize_field("forecast", &self.forecast.map(ForecastObject))?;
        object.end()
    }
}

struct ForecastObject(Forecast);

impl Serialize for ForecastObject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("", 0)?;
        object.serialize_field("perDay", &self.0.per_day)?;
        object.serialize_field("exhaustsAt", &self.0.exhausts_at.map(number))?;
        object.serialize_field("earliest", &self.0.earliest.map(number))?;
        object.serialize_field("latest", &self.0.latest.map(number))?;
        object.end()
    }
}

fn origin(headroom: Option<Headroom>) -> Word {
    Word(match headroom.map(|headroom| headroom.quota) {
        None | Some(Quota { limit: Limit::Unknown, usage: Usage::Unknown, .. }) => "unknown",
        Some(quota) => match quota.origin {
            Origin::Reported => "reported",
            Origin::Counted => "counted",
            Origin::Assumed => "assumed",
        },
    })
}

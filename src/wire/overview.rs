//! The account as a whole.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::{
    amounts::{amounts, number},
    names::{Name, level, phase},
};
use crate::{
    forecast::Forecast,
    gate::Terms,
    headroom::{Headroom, Level},
    platform::{Platform, Resource},
    session::Overview,
    snapshot::{Limit, Usage},
};

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
        let OverviewObject { overview, platform, terms } = self.0;
        let mut object = serializer.serialize_struct("", 0)?;
        for (place, resource) in platform.resources().iter().enumerate() {
            let headroom = overview.headroom.get(place).copied();
            let level = match (overview.enabled, headroom) {
                (Some(false), _) => Level::Disabled,
                (_, Some(headroom)) => headroom.level(terms.near),
                (_, None) => Level::Unknown,
            };
            let forecast = overview.forecast.get(place).copied().flatten();
            object.serialize_field(resource.name, &HeadroomObject { resource, headroom, level, forecast })?;
        }
        object.end()
    }
}

struct HeadroomObject<'a> {
    resource: &'a Resource,
    headroom: Option<Headroom>,
    level: Level,
    forecast: Option<Forecast>,
}

impl Serialize for HeadroomObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("", 0)?;
        object.serialize_field("resource", &Name(self.resource.name))?;
        object.serialize_field("limitName", &Name(self.resource.limit_name))?;
        object.serialize_field("usageName", &Name(self.resource.usage_name))?;
        object.serialize_field("scope", &None::<f64>)?;
        amounts(&mut object, self.headroom)?;
        object.serialize_field("fraction", &self.headroom.and_then(|headroom| headroom.fraction()))?;
        object.serialize_field("level", &level(self.level))?;
        object.serialize_field("origin", &origin(self.headroom))?;
        object.serialize_field("resetsAt", &None::<f64>)?;
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

fn origin(headroom: Option<Headroom>) -> Name {
    Name(match headroom.map(|headroom| headroom.quota) {
        None => "unknown",
        Some(quota) if quota.limit == Limit::Unknown && quota.usage == Usage::Unknown => "unknown",
        Some(_) => "reported",
    })
}

//! How answers are written for JavaScript: names in camelCase, `null` for not known, `Infinity` for unlimited.

mod amounts;
mod decision;
mod look;
mod names;
mod overview;

pub use decision::{CheckObject, PlanObject};
pub use look::check_numbers;
pub use overview::{OverviewObject, WithinObject};

use names::{Name, Word};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::{crossing::Crossing, error::Error, platform::Wanted, session::Names};

/// **Crossings** as an array of pairs: the resource's name and the type.
#[derive(Debug, Clone, Copy)]
pub struct CrossingsObject<'a> {
    /// By resource.
    pub crossings: &'a [(usize, Crossing)],
    /// What they are called.
    pub names: Names<'a>,
}

/// **An [`Error`]** as an object, for the page to make an exception of.
#[derive(Debug, Clone, Copy)]
pub struct ErrorObject {
    /// Why there is no answer.
    pub error: Error,
    /// After how many milliseconds it is asked for again. None where that's no use.
    pub retry_in: Option<i64>,
}

impl Serialize for CrossingsObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let named = self.crossings.iter().filter_map(|(resource, kind)| {
            let resource = self.names.platform.resources().get(*resource)?;
            Some((Name(&resource.name), names::crossing(*kind)))
        });
        serializer.collect_seq(named)
    }
}

/// **What is to be asked for**, as an array of objects.
#[derive(Debug, Clone, Copy)]
pub struct WantedObjects<'a>(pub &'a [Wanted]);

impl Serialize for WantedObjects<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(WantedObject))
    }
}

struct WantedObject<'a>(&'a Wanted);

impl Serialize for WantedObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("", 0)?;
        object.serialize_field("part", &(self.0.part as f64))?;
        object.serialize_field("query", &self.0.query)?;
        object.end()
    }
}

impl Serialize for ErrorObject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("", 0)?;
        object.serialize_field("code", &Word(self.error.code()))?;
        object.serialize_field("detail", self.error.detail())?;
        object.serialize_field("status", &self.error.status())?;
        object.serialize_field("platformCode", &self.error.platform_code())?;
        object.serialize_field("retryable", &self.error.is_retryable())?;
        object.serialize_field("retryIn", &self.retry_in)?;
        object.end()
    }
}

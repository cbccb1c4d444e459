//! What a back end shows a page of a platform's answer, in the platform's own shape: all that the gate reads, or only what is left.
//!
//! Whoever can read limit and usage can read the contract. Both can be moved by as many units, and no decision changes: what is left stays.
//! Two things do change, since both are shares of the limit that isn't to be seen: when a limit counts as near, and by how much it was
//! exceeded.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::json::Json;

/// **How much of an answer is shown.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reveal {
    /// Limits and usage as reported.
    All,
    /// Only what is left.
    Headroom,
}

/// A part of an answer that came: its place among those that the platform's file names, and a body of it. Of a list there are as many as
/// it has pages.
pub type Part<'a> = (usize, &'a dyn Json);

/// **JSON that is shown.**
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    /// What the platform didn't say, or not in a way that can be read.
    Unknown,
    /// A boolean.
    Flag(bool),
    /// A number, never NaN or infinite: JSON has neither.
    Number(f64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Shown>),
    /// An object, its members in this order.
    Object(Vec<(String, Shown)>),
}

impl Shown {
    /// A number; what is beyond all numbers is the largest.
    pub(crate) fn number(number: f64) -> Self {
        Self::Number(number.clamp(f64::MIN, f64::MAX))
    }

    /// A whole number of at most 2^53 - 1.
    pub(crate) fn whole(number: i64) -> Self {
        Self::Number(number as f64)
    }

    pub(crate) fn object(members: impl IntoIterator<Item = (impl Into<String>, Self)>) -> Self {
        Self::Object(members.into_iter().map(|(name, value)| (name.into(), value)).collect())
    }

    /// The members of these names, where there are such and they are neither null nor made of others.
    pub(crate) fn members<'a>(
        of: &'a dyn Json,
        names: impl IntoIterator<Item = &'a str> + 'a,
    ) -> impl Iterator<Item = (String, Self)> + 'a {
        names.into_iter().filter_map(|name| Some((name.to_owned(), Self::plain(of.get(name)?.as_ref())?)))
    }

    fn plain(value: &dyn Json) -> Option<Self> {
        let number = value.number().filter(|number| !number.is_nan()).map(Self::number);
        number.or_else(|| value.boolean().map(Self::Flag)).or_else(|| value.text().map(Self::Text))
    }
}

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Unknown => serializer.serialize_none(),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

//! Numbers: `null` for not known, `Infinity` for unlimited.

use serde::ser::SerializeStruct;

use crate::{
    clock::Time,
    gate::Most,
    headroom::Headroom,
    snapshot::{Limit, Remaining, Units, Usage},
};

pub(super) fn amounts<M: SerializeStruct>(
    object: &mut M,
    headroom: Option<Headroom>,
) -> Result<(), M::Error> {
    object.serialize_field("limit", &headroom.and_then(|headroom| limit(headroom.quota.limit)))?;
    object.serialize_field("used", &headroom.and_then(|headroom| usage(headroom.quota.usage)))?;
    let spoken_for = |headroom: Headroom| units(headroom.spoken_for());
    object.serialize_field("held", &headroom.map_or(0.0, spoken_for))?;
    object.serialize_field("remaining", &headroom.and_then(|headroom| remaining(headroom.remaining())))
}

pub(super) fn most(most: Most) -> Option<f64> {
    match most {
        Most::Finite(count) => Some(units(count)),
        Most::Unbounded => Some(f64::INFINITY),
        Most::Unknown => None,
    }
}

pub(super) fn units(units: Units) -> f64 {
    units.get() as f64
}

pub(super) fn number(time: Time) -> f64 {
    time as f64
}

pub(super) fn limit(limit: Limit) -> Option<f64> {
    match limit {
        Limit::Unlimited | Limit::UnlimitedByZero => Some(f64::INFINITY),
        Limit::Finite(amount) | Limit::Closed(amount) => Some(amount.get() as f64),
        Limit::Unknown | Limit::Left(_) => None,
    }
}

pub(super) fn usage(usage: Usage) -> Option<f64> {
    match usage {
        Usage::Known(amount) => Some(amount.get() as f64),
        Usage::Unknown => None,
    }
}

pub(super) fn remaining(remaining: Remaining) -> Option<f64> {
    match remaining {
        Remaining::Unlimited => Some(f64::INFINITY),
        Remaining::Finite(left) => Some(units(left)),
        Remaining::LimitUnknown | Remaining::UsageUnknown => None,
    }
}

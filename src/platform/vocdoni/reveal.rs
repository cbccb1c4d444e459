//! What a page may see of `GET /integrator`: the numbers that the gate reads, and no text of the platform's.

use super::RESOURCES;
use crate::{
    json::Json,
    reveal::{Reveal, Shown},
    snapshot::Amount,
};

/// Whichever [`Rules`](super::Rules) the page goes by.
pub(in crate::platform) fn shown(body: &dyn Json, reveal: Reveal) -> Shown {
    let enabled = body.get("enabled").and_then(|enabled| enabled.boolean()).unwrap_or_default();
    let (limits, usage) = (body.get("limits"), body.get("usage"));
    let (mut shown_limits, mut shown_usage) = (Vec::new(), Vec::new());
    for resource in RESOURCES {
        let (limit_name, usage_name) =
            (&*resource.limit_name, resource.usage_name.as_deref().unwrap_or_default());
        let said = |group: &Option<Box<dyn Json>>, name: &str| group.as_ref()?.get(name)?.number();
        let (limit, used) = (said(&limits, limit_name), said(&usage, usage_name));
        let (limit, used) = match reveal {
            Reveal::All => (limit.map(Shown::number), used.map(Shown::number)),
            Reveal::Headroom => {
                moved(limit.and_then(Amount::from_number), used.and_then(Amount::from_number))
            }
        };
        shown_limits.extend(limit.map(|limit| (limit_name, limit)));
        shown_usage.extend(used.map(|used| (usage_name, used)));
    }
    Shown::object([
        ("enabled", Shown::Flag(enabled)),
        ("limits", Shown::object(shown_limits)),
        ("usage", Shown::object(shown_usage)),
    ])
}

/// A limit and a usage that leave as much, and are read alike by both rules: a limit above 0 counts, one of 0 may be none or no limit
/// at all, and so may one below it. So one that is used up is 1 of 1, and a negative one -1.
fn moved(limit: Option<Amount>, used: Option<Amount>) -> (Option<Shown>, Option<Shown>) {
    let Some(limit) = limit else { return (None, None) };
    let left = used.map(|used| limit.minus(used).max(Amount::ZERO).get());
    let (limit, used) = match (limit.get(), left) {
        (1.., Some(left @ 1..)) => (left, Some(0)),
        (1.., left) => (1, left.map(|_| 1)),
        (0, left) => (0, left.map(i64::saturating_neg)),
        (_, left) => (-1, left.map(|left| (-1_i64).saturating_sub(left))),
    };
    (Some(Shown::whole(limit)), used.map(Shown::whole))
}

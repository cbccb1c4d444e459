//! The first decision as an array, for JavaScript to make the contract's object of: as an object it'd cost 3 KB of brotli more.

use super::amounts::{limit, most, number, remaining, units, usage};
use crate::{gate::Shortfall, session::Check};

/// A [`Check`]: the reason; is it allowed; would production refuse it; when the answer came; is it stale; what helps; how many limits are in
/// the way, and each; how many come near, and each; the largest value of each numeric parameter. NaN is not known, `Infinity` unlimited, 1 yes
/// and 0 no; a word is its place among all, in the order of its type.
pub fn check_numbers(check: &Check) -> Vec<f64> {
    let Check { decision, allowed, most: largest, remedy, .. } = check;
    let mut numbers = vec![
        f64::from(decision.reason as u8),
        f64::from(*allowed),
        or_nan(decision.would_deny.map(f64::from)),
        or_nan(decision.as_of.map(number)),
        f64::from(decision.stale),
        or_nan(remedy.map(|remedy| f64::from(remedy.kind as u8))),
    ];
    for list in [&decision.blockers, &decision.warnings] {
        numbers.push(list.len() as f64);
        for short in list {
            write_shortfall(&mut numbers, short);
        }
    }
    for (_, largest) in largest {
        numbers.push(or_nan(most(*largest)));
    }
    numbers
}

fn or_nan(number: Option<f64>) -> f64 {
    number.unwrap_or(f64::NAN)
}

/// The resource's place; limit, usage, and what is left; units that were asked for, units that are missing.
fn write_shortfall(numbers: &mut Vec<f64>, short: &Shortfall) {
    let Shortfall { room, headroom, requested, short_by } = short;
    numbers.push(room.resource as f64);
    numbers.push(or_nan(limit(headroom.quota.limit)));
    numbers.push(or_nan(usage(headroom.quota.usage)));
    numbers.push(or_nan(remaining(headroom.remaining())));
    numbers.push(units(*requested));
    numbers.push(units(*short_by));
}

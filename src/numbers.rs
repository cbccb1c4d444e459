//! Questions as plain numbers, which cross into wasm without an object: a step is its action's place, the number of parameters, and
//! these in the order of the action's own list, NaN for one not given.

use crate::{
    platform::Platform,
    retry::Attempt,
    session::{Refused, Step},
    snapshot::Units,
};

/// Parameters.
pub fn read_units(params: &[f64]) -> Vec<Option<Units>> {
    params.iter().map(|param| Units::from_number(*param)).collect()
}

/// One step. None where there is none, or no such action.
pub fn read_step(platform: &dyn Platform, numbers: &[f64]) -> Option<Step> {
    Some(split_step(platform, numbers)?.0)
}

/// Steps, one after the other. None if any can't be read: without it the others would seem to be the whole plan.
pub fn read_steps(platform: &dyn Platform, mut numbers: &[f64]) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    while !numbers.is_empty() {
        let (step, rest) = split_step(platform, numbers)?;
        steps.push(step);
        numbers = rest;
    }
    Some(steps)
}

/// An attempt: how many retries came before it; can the token be renewed, 1 or 0; how long the platform asks to be left alone, NaN where
/// it doesn't; a random number. None if it isn't to be repeated.
pub fn read_attempt(numbers: &[f64]) -> Option<Attempt> {
    let [retried, renewable, wait, chance] = numbers else { return None };
    Some(Attempt {
        retried: *retried as u32,
        renewable: *renewable > 0.0,
        asked_to_wait: (!wait.is_nan()).then_some(*wait as i64),
        chance: *chance,
    })
}

/// A refusal: the step, and pairs of a resource's place and the least that was too much.
pub fn read_refused(platform: &dyn Platform, numbers: &[f64]) -> Option<Refused> {
    let (Step { action, params }, rest) = split_step(platform, numbers)?;
    let short = rest.chunks(2).map(|pair| match pair {
        [resource, too_much] => Some((place(*resource)?, Units::from_number(*too_much)?)),
        _ => None,
    });
    Some(Refused { action, params, short: short.collect::<Option<_>>()? })
}

/// What [`read_refused`] reads.
pub fn write_refused(refused: &Refused) -> Vec<f64> {
    let mut numbers = vec![refused.action.place() as f64, refused.params.len() as f64];
    numbers.extend(refused.params.iter().map(|param| param.map_or(f64::NAN, |units| units.get() as f64)));
    for (resource, too_much) in &refused.short {
        numbers.extend([*resource as f64, too_much.get() as f64]);
    }
    numbers
}

fn split_step<'a>(platform: &dyn Platform, numbers: &'a [f64]) -> Option<(Step, &'a [f64])> {
    let [action, count, rest @ ..] = numbers else { return None };
    let (params, rest) = rest.split_at_checked(place(*count)?)?;
    let action = platform.action_at(place(*action)?)?;
    Some((Step { action, params: read_units(params) }, rest))
}

fn place(number: f64) -> Option<usize> {
    usize::try_from(Units::from_number(number)?.get()).ok()
}

//! What is known, as it leaves the page and comes back: into storage, to another tab, from a server that rendered the page. Written as
//! plain numbers, and checked like a platform's answer where it comes in.
//!
//! Times are lengths of time before `at`: what is fresh in one tab is as fresh in another whose clock was set meanwhile.

use crate::{
    clock::Time,
    hold::{HoldId, Taking},
    platform::Resource,
    snapshot::{Amount, Limit, MAX, Quota, Snapshot, Units, Usage},
};

/// No hold of another tab is believed for longer than a day: it tells again.
const LONGEST: i64 = 86_400_000;

/// **An answer and holds, as they were at a moment.**
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// When it was written, by the writer's clock.
    pub at: Time,
    /// The last answer, if there was one that decides.
    pub answer: Option<AnswerRecord>,
    /// What was under way.
    pub holds: Vec<HoldRecord>,
}

/// **An answer, and how old it was.** Ages are milliseconds, 0 or more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerRecord {
    /// How long ago it was asked for.
    pub asked_ago: i64,
    /// How long ago it came.
    pub came_ago: i64,
    /// When it came, by the clock of the one who asked.
    pub as_of: Time,
    /// What it said.
    pub snapshot: Snapshot,
}

/// **A hold that counts.**
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldRecord {
    /// Which.
    pub id: HoldId,
    /// How far it is.
    pub stage: StageRecord,
    /// What no answer has shown yet.
    pub takings: Vec<Taking>,
}

/// **How far a hold is**, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StageRecord {
    /// It ends by itself after so long.
    Open {
        /// Above 0.
        left: i64,
    },
    /// It was committed so long ago.
    Committed {
        /// 0 or more.
        ago: i64,
    },
}

impl Record {
    /// What [`Record::from_numbers`] reads.
    pub fn to_numbers(&self) -> Vec<f64> {
        let mut numbers = vec![self.at as f64];
        match &self.answer {
            None => numbers.push(0.0),
            Some(answer) => {
                let enabled = if answer.snapshot.enabled { 1.0 } else { 0.0 };
                numbers.extend([
                    1.0,
                    answer.asked_ago as f64,
                    answer.came_ago as f64,
                    answer.as_of as f64,
                    enabled,
                ]);
                numbers.extend(answer.snapshot.quotas.iter().flat_map(quota_to_numbers));
            }
        }
        for HoldRecord { id, stage, takings } in &self.holds {
            let (committed, time) = match stage {
                StageRecord::Open { left } => (0.0, left),
                StageRecord::Committed { ago } => (1.0, ago),
            };
            numbers.extend([id.number() as f64, committed, *time as f64, takings.len() as f64]);
            numbers.extend(
                takings.iter().flat_map(|taking| [taking.resource as f64, taking.units.get() as f64]),
            );
        }
        numbers
    }

    /// What was written of a platform with these resources. None if anything in it makes no sense.
    pub fn from_numbers(numbers: &[f64], resources: &[Resource]) -> Option<Self> {
        let (at, rest) = numbers.split_first()?;
        let (answered, rest) = rest.split_first()?;
        let (answer, mut rest) = match answered {
            0.0 => (None, rest),
            1.0 => {
                let (answer, rest) = AnswerRecord::split(rest, resources)?;
                (Some(answer), rest)
            }
            _ => return None,
        };
        let mut holds = Vec::new();
        while !rest.is_empty() {
            let (hold, after) = HoldRecord::split(rest, resources)?;
            holds.push(hold);
            rest = after;
        }
        Some(Self { at: whole(*at)?, answer, holds })
    }
}

impl AnswerRecord {
    fn split<'a>(numbers: &'a [f64], resources: &[Resource]) -> Option<(Self, &'a [f64])> {
        let [asked_ago, came_ago, as_of, enabled, rest @ ..] = numbers else { return None };
        let (quotas, rest) = rest.split_at_checked(resources.len().saturating_mul(3))?;
        let quotas = quotas.chunks(3).map(quota_from_numbers).collect::<Option<_>>()?;
        let (asked_ago, came_ago) = (age(*asked_ago)?, age(*came_ago)?);
        let enabled = match enabled {
            0.0 => false,
            1.0 => true,
            _ => return None,
        };
        let answer =
            Self { asked_ago, came_ago, as_of: whole(*as_of)?, snapshot: Snapshot { enabled, quotas } };
        (came_ago <= asked_ago).then_some((answer, rest))
    }
}

impl HoldRecord {
    /// As it is so many milliseconds later. None once it has ended by itself.
    pub(crate) fn after(self, since: i64) -> Option<Self> {
        let stage = match self.stage {
            StageRecord::Open { left } if left <= since => return None,
            StageRecord::Open { left } => StageRecord::Open { left: left.saturating_sub(since) },
            StageRecord::Committed { ago } => StageRecord::Committed { ago: ago.saturating_add(since) },
        };
        Some(Self { stage, ..self })
    }

    fn split<'a>(numbers: &'a [f64], resources: &[Resource]) -> Option<(Self, &'a [f64])> {
        let [id, committed, time, count, rest @ ..] = numbers else { return None };
        let count = usize::try_from(age(*count)?).ok()?;
        let (takings, rest) = rest.split_at_checked(count.checked_mul(2)?)?;
        let time = age(*time)?;
        let stage = match committed {
            0.0 if time > 0 => StageRecord::Open { left: time.min(LONGEST) },
            1.0 => StageRecord::Committed { ago: time },
            _ => return None,
        };
        let takings = takings.chunks(2).map(|pair| taking(pair, resources)).collect::<Option<_>>()?;
        let id = HoldId::from_number(age(*id)?.unsigned_abs());
        Some((Self { id, stage, takings }, rest))
    }
}

fn taking(pair: &[f64], resources: &[Resource]) -> Option<Taking> {
    let [resource, units] = pair else { return None };
    let resource = usize::try_from(age(*resource)?).ok()?;
    let units = Units::from_number(*units).filter(|units| *units > Units::ZERO)?;
    Some(Taking { resource, units, settle_after: resources.get(resource)?.settle_after })
}

fn quota_to_numbers(quota: &Quota) -> [f64; 3] {
    let (kind, limit) = match quota.limit {
        Limit::Unknown => (0.0, 0),
        Limit::Unlimited => (1.0, 0),
        Limit::UnlimitedByZero => (2.0, 0),
        Limit::Finite(amount) => (3.0, amount.get()),
        Limit::Closed(amount) => (4.0, amount.get()),
    };
    let used = match quota.usage {
        Usage::Known(amount) => amount.get() as f64,
        Usage::Unknown => f64::NAN,
    };
    [kind, limit as f64, used]
}

fn quota_from_numbers(numbers: &[f64]) -> Option<Quota> {
    let [kind, limit, used] = numbers else { return None };
    let limit = match (kind, Amount::from_number(*limit)?) {
        (0.0, _) => Limit::Unknown,
        (1.0, _) => Limit::Unlimited,
        (2.0, _) => Limit::UnlimitedByZero,
        (3.0, amount) => Limit::Finite(amount),
        (4.0, amount) => Limit::Closed(amount),
        _ => return None,
    };
    let usage = if used.is_nan() { Usage::Unknown } else { Usage::Known(Amount::from_number(*used)?) };
    Some(Quota { limit, usage })
}

/// A whole number that JSON carries exactly.
fn whole(number: f64) -> Option<i64> {
    (number.trunc() == number && number.abs() <= MAX as f64).then_some(number as i64)
}

fn age(number: f64) -> Option<i64> {
    whole(number).filter(|number| *number >= 0)
}

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
            None => numbers.push(NONE),
            Some(answer) => {
                numbers.push(SOME);
                answer.write(&mut numbers);
            }
        }
        for hold in &self.holds {
            hold.write(&mut numbers);
        }
        numbers
    }

    /// What was written of a platform with these resources. None if anything in it makes no sense.
    pub fn from_numbers(numbers: &[f64], resources: &[Resource]) -> Option<Self> {
        let numbers = &mut numbers.iter();
        let at = whole(numbers)?;
        let answer = if flag(numbers)? { Some(AnswerRecord::read(numbers, resources)?) } else { None };
        let mut holds = Vec::new();
        while numbers.len() > 0 {
            holds.push(HoldRecord::read(numbers, resources)?);
        }
        Some(Self { at, answer, holds })
    }
}

impl AnswerRecord {
    fn write(&self, numbers: &mut Vec<f64>) {
        let Self { asked_ago, came_ago, as_of, snapshot } = self;
        let enabled = if snapshot.enabled { SOME } else { NONE };
        let (asked_ago, came_ago) = (asked_ago.min(&MAX), came_ago.min(&MAX));
        numbers.extend([*asked_ago as f64, *came_ago as f64, *as_of as f64, enabled]);
        for quota in &snapshot.quotas {
            let (kind, limit) = match quota.limit {
                Limit::Unknown => (UNKNOWN, 0),
                Limit::Unlimited => (UNLIMITED, 0),
                Limit::UnlimitedByZero => (UNLIMITED_BY_ZERO, 0),
                Limit::Finite(amount) => (FINITE, amount.get()),
                Limit::Closed(amount) => (CLOSED, amount.get()),
            };
            let used = match quota.usage {
                Usage::Known(amount) => amount.get() as f64,
                Usage::Unknown => f64::NAN,
            };
            numbers.extend([kind, limit as f64, used]);
        }
    }

    fn read(numbers: &mut Numbers<'_>, resources: &[Resource]) -> Option<Self> {
        let (asked_ago, came_ago, as_of) = (length(numbers)?, length(numbers)?, whole(numbers)?);
        if came_ago > asked_ago {
            return None;
        }
        let enabled = flag(numbers)?;
        let mut quotas = Vec::new();
        for _ in resources {
            quotas.push(read_quota(numbers)?);
        }
        Some(Self { asked_ago, came_ago, as_of, snapshot: Snapshot { enabled, quotas } })
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

    fn write(&self, numbers: &mut Vec<f64>) {
        let (committed, time) = match self.stage {
            StageRecord::Open { left } => (NONE, left),
            StageRecord::Committed { ago } => (SOME, ago),
        };
        // For ever is written as well, and read as a day.
        let time = time.min(MAX);
        numbers.extend([self.id.number() as f64, committed, time as f64, self.takings.len() as f64]);
        for taking in &self.takings {
            numbers.extend([taking.resource as f64, taking.units.get() as f64]);
        }
    }

    fn read(numbers: &mut Numbers<'_>, resources: &[Resource]) -> Option<Self> {
        let id = HoldId::from_number(length(numbers)?.unsigned_abs());
        let (committed, time, count) = (flag(numbers)?, length(numbers)?, length(numbers)?);
        let stage = match (committed, time) {
            (true, ago) => StageRecord::Committed { ago },
            (false, 0) => return None,
            (false, left) => StageRecord::Open { left: left.min(LONGEST) },
        };
        let mut takings = Vec::new();
        for _ in 0..count {
            let resource = usize::try_from(length(numbers)?).ok()?;
            let settle_after = resources.get(resource)?.settle_after;
            let units = Units::from_number(*numbers.next()?).filter(|units| *units > Units::ZERO)?;
            takings.push(Taking { resource, units, settle_after });
        }
        Some(Self { id, stage, takings })
    }
}

/// What isn't read yet.
type Numbers<'a> = std::slice::Iter<'a, f64>;

const NONE: f64 = 0.0;
const SOME: f64 = 1.0;

const UNKNOWN: f64 = 0.0;
const UNLIMITED: f64 = 1.0;
const UNLIMITED_BY_ZERO: f64 = 2.0;
const FINITE: f64 = 3.0;
const CLOSED: f64 = 4.0;

fn read_quota(numbers: &mut Numbers<'_>) -> Option<Quota> {
    let kind = *numbers.next()?;
    let amount = Amount::from_number(*numbers.next()?)?;
    let used = *numbers.next()?;
    let limit = match kind {
        UNKNOWN => Limit::Unknown,
        UNLIMITED => Limit::Unlimited,
        UNLIMITED_BY_ZERO => Limit::UnlimitedByZero,
        FINITE => Limit::Finite(amount),
        CLOSED => Limit::Closed(amount),
        _ => return None,
    };
    let usage = if used.is_nan() { Usage::Unknown } else { Usage::Known(Amount::from_number(used)?) };
    Some(Quota { limit, usage })
}

fn flag(numbers: &mut Numbers<'_>) -> Option<bool> {
    match *numbers.next()? {
        NONE => Some(false),
        SOME => Some(true),
        _ => None,
    }
}

/// A whole number that JSON carries exactly.
fn whole(numbers: &mut Numbers<'_>) -> Option<i64> {
    let number = *numbers.next()?;
    (number.trunc() == number && number.abs() <= MAX as f64).then_some(number as i64)
}

/// 0 or more.
fn length(numbers: &mut Numbers<'_>) -> Option<i64> {
    whole(numbers).filter(|number| *number >= 0)
}

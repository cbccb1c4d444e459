//! What is known, as it leaves the page and comes back: into storage, to another tab, from a server that rendered the page. Written as
//! plain numbers, and checked like a platform's answer where it comes in.
//!
//! Times are lengths of time before `at`: what is fresh in one tab is as fresh in another whose clock was set meanwhile.

use crate::{
    clock::Time,
    hold::HoldId,
    platform::Resource,
    snapshot::{Amount, Limit, MAX, Origin, OtherLimit, Quota, ScopedUsage, Snapshot, Units, Usage},
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
    /// Had a usage started anew since?
    pub outdated: bool,
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
    pub takings: Vec<TakingRecord>,
}

/// **Units under a hold**, of one resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakingRecord {
    /// The resource's place in the platform's list.
    pub resource: usize,
    /// The name of the scope, of a resource that is counted by scope.
    pub scope: Option<String>,
    /// How many.
    pub units: Units,
    /// How long after the commit the platform's counter can still be behind, in milliseconds.
    pub settle_after: i64,
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
        let Self { asked_ago, came_ago, as_of, outdated, snapshot } = self;
        let enabled = snapshot.enabled.map_or(f64::NAN, |enabled| if enabled { SOME } else { NONE });
        let (asked_ago, came_ago) = (asked_ago.min(&MAX), came_ago.min(&MAX));
        numbers.extend([*asked_ago as f64, *came_ago as f64, *as_of as f64]);
        numbers.extend([if *outdated { SOME } else { NONE }, enabled]);
        for quota in &snapshot.quotas {
            write_limit(quota.limit, numbers);
            numbers.extend([used(quota.usage), origin(quota.origin)]);
            numbers.push(quota.resets_at.map_or(f64::NAN, |time| time as f64));
        }
        numbers.push(snapshot.scoped.len() as f64);
        for each in &snapshot.scoped {
            numbers.extend([each.resource as f64, used(each.usage), origin(each.origin)]);
            write_text(&each.scope, numbers);
        }
        numbers.push(snapshot.others.len() as f64);
        for each in &snapshot.others {
            write_limit(each.limit, numbers);
            write_text(&each.name, numbers);
        }
    }

    fn read(numbers: &mut Numbers<'_>, resources: &[Resource]) -> Option<Self> {
        let (asked_ago, came_ago, as_of) = (length(numbers)?, length(numbers)?, whole(numbers)?);
        if came_ago > asked_ago {
            return None;
        }
        let (outdated, enabled) = (flag(numbers)?, read_enabled(numbers)?);
        let mut quotas = Vec::new();
        for _ in resources {
            quotas.push(read_quota(numbers)?);
        }
        let mut scoped = Vec::new();
        for _ in 0..length(numbers)? {
            scoped.push(read_scoped(numbers, resources)?);
        }
        let mut others = Vec::new();
        for _ in 0..length(numbers)? {
            let limit = read_limit(numbers)?;
            others.push(OtherLimit { name: read_text(numbers)?, limit });
        }
        let snapshot = Snapshot { enabled, quotas, scoped, others };
        Some(Self { asked_ago, came_ago, as_of, outdated, snapshot })
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
            write_text(taking.scope.as_deref().unwrap_or_default(), numbers);
        }
    }

    fn read(numbers: &mut Numbers<'_>, resources: &[Resource]) -> Option<Self> {
        let id = HoldId::from_number(length(numbers)?.unsigned_abs());
        let (committed, time, count) = (flag(numbers)?, length(numbers)?, length(numbers)?);
        // An action takes from a resource once.
        if usize::try_from(count).ok()? > resources.len() {
            return None;
        }
        let stage = match (committed, time) {
            (true, ago) => StageRecord::Committed { ago },
            (false, 0) => return None,
            (false, left) => StageRecord::Open { left: left.min(LONGEST) },
        };
        let mut takings = Vec::new();
        for _ in 0..count {
            let resource = usize::try_from(length(numbers)?).ok()?;
            let Resource { settle_after, scoped, .. } = *resources.get(resource)?;
            let units = Units::from_number(*numbers.next()?).filter(|units| *units > Units::ZERO)?;
            // Nothing is called "".
            let scope = Some(read_text(numbers)?).filter(|scope| !scope.is_empty());
            if scope.is_some() && !scoped {
                return None;
            }
            takings.push(TakingRecord { resource, scope, units, settle_after });
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
const LEFT: f64 = 5.0;

const REPORTED: f64 = 0.0;
const COUNTED: f64 = 1.0;
const ASSUMED: f64 = 2.0;

fn write_limit(limit: Limit, numbers: &mut Vec<f64>) {
    let (kind, amount) = match limit {
        Limit::Unknown => (UNKNOWN, 0),
        Limit::Unlimited => (UNLIMITED, 0),
        Limit::UnlimitedByZero => (UNLIMITED_BY_ZERO, 0),
        Limit::Finite(amount) => (FINITE, amount.get()),
        Limit::Closed(amount) => (CLOSED, amount.get()),
        Limit::Left(amount) => (LEFT, amount.get()),
    };
    numbers.extend([kind, amount as f64]);
}

fn read_limit(numbers: &mut Numbers<'_>) -> Option<Limit> {
    let kind = *numbers.next()?;
    let amount = Amount::from_number(*numbers.next()?)?;
    match kind {
        UNKNOWN => Some(Limit::Unknown),
        UNLIMITED => Some(Limit::Unlimited),
        UNLIMITED_BY_ZERO => Some(Limit::UnlimitedByZero),
        FINITE => Some(Limit::Finite(amount)),
        CLOSED => Some(Limit::Closed(amount)),
        LEFT => Some(Limit::Left(amount)),
        _ => None,
    }
}

fn used(usage: Usage) -> f64 {
    match usage {
        Usage::Known(amount) => amount.get() as f64,
        Usage::Unknown => f64::NAN,
    }
}

fn read_usage(numbers: &mut Numbers<'_>) -> Option<Usage> {
    let used = *numbers.next()?;
    if used.is_nan() { Some(Usage::Unknown) } else { Amount::from_number(used).map(Usage::Known) }
}

fn origin(origin: Origin) -> f64 {
    match origin {
        Origin::Reported => REPORTED,
        Origin::Counted => COUNTED,
        Origin::Assumed => ASSUMED,
    }
}

fn read_origin(numbers: &mut Numbers<'_>) -> Option<Origin> {
    match *numbers.next()? {
        REPORTED => Some(Origin::Reported),
        COUNTED => Some(Origin::Counted),
        ASSUMED => Some(Origin::Assumed),
        _ => None,
    }
}

fn read_quota(numbers: &mut Numbers<'_>) -> Option<Quota> {
    let (limit, usage, origin) = (read_limit(numbers)?, read_usage(numbers)?, read_origin(numbers)?);
    let resets_at = if numbers.as_slice().first()?.is_nan() {
        numbers.next();
        None
    } else {
        Some(whole(numbers)?)
    };
    Some(Quota { limit, usage, origin, resets_at })
}

fn read_scoped(numbers: &mut Numbers<'_>, resources: &[Resource]) -> Option<ScopedUsage> {
    let resource = usize::try_from(length(numbers)?).ok()?;
    resources.get(resource).filter(|resource| resource.scoped)?;
    let (usage, origin) = (read_usage(numbers)?, read_origin(numbers)?);
    Some(ScopedUsage { resource, scope: read_text(numbers)?, usage, origin })
}

/// A text is its length and its characters.
fn write_text(text: &str, numbers: &mut Vec<f64>) {
    numbers.push(text.chars().count() as f64);
    numbers.extend(text.chars().map(|char| f64::from(u32::from(char))));
}

fn read_text(numbers: &mut Numbers<'_>) -> Option<String> {
    let count = length(numbers)?;
    let mut text = String::new();
    for _ in 0..count {
        text.push(char::from_u32(u32::try_from(length(numbers)?).ok()?)?);
    }
    Some(text)
}

fn read_enabled(numbers: &mut Numbers<'_>) -> Option<Option<bool>> {
    if numbers.as_slice().first()?.is_nan() {
        numbers.next();
        return Some(None);
    }
    flag(numbers).map(Some)
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

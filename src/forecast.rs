//! When a limit will be reached, from the answers seen so far.
//!
//! The pace is what was used up divided by the time it took. Usage that goes down, by a reset or a deletion, takes nothing off the
//! pace; what it gives back only makes the latest moment later. The range is meant to hold the truth four times out of five, if things
//! go on as they did: it allows for few answers, for use that comes in bursts, and for chance in what is to come.

use crate::{
    clock::Time,
    snapshot::{Limit, MAX, Quota, Usage},
};

/// So many answers are kept; beyond, the one whose absence leaves the smallest gap goes.
const KEPT: usize = 48;
/// What is older than this, in milliseconds (30 days), says little of today's pace.
const MEMORY: i64 = 2_592_000_000;
/// A pace needs at least so many answers, and so many milliseconds (an hour) from the first to the last.
const ANSWERS: usize = 3;
const SPAN: i64 = 3_600_000;
const DAY: f64 = 86_400_000.0;
/// The last moment that a JavaScript Date can hold (ECMA-262, section 21.4.1.1).
const LAST_DATE: f64 = 8.64e15;
/// The time seen is looked at in at most so many parts, each from one answer to another, to see how even the use is.
const PARTS: f64 = 8.0;
/// Use by day and none by night runs ahead of the pace and behind it by what six hours make.
const RHYTHM: f64 = 21_600_000.0;
/// Beyond a factor of e to this there is no range worth telling.
const VAGUE: f64 = 3.0;
/// No counter goes further, nor does what it grew by.
const MOST: f64 = MAX as f64;
/// A normal value is within so many standard deviations four times out of five.
const FOUR_OF_FIVE: f64 = 1.28;

/// **How fast a quota is used up, and until when it lasts.** Times are by the caller's clock.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Forecast {
    /// Units a day.
    pub per_day: f64,
    /// When the limit will be reached at this pace. None where nothing is used up, the limit isn't finite or is reached already.
    pub exhausts_at: Option<Time>,
    /// The early end of the range.
    pub earliest: Option<Time>,
    /// The late end of the range. None where it may well never be reached.
    pub latest: Option<Time>,
}

/// One resource at one answer.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Mark {
    /// None where the answer didn't say.
    used: Option<f64>,
    /// All that was used up since the first answer, whatever was given back.
    grown: f64,
}

#[derive(Debug, Clone, PartialEq)]
struct Row {
    at: Time,
    marks: Vec<Mark>,
}

/// **The answers seen so far**, as far as a forecast needs them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    rows: Vec<Row>,
}

impl History {
    /// An answer came at this time. Where the clock was set back, what lies ahead of it is forgotten.
    pub fn see(&mut self, usages: impl Iterator<Item = Usage>, at: Time) {
        self.rows.retain(|row| row.at < at && at.saturating_sub(row.at) <= MEMORY);
        let marks = usages.enumerate().map(|(resource, usage)| self.mark(resource, usage)).collect();
        self.rows.push(Row { at, marks });
        if self.rows.len() > KEPT {
            self.thin();
        }
    }

    /// When the last answer came.
    pub fn latest(&self) -> Option<Time> {
        self.rows.last().map(|row| row.at)
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.rows.clear();
    }

    /// How a resource has been used, and when its limit will be reached. None while too little is known.
    pub fn forecast(&self, resource: usize, quota: &Quota) -> Option<Forecast> {
        let seen = self.seen(resource);
        let (first, last) = (seen.first()?, seen.last()?);
        if seen.len() < ANSWERS || last.at.saturating_sub(first.at) < SPAN {
            return None;
        }
        let span = last.at.saturating_sub(first.at) as f64;
        let growth = last.grown - first.grown;
        let pace = growth / span;
        let still = Forecast { per_day: pace * DAY, exhausts_at: None, earliest: None, latest: None };
        let (Limit::Finite(limit), Usage::Known(used)) = (quota.limit, quota.usage) else {
            return Some(still);
        };
        let left = limit.get().saturating_sub(used.get()) as f64;
        if left <= 0.0 || growth <= 0.0 {
            return Some(still);
        }
        let net = (last.used - first.used) / span;
        let error = relative_error(&seen, growth, left);
        // e to the power of it, about: half as long is as likely as twice as long.
        let factor = 1.0 + error + error * error / 2.0;
        let after = |milliseconds: f64| {
            let moment = last.at as f64 + milliseconds;
            (milliseconds.is_finite() && moment <= LAST_DATE).then_some(moment as Time)
        };
        let ranged = |milliseconds: f64| after(milliseconds).filter(|_| error < VAGUE);
        Some(Forecast {
            exhausts_at: after(left / pace),
            earliest: ranged(left / pace / factor),
            // With nothing left of the pace it takes forever.
            latest: ranged(left / net.min(pace).max(0.0) * factor),
            ..still
        })
    }

    /// The history as numbers, to be kept: how many resources, then for each answer its time and for each resource what was used
    /// (NaN for not known) and what was used up.
    pub fn to_numbers(&self) -> Vec<f64> {
        let width = self.rows.last().map_or(0, |row| row.marks.len());
        let mut numbers = vec![width as f64];
        for row in &self.rows {
            numbers.push(row.at as f64);
            for mark in &row.marks {
                numbers.extend([mark.used.unwrap_or(f64::NAN), mark.grown]);
            }
        }
        numbers
    }

    /// The history that was kept. None if the numbers are not one of so many resources, or reach beyond `now`.
    pub fn from_numbers(numbers: &[f64], resources: usize, now: Time) -> Option<Self> {
        let (width, numbers) = numbers.split_first()?;
        let each = resources.saturating_mul(2).saturating_add(1);
        if *width != resources as f64 || resources == 0 || numbers.len() > KEPT.saturating_mul(each) {
            return None;
        }
        let rows = numbers.chunks(each).map(|chunk| Row::from_numbers(chunk, resources));
        let rows: Vec<Row> = rows.collect::<Option<_>>()?;
        let ordered = rows.is_sorted_by(|earlier, later| earlier.at < later.at && earlier.precedes(later));
        let past = rows.last().is_none_or(|last| last.at <= now);
        (ordered && past).then_some(Self { rows })
    }

    fn mark(&self, resource: usize, usage: Usage) -> Mark {
        let earlier = self.rows.iter().rev().filter_map(|row| row.marks.get(resource));
        let grown = earlier.clone().next().map_or(0.0, |mark| mark.grown);
        let Usage::Known(used) = usage else { return Mark { used: None, grown } };
        let used = used.get() as f64;
        let before = earlier.filter_map(|mark| mark.used).next().unwrap_or(used);
        Mark { used: Some(used), grown: (grown + (used - before).max(0.0)).min(MOST) }
    }

    /// The answers that said how much of a resource is used.
    fn seen(&self, resource: usize) -> Vec<Seen> {
        let marks = self.rows.iter().filter_map(|row| {
            let mark = row.marks.get(resource)?;
            Some(Seen { at: row.at, used: mark.used?, grown: mark.grown })
        });
        marks.collect()
    }

    fn thin(&mut self) {
        let gaps = self.rows.windows(3).enumerate().filter_map(|(place, window)| {
            let [before, _, after] = window else { return None };
            Some((after.at.saturating_sub(before.at), place.saturating_add(1)))
        });
        if let Some((_, place)) = gaps.min() {
            self.rows.remove(place);
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Seen {
    at: Time,
    used: f64,
    grown: f64,
}

impl Row {
    fn from_numbers(numbers: &[f64], resources: usize) -> Option<Self> {
        let (at, numbers) = numbers.split_first()?;
        let marks = numbers.chunks(2).map(|pair| match pair {
            [used, grown] if (0.0..=MOST).contains(grown) && (used.is_nan() || used.abs() <= MOST) => {
                Some(Mark { used: (!used.is_nan()).then_some(*used), grown: *grown })
            }
            _ => None,
        });
        let marks: Vec<Mark> = marks.collect::<Option<_>>()?;
        let whole = at.is_finite() && marks.len() == resources;
        whole.then_some(Self { at: *at as Time, marks })
    }

    /// Nothing that was used up comes back.
    fn precedes(&self, later: &Self) -> bool {
        self.marks.iter().zip(&later.marks).all(|(before, after)| before.grown <= after.grown)
    }
}

/// How far off the time that `left` units last can be, as a share of it. With even use the count of units is off by its square
/// root; `unevenness` is by how much more it varies. Both what was seen and what is to come are such counts, and both may start and
/// end anywhere in the rhythm of a day.
fn relative_error(seen: &[Seen], growth: f64, left: f64) -> f64 {
    let (Some(first), Some(last)) = (seen.first(), seen.last()) else { return f64::INFINITY };
    let span = last.at.saturating_sub(first.at) as f64;
    let (mut from, mut squares, mut concentration) = (first, 0.0, 0.0);
    for each in seen {
        let share = each.at.saturating_sub(from.at) as f64 / span;
        if share * PARTS >= 1.0 || each.at == last.at {
            let off = each.grown - from.grown - growth * share;
            squares += off * off;
            concentration += share * share;
            from = each;
        }
    }
    let spread = 1.0 - concentration;
    let unevenness = (squares / (growth * spread)).max(1.0);
    // Fewer parts say less of the unevenness: Student's t, about.
    let deviations = FOUR_OF_FIVE * (1.0 + 1.5 * concentration / spread);
    let (before, ahead) = (RHYTHM / span, RHYTHM * growth / (left * span));
    let chance = deviations * deviations * unevenness * (growth.recip() + left.recip());
    (chance + before * before + ahead * ahead).sqrt()
}

//! What is known of one account, and how old it is: answers by the order of asking, and the clock.

use crate::{error::Error, snapshot::Snapshot};

/// Milliseconds since the Unix epoch.
pub type Time = i64;

/// **How long an answer counts for what**, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ages {
    /// From this age an answer is stale: it still decides, marked as stale.
    pub stale_after: i64,
    /// From this age an answer decides nothing.
    pub expire_after: i64,
    /// Waiting for the first answer is loading for so long; then the quota is unavailable.
    pub pending_for: i64,
}

impl Default for Ages {
    /// One minute, four hours, three seconds.
    fn default() -> Self {
        Self { stale_after: 60_000, expire_after: 14_400_000, pending_for: 3_000 }
    }
}

/// **A question under way**: its place in the order of asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked(u32);

impl Asked {
    /// The place as a number, for a caller that can't keep the value itself.
    pub fn number(self) -> u32 {
        self.0
    }

    /// The question with this place.
    pub fn from_number(number: u32) -> Self {
        Self(number)
    }
}

/// **What is known at a moment.**
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Knowledge<'a> {
    /// Nothing yet, and it is too early to worry.
    Loading,
    /// There has been no usable answer: the last failure, or none yet after waiting long enough.
    Unavailable(Option<Error>),
    /// The last answer is too old to decide anything.
    Expired(Dated<'a>),
    /// An answer that decides; stale or not.
    Known(Dated<'a>, Freshness),
}

/// **An answer and when it came.**
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dated<'a> {
    /// The answer.
    pub snapshot: &'a Snapshot,
    /// When it came, by the caller's clock.
    pub as_of: Time,
}

/// **Is an answer still new?**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// Younger than `stale_after`.
    Fresh,
    /// Older, and due to be asked for again when someone looks.
    Stale,
}

#[derive(Debug, Clone)]
struct Answer {
    snapshot: Snapshot,
    as_of: Time,
    /// When it came, by the clock that never goes back.
    came: Time,
}

/// A clock that never goes back: where the caller's does, this one stands still for a moment and goes on. So no answer grows
/// younger, and none lives longer than its age because somebody set the time.
#[derive(Debug, Clone, Copy)]
struct Clock {
    latest: Time,
    /// What to add to the caller's clock.
    ahead: i64,
}

impl Clock {
    fn tick(&mut self, now: Time) -> Time {
        let elapsed = now.saturating_add(self.ahead);
        if elapsed < self.latest {
            self.ahead = self.latest.saturating_sub(now);
        } else {
            self.latest = elapsed;
        }
        self.latest
    }

    fn to_caller(self, time: Time) -> Time {
        time.saturating_sub(self.ahead)
    }
}

/// **The only state**: what was asked, answered and failed, and when.
#[derive(Debug, Clone)]
pub struct Ledger {
    ages: Ages,
    clock: Clock,
    opened: Time,
    next: u32,
    /// Answers to questions at or before this place are too late.
    settled: Option<Asked>,
    answer: Option<Answer>,
    failure: Option<Error>,
}

impl Ledger {
    /// An empty ledger; loading starts now.
    pub fn open(ages: Ages, now: Time) -> Self {
        Self {
            ages,
            clock: Clock { latest: now, ahead: 0 },
            opened: now,
            next: 0,
            settled: None,
            answer: None,
            failure: None,
        }
    }

    /// A question goes out.
    pub fn ask(&mut self) -> Asked {
        let asked = Asked(self.next);
        self.next = self.next.saturating_add(1);
        asked
    }

    /// A good answer came. It changes nothing when a later question was answered first.
    pub fn answer(&mut self, asked: Asked, snapshot: Snapshot, now: Time) {
        let came = self.clock.tick(now);
        if self.is_late(asked) {
            return;
        }
        self.settled = Some(asked);
        self.failure = None;
        self.answer = Some(Answer { snapshot, as_of: now, came });
    }

    /// No usable answer came; the last good one stays. It changes nothing when a later question was answered first.
    pub fn fail(&mut self, asked: Asked, error: Error, now: Time) {
        self.clock.tick(now);
        if !self.is_late(asked) {
            self.failure = Some(error);
        }
    }

    /// Forgets everything, answers still under way included; loading starts anew.
    pub fn clear(&mut self, now: Time) {
        self.opened = self.clock.tick(now);
        self.settled = self.next.checked_sub(1).map(Asked).or(self.settled);
        self.answer = None;
        self.failure = None;
    }

    /// What is known now.
    pub fn knowledge(&mut self, now: Time) -> Knowledge<'_> {
        let now = self.clock.tick(now);
        let Some(answer) = &self.answer else {
            let waiting = self.failure.is_none() && now < self.pending_until();
            return if waiting { Knowledge::Loading } else { Knowledge::Unavailable(self.failure) };
        };
        let dated = Dated { snapshot: &answer.snapshot, as_of: answer.as_of };
        let age = now.saturating_sub(answer.came);
        if age >= self.ages.expire_after {
            Knowledge::Expired(dated)
        } else if age >= self.ages.stale_after {
            Knowledge::Known(dated, Freshness::Stale)
        } else {
            Knowledge::Known(dated, Freshness::Fresh)
        }
    }

    /// When, by the caller's clock, time alone changes what is known next. None when it never does.
    pub fn changes_at(&mut self, now: Time) -> Option<Time> {
        let now = self.clock.tick(now);
        let moments = match &self.answer {
            None if self.failure.is_some() => [None, None],
            None => [Some(self.pending_until()), None],
            Some(answer) => [
                Some(answer.came.saturating_add(self.ages.stale_after)),
                Some(answer.came.saturating_add(self.ages.expire_after)),
            ],
        };
        let next = moments.into_iter().flatten().filter(|moment| *moment > now).min();
        next.map(|moment| self.clock.to_caller(moment))
    }

    fn pending_until(&self) -> Time {
        self.opened.saturating_add(self.ages.pending_for)
    }

    fn is_late(&self, asked: Asked) -> bool {
        self.settled.is_some_and(|settled| asked <= settled)
    }
}

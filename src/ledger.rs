//! What is known of one account, and how old it is: answers by the order of asking, holds, refusals, and the clock.

use crate::{
    asked::Asked,
    clock::{Clock, Time},
    error::Error,
    hold::{HoldId, Holds, Taking},
    refusal::Refusals,
    snapshot::{Quota, Snapshot, Units},
};

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

/// **What is known at a moment.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Knowledge {
    /// Nothing yet, and it is too early to worry.
    Loading,
    /// There has been no usable answer: the last failure, or none yet after waiting long enough.
    Unavailable(Option<Error>),
    /// The last answer is too old to decide anything; when it came.
    Expired(Time),
    /// An answer that decides; when it came.
    Known(Time, Freshness),
}

impl Knowledge {
    /// When the answer came, whether or not it still decides.
    pub fn as_of(self) -> Option<Time> {
        match self {
            Self::Loading | Self::Unavailable(_) => None,
            Self::Expired(as_of) | Self::Known(as_of, _) => Some(as_of),
        }
    }

    /// Is there an answer that is no longer fresh?
    pub fn is_stale(self) -> bool {
        matches!(self, Self::Expired(_) | Self::Known(_, Freshness::Stale))
    }
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

/// **The only state**: what was asked, answered, failed, held and refused, and when.
#[derive(Debug, Clone)]
pub struct Ledger {
    ages: Ages,
    clock: Clock,
    opened: Time,
    next: Asked,
    /// Answers to earlier questions than this are too late.
    settled: Asked,
    answer: Option<Answer>,
    failure: Option<Error>,
    holds: Holds,
    refusals: Refusals,
}

impl Ledger {
    /// An empty ledger; loading starts now.
    pub fn open(ages: Ages, now: Time) -> Self {
        Self {
            ages,
            clock: Clock::start(now),
            opened: now,
            next: Asked::FIRST,
            settled: Asked::FIRST,
            answer: None,
            failure: None,
            holds: Holds::default(),
            refusals: Refusals::default(),
        }
    }

    /// A question goes out.
    pub fn ask(&mut self, now: Time) -> Asked {
        let now = self.tick(now);
        let asked = self.next;
        self.next = asked.next();
        self.holds.asked(asked, now);
        asked
    }

    /// A good answer came. It changes nothing, and is not taken, when a later question was answered first.
    pub fn answer(&mut self, asked: Asked, snapshot: Snapshot, now: Time) -> bool {
        let came = self.tick(now);
        if self.is_late(asked) {
            return false;
        }
        self.settled = asked.next();
        self.failure = None;
        self.holds.answered(asked);
        self.refusals.answered(asked, &snapshot, came, self.ages.stale_after);
        self.answer = Some(Answer { snapshot, as_of: now, came });
        true
    }

    /// No usable answer came; the last good one stays. It changes nothing when a later question was answered first.
    pub fn fail(&mut self, asked: Asked, error: Error, now: Time) {
        self.tick(now);
        if !self.is_late(asked) {
            self.failure = Some(error);
        }
    }

    /// Forgets everything, answers still under way included; loading starts anew.
    pub fn clear(&mut self, now: Time) {
        self.opened = self.tick(now);
        self.settled = self.next;
        self.answer = None;
        self.failure = None;
        self.holds.clear();
        self.refusals.clear();
    }

    /// Takes units out of the headroom until they are committed, released, or `expires_in` milliseconds have passed.
    pub fn hold(&mut self, takings: Vec<Taking>, expires_in: i64, now: Time) -> HoldId {
        let until = self.tick(now).saturating_add(expires_in);
        self.holds.take(takings, until, false)
    }

    /// The platform did what was held and isn't any more: the last answer may contain it.
    pub fn commit_late(&mut self, takings: Vec<Taking>, now: Time) {
        let now = self.tick(now);
        let id = self.holds.take(takings, now, true);
        self.holds.commit(id, now);
    }

    /// The platform did it: the units stay taken until an answer shows them, which is the first one asked for late enough.
    pub fn commit(&mut self, id: HoldId, now: Time) {
        let now = self.tick(now);
        self.holds.commit(id, now);
    }

    /// It did not happen: the units are free again.
    pub fn release(&mut self, id: HoldId, now: Time) {
        self.tick(now);
        self.holds.release(id);
    }

    /// Moves the end of an open hold by so many milliseconds.
    pub fn extend(&mut self, id: HoldId, by: i64, now: Time) {
        self.tick(now);
        self.holds.extend(id, by);
    }

    /// When an open hold ends by itself, by the caller's clock. None unless it is open.
    pub fn hold_ends(&mut self, id: HoldId, now: Time) -> Option<Time> {
        self.tick(now);
        self.holds.until(id).map(|until| self.clock.to_caller(until))
    }

    /// From when on, by the caller's clock, a question would settle a commit that no question settles yet.
    pub fn settles_at(&mut self, now: Time) -> Option<Time> {
        self.tick(now);
        self.holds.settles_at().map(|moment| self.clock.to_caller(moment))
    }

    /// The platform refused for want of a resource: no more than it states can be left, or than `below` where it states nothing.
    pub fn refuse(&mut self, resource: usize, stated: Option<Units>, below: Units, now: Time) {
        self.tick(now);
        let believed = self.answer.as_ref().and_then(|answer| answer.snapshot.quotas.get(resource));
        self.refusals.cap(resource, stated, below, self.next, believed);
    }

    /// The platform refused because the feature is off.
    pub fn disable(&mut self, now: Time) {
        self.tick(now);
        self.refusals.disable(self.next);
    }

    /// What is known now.
    pub fn knowledge(&mut self, now: Time) -> Knowledge {
        let now = self.tick(now);
        let Some(answer) = &self.answer else {
            let waiting = self.failure.is_none() && now < self.pending_until();
            return if waiting { Knowledge::Loading } else { Knowledge::Unavailable(self.failure) };
        };
        let age = now.saturating_sub(answer.came);
        if age >= self.ages.expire_after {
            Knowledge::Expired(answer.as_of)
        } else if age >= self.ages.stale_after {
            Knowledge::Known(answer.as_of, Freshness::Stale)
        } else {
            Knowledge::Known(answer.as_of, Freshness::Fresh)
        }
    }

    /// Is the feature on, by the last answer and what was refused since? None without an answer.
    pub fn enabled(&self) -> Option<bool> {
        let answer = self.answer.as_ref()?;
        Some(answer.snapshot.enabled && !self.refusals.is_disabled())
    }

    /// The last answer's quotas, each after what refusals taught of its zero.
    pub fn quotas(&self) -> impl Iterator<Item = Quota> {
        let reported = self.answer.iter().flat_map(|answer| &answer.snapshot.quotas);
        reported.enumerate().map(|(resource, quota)| self.refusals.reread(resource, *quota))
    }

    /// Units of a resource that are held and not yet settled.
    pub fn held(&self, resource: usize) -> Units {
        self.holds.held(resource)
    }

    /// The most that can be left of a resource after a refusal.
    pub fn cap(&self, resource: usize) -> Option<Units> {
        self.refusals.left(resource)
    }

    /// Could the last answer count units of a resource that are held as well? Then what it leaves is too little, and says nothing
    /// of a crossing.
    pub fn may_count_twice(&self, resource: usize) -> bool {
        self.holds.may_be_in_answer(resource)
    }

    /// When, by the caller's clock, time alone changes what is known next. None when it never does.
    pub fn changes_at(&mut self, now: Time) -> Option<Time> {
        let now = self.tick(now);
        let ends = [self.holds.next_end(), self.refusals.next_end()];
        let moments = match &self.answer {
            None if self.failure.is_some() => [None, None],
            None => [Some(self.pending_until()), None],
            Some(answer) => [
                Some(answer.came.saturating_add(self.ages.stale_after)),
                Some(answer.came.saturating_add(self.ages.expire_after)),
            ],
        };
        let next = moments.into_iter().chain(ends).flatten().filter(|moment| *moment > now).min();
        next.map(|moment| self.clock.to_caller(moment))
    }

    /// Time is an event too.
    fn tick(&mut self, now: Time) -> Time {
        let now = self.clock.tick(now);
        self.holds.expire(now);
        self.refusals.expire(now);
        now
    }

    fn pending_until(&self) -> Time {
        self.opened.saturating_add(self.ages.pending_for)
    }

    fn is_late(&self, asked: Asked) -> bool {
        asked < self.settled
    }
}

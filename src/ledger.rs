//! What is known of one account, and how old it is: answers by the order of asking, holds, refusals, and the clock.

use crate::{
    asked::Asked,
    clock::{Clock, Moment, Time},
    error::Error,
    hold::{HoldId, Holds, Owner, Taking},
    record::{AnswerRecord, Record},
    refusal::Refusals,
    room::Room,
    scope::Scopes,
    snapshot::{OtherLimit, Quota, Snapshot, Units, Usage},
};

/// So many 401 in a row end it: the credentials are no good, and what they showed is nobody's to see.
const REFUSED_FOR_GOOD: u32 = 2;
/// A writer's clock that is ahead by more than this was set back since, and nobody knows how old what it wrote is.
const SKEW: i64 = 300_000;

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

impl Ages {
    /// What an answer is worth at this age. `outdated`: a usage has started anew since.
    pub(crate) fn known(self, as_of: Time, age: i64, outdated: bool) -> Knowledge {
        if age >= self.expire_after {
            Knowledge::Expired(as_of)
        } else if age >= self.stale_after || outdated {
            Knowledge::Known(as_of, Freshness::Stale)
        } else {
            Knowledge::Known(as_of, Freshness::Fresh)
        }
    }
}

/// **What an answer that was passed on is worth.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// Nothing: there was none, it is too old, or a later question was answered before.
    None,
    /// It is the one that is known.
    Same,
    /// It was taken.
    Taken,
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
    asked: Moment,
    as_of: Time,
    /// When it came, by the clock that never goes back.
    came: Time,
    /// Has a usage started anew since?
    outdated: bool,
}

impl Answer {
    fn quota(&self, room: Room, scopes: &Scopes) -> Option<Quota> {
        self.snapshot.quota(room.resource, room.scope.and_then(|scope| scopes.name(scope)))
    }

    /// Forgets resets that lay in the past when the answer came, whichever of the two clocks is wrong: they have happened, and its
    /// numbers are of after them.
    fn without_past_resets(mut self) -> Self {
        for quota in &mut self.snapshot.quotas {
            quota.resets_at = quota.resets_at.filter(|reset| *reset > self.as_of);
        }
        self
    }

    /// When a quota's usage starts anew, by the clock that never goes back.
    fn reset_of(&self, quota: &Quota) -> Option<Time> {
        Some(self.came.saturating_add(quota.resets_at?.saturating_sub(self.as_of)))
    }

    fn next_reset(&self) -> Option<Time> {
        self.snapshot.quotas.iter().filter_map(|quota| self.reset_of(quota)).min()
    }

    /// Forgets the usage of what has started anew.
    fn reset(&mut self, now: Time) {
        if self.next_reset().is_none_or(|next| next > now) {
            return;
        }
        let is_over = |quota: &Quota| self.reset_of(quota).is_some_and(|reset| reset <= now);
        let over: Vec<bool> = self.snapshot.quotas.iter().map(is_over).collect();
        for used in &mut self.snapshot.scoped {
            if over.get(used.resource) == Some(&true) {
                used.usage = Usage::Unknown;
            }
        }
        for (quota, over) in self.snapshot.quotas.iter_mut().zip(over) {
            if over {
                *quota = quota.after_reset();
            }
        }
        self.outdated = true;
    }
}

/// **The only state**: what was asked, answered, failed, held and refused, and when.
#[derive(Debug, Clone)]
pub struct Ledger {
    ages: Ages,
    clock: Clock,
    opened: Time,
    /// The last question, until it is answered or has failed.
    asking: Option<Asked>,
    /// Answers to questions up to this one are too late.
    settled: Moment,
    answer: Option<Answer>,
    failure: Option<Error>,
    /// When everything was forgotten: what was written up to then is forgotten too.
    cleared: Time,
    /// How often the credentials were refused since they were last good.
    unauthorized: u32,
    /// Were they for good?
    shut_out: bool,
    holds: Holds,
    refusals: Refusals,
    scopes: Scopes,
}

impl Ledger {
    /// An empty ledger; loading starts now. The first hold gets the number `first_hold`.
    pub fn open(ages: Ages, first_hold: u64, now: Time) -> Self {
        Self {
            ages,
            clock: Clock::start(now),
            opened: now,
            asking: None,
            settled: Moment::BEFORE,
            answer: None,
            failure: None,
            cleared: Time::MIN,
            unauthorized: 0,
            shut_out: false,
            holds: Holds::numbered_from(first_hold),
            refusals: Refusals::default(),
            scopes: Scopes::default(),
        }
    }

    /// A question goes out.
    pub fn ask(&mut self, now: Time) -> Asked {
        self.tick(now);
        let asked = Asked(self.clock.moment());
        self.asking = Some(asked);
        asked
    }

    /// A good answer came, which a cache on its way had had for `age` milliseconds. It changes nothing, and is not taken, when a later
    /// question was answered first, or one that was asked before it and answered by a newer one.
    pub fn answer(&mut self, asked: Asked, snapshot: Snapshot, age: i64, now: Time) -> bool {
        let came = self.tick(now);
        self.ended(asked);
        if self.is_late(asked) {
            return false;
        }
        self.succeed();
        let (asked, as_of) = (asked.0.earlier(age), now.saturating_sub(age));
        let is_news = asked > self.settled;
        if is_news {
            let answer = Answer { snapshot, asked, as_of, came: came.saturating_sub(age), outdated: false };
            self.take(answer, came);
        }
        is_news
    }

    fn succeed(&mut self) {
        self.failure = None;
        self.unauthorized = 0;
        self.shut_out = false;
    }

    fn take(&mut self, answer: Answer, now: Time) {
        let answer = answer.without_past_resets();
        self.settled = answer.asked;
        self.succeed();
        self.holds.answered(answer.asked);
        let quota = |room| answer.quota(room, &self.scopes);
        self.refusals.answered(answer.asked, quota, now, self.ages.stale_after);
        self.answer = Some(answer);
    }

    /// No usable answer came, and the question is asked again. The last good answer stays. It counts for nothing when a later question
    /// was answered first.
    pub fn miss(&mut self, asked: Asked, error: &Error, now: Time) {
        self.tick(now);
        self.ended(asked);
        if error.is_unauthorized() && !self.is_late(asked) {
            self.unauthorized = self.unauthorized.saturating_add(1);
        }
    }

    /// No usable answer came; the last good one stays, but for a second 401 in a row, which drops it. It changes nothing when a later
    /// question was answered first.
    pub fn fail(&mut self, asked: Asked, error: Error, now: Time) {
        if self.is_late(asked) {
            return;
        }
        self.miss(asked, &error, now);
        self.failure = Some(error);
        if error.is_unauthorized() && self.unauthorized >= REFUSED_FOR_GOOD {
            self.shut_out = true;
            self.answer = None;
            self.settled = asked.0;
        }
    }

    /// Were the credentials refused twice in a row, at last for good, and no good answer came since? It's no use to ask with the same ones.
    pub fn is_shut_out(&self) -> bool {
        self.shut_out
    }

    /// Forgets everything, answers still under way included; loading starts anew.
    pub fn clear(&mut self, now: Time) {
        self.opened = self.tick(now);
        self.cleared = self.opened;
        self.settled = self.clock.moment();
        self.asking = None;
        self.answer = None;
        self.failure = None;
        self.unauthorized = 0;
        self.shut_out = false;
        self.holds.clear();
        self.refusals.clear();
    }

    /// The last answer and the holds, to be passed on; `all`: also the holds that are others'.
    pub fn record(&mut self, all: bool, now: Time) -> Record {
        let (at, now) = (now, self.tick(now));
        let answer = self.answer.as_ref().map(|answer| {
            let came_ago = now.saturating_sub(answer.came);
            let asked_ago = now.saturating_sub(answer.asked.time()).max(came_ago);
            let Answer { as_of, outdated, .. } = *answer;
            AnswerRecord { asked_ago, came_ago, as_of, outdated, snapshot: answer.snapshot.clone() }
        });
        Record { at, answer, holds: self.holds.records(all, now, &self.scopes) }
    }

    /// Takes in the answer of a record, if it was asked for after the last one and still decides.
    pub fn adopt_answer(&mut self, at: Time, passed: AnswerRecord, now: Time) -> News {
        let (since, unsure) = (now.saturating_sub(at).max(0), at.saturating_sub(now) > SKEW);
        let as_of = passed.as_of.min(now.saturating_add(SKEW));
        let now = self.tick(now);
        let age = passed.came_ago.saturating_add(since).max(if unsure { self.ages.stale_after } else { 0 });
        let asked = now.saturating_sub(passed.asked_ago).saturating_sub(since);
        let answer = Answer {
            snapshot: passed.snapshot,
            asked: Moment::start_of(asked),
            as_of,
            came: now.saturating_sub(age),
            outdated: passed.outdated,
        };
        if age >= self.ages.expire_after || answer.asked < self.settled {
            News::None
        } else if answer.asked == self.settled {
            News::Same
        } else {
            self.take(answer, now);
            News::Taken
        }
    }

    /// Takes in the holds of a record. Did they change anything?
    pub fn adopt_holds(&mut self, record: Record, owner: Owner, now: Time) -> bool {
        let since = now.saturating_sub(record.at).max(0);
        let now = self.tick(now);
        if now.saturating_sub(since) <= self.cleared {
            return false;
        }
        let aged = record.holds.into_iter().filter_map(|hold| hold.after(since));
        let asked = self.answer.as_ref().map(|answer| answer.asked);
        let heard = self.clock.moment();
        self.holds.adopt(aged.collect(), owner, asked, now, heard, &mut self.scopes)
    }

    /// When the last answer was asked for, by the caller's clock.
    pub fn asked_at(&mut self, now: Time) -> Option<Time> {
        self.tick(now);
        self.answer.as_ref().map(|answer| self.clock.to_caller(answer.asked.time()))
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
        self.holds.commit(id, self.clock.moment());
    }

    /// The platform did it: the units stay taken until an answer shows them, which is the first one asked for late enough.
    pub fn commit(&mut self, id: HoldId, now: Time) {
        self.tick(now);
        self.holds.commit(id, self.clock.moment());
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

    /// From when on, by the caller's clock, a question would settle a commit that the one under way won't; `all`: also others' commits.
    pub fn settles_at(&mut self, all: bool, now: Time) -> Option<Time> {
        self.tick(now);
        let asking = self.asking.map(|asked| asked.0);
        self.holds.settles_at(asking, all).map(|moment| self.clock.to_caller(moment))
    }

    /// The platform refused for want of a resource: no more than it states can be left, or than `below` where it states nothing.
    pub fn refuse(&mut self, room: Room, stated: Option<Units>, below: Units, now: Time) {
        self.tick(now);
        let believed = self.reported(room);
        self.refusals.cap(room, stated, below, self.clock.moment(), believed);
    }

    /// The platform refused because the feature is off.
    pub fn disable(&mut self, now: Time) {
        self.tick(now);
        self.refusals.disable(self.clock.moment());
    }

    /// What is known now.
    pub fn knowledge(&mut self, now: Time) -> Knowledge {
        let now = self.tick(now);
        let Some(answer) = &self.answer else {
            let waiting = self.failure.is_none() && now < self.pending_until();
            return if waiting { Knowledge::Loading } else { Knowledge::Unavailable(self.failure) };
        };
        self.ages.known(answer.as_of, now.saturating_sub(answer.came), answer.outdated)
    }

    /// Is the feature on, by the last answer and what was refused since? None without an answer, or where it doesn't say.
    pub fn enabled(&self) -> Option<bool> {
        let answer = self.answer.as_ref()?;
        if self.refusals.is_disabled() { Some(false) } else { answer.snapshot.enabled }
    }

    /// The places of what the last answer has quotas of.
    pub fn resources(&self) -> impl Iterator<Item = usize> {
        0..self.answer.as_ref().map_or(0, |answer| answer.snapshot.quotas.len())
    }

    /// The last answer's quota, after what refusals taught of its zero. None without an answer.
    pub fn quota(&self, room: Room) -> Option<Quota> {
        Some(self.refusals.reread(room.resource, self.reported(room)?))
    }

    fn reported(&self, room: Room) -> Option<Quota> {
        self.answer.as_ref()?.quota(room, &self.scopes)
    }

    /// What else the last answer limits.
    pub fn others(&self) -> &[OtherLimit] {
        self.answer.as_ref().map_or(&[], |answer| &answer.snapshot.others)
    }

    /// Has a usage started anew since the last answer? Then nobody knows better, however recently it was asked for.
    pub fn is_outdated(&mut self, now: Time) -> bool {
        self.tick(now);
        self.answer.as_ref().is_some_and(|answer| answer.outdated)
    }

    /// The names of scopes.
    pub fn scopes(&self) -> &Scopes {
        &self.scopes
    }

    /// The names of scopes, to add to.
    pub fn scopes_mut(&mut self) -> &mut Scopes {
        &mut self.scopes
    }

    /// Units that are held and not yet settled.
    pub fn held(&self, room: Room) -> Units {
        self.holds.held(room)
    }

    /// The most that can be left after a refusal.
    pub fn cap(&self, room: Room) -> Option<Units> {
        self.refusals.left(room)
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
            None if self.failure.is_some() => [None; 3],
            None => [Some(self.pending_until()), None, None],
            Some(answer) => [
                Some(answer.came.saturating_add(self.ages.stale_after)),
                Some(answer.came.saturating_add(self.ages.expire_after)),
                answer.next_reset(),
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
        if let Some(answer) = &mut self.answer {
            answer.reset(now);
        }
        now
    }

    fn pending_until(&self) -> Time {
        self.opened.saturating_add(self.ages.pending_for)
    }

    fn is_late(&self, asked: Asked) -> bool {
        asked.0 <= self.settled
    }

    fn ended(&mut self, asked: Asked) {
        self.asking = self.asking.filter(|asking| *asking != asked);
    }
}

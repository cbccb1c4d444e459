//! What the platform refused although the headroom said that it fits: the platform is right, until it says otherwise.

use crate::{
    clock::{Moment, Time},
    room::Room,
    snapshot::{Amount, Limit, Quota, Remaining, Units},
};

/// **A platform's refusal on quota**, as its error says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The feature is off for this account.
    NotEnabled,
    /// Limits were too small.
    LimitReached {
        /// The action that such an error refuses, by its place in the platform's list.
        action: usize,
        /// The resources, each with what the error says is left of it.
        short: Vec<(usize, Option<Units>)>,
    },
}

/// The answer that was asked for after the refusal, and still shows room.
#[derive(Debug, Clone, Copy)]
struct Contradiction {
    quota: Quota,
    /// The answer is believed from then on.
    until: Time,
}

#[derive(Debug, Clone, Copy)]
struct Cap {
    room: Room,
    left: Units,
    /// Could the limit have been a 0 that was taken for unlimited?
    doubts_zero: bool,
    /// Answers to earlier questions know nothing of the refusal.
    since: Moment,
    contradiction: Option<Contradiction>,
}

/// What is left of the refused resources at most, and which zeros turned out to mean none.
#[derive(Debug, Clone, Default)]
pub(crate) struct Refusals {
    caps: Vec<Cap>,
    /// Resources whose limit of 0 was believed to be unlimited and was refused.
    none_at_zero: Vec<usize>,
    /// The feature was said to be off, after all questions before this one.
    disabled: Option<Moment>,
}

impl Refusals {
    /// `stated` is what the platform says is left, and `below` what must be less than was asked for.
    pub(crate) fn cap(
        &mut self,
        room: Room,
        stated: Option<Units>,
        below: Units,
        since: Moment,
        believed: Option<Quota>,
    ) {
        // A platform that leaves some hasn't a limit of 0.
        let doubts_zero =
            stated.is_none_or(|left| left == Units::ZERO) && believed.as_ref().is_none_or(is_by_zero);
        let cap = Cap { room, left: stated.unwrap_or(below), doubts_zero, since, contradiction: None };
        learn(&mut self.none_at_zero, &cap, believed);
        self.caps.retain(|cap| cap.room != room);
        self.caps.push(cap);
    }

    pub(crate) fn disable(&mut self, since: Moment) {
        self.disabled = Some(since);
    }

    /// An answer came in its turn. One that was asked for after a refusal and shows no more room than it agrees; one that does is
    /// believed when limit or usage change once more, and after `stale_after` at the latest.
    pub(crate) fn answered(
        &mut self,
        asked: Moment,
        quota: impl Fn(Room) -> Option<Quota>,
        now: Time,
        stale_after: i64,
    ) {
        self.disabled = self.disabled.filter(|since| asked < *since);
        for cap in &self.caps {
            learn(&mut self.none_at_zero, cap, quota(cap.room));
        }
        let zeros = &self.none_at_zero;
        self.caps.retain_mut(|cap| {
            let Some(reported) = quota(cap.room) else { return false };
            let quota = read(zeros, cap.room.resource, reported);
            match cap.contradiction {
                _ if asked < cap.since => true,
                Some(before) => before.quota == quota,
                None if matches!(quota.remaining(), Remaining::Finite(left) if left <= cap.left) => false,
                None => {
                    let until = now.saturating_add(stale_after);
                    cap.contradiction = Some(Contradiction { quota, until });
                    true
                }
            }
        });
    }

    /// Ends what was contradicted for long enough.
    pub(crate) fn expire(&mut self, now: Time) {
        self.caps.retain(|cap| cap.contradiction.is_none_or(|contradiction| now < contradiction.until));
    }

    /// When the next cap ends by itself.
    pub(crate) fn next_end(&self) -> Option<Time> {
        self.caps.iter().filter_map(|cap| Some(cap.contradiction?.until)).min()
    }

    /// The most that can be left.
    pub(crate) fn left(&self, room: Room) -> Option<Units> {
        self.caps.iter().find(|cap| cap.room == room).map(|cap| cap.left)
    }

    /// A reported quota, after what refusals taught of its zero.
    pub(crate) fn reread(&self, resource: usize, reported: Quota) -> Quota {
        read(&self.none_at_zero, resource, reported)
    }

    pub(crate) fn is_disabled(&self) -> bool {
        self.disabled.is_some()
    }

    /// Forgets the refusals. What a zero means is the platform's way, not this account's: that stays.
    pub(crate) fn clear(&mut self) {
        self.caps.clear();
        self.disabled = None;
    }
}

fn learn(none_at_zero: &mut Vec<usize>, cap: &Cap, quota: Option<Quota>) {
    let resource = cap.room.resource;
    if cap.doubts_zero && quota.as_ref().is_some_and(is_by_zero) && !none_at_zero.contains(&resource) {
        none_at_zero.push(resource);
    }
}

fn is_by_zero(quota: &Quota) -> bool {
    quota.limit == Limit::UnlimitedByZero
}

fn read(none_at_zero: &[usize], resource: usize, reported: Quota) -> Quota {
    match reported.limit {
        Limit::UnlimitedByZero if none_at_zero.contains(&resource) => {
            Quota { limit: Limit::Finite(Amount::ZERO), ..reported }
        }
        _ => reported,
    }
}

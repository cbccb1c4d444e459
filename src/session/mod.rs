//! One account on one platform, from the first question to the last: the platform's rules over the ledger.

mod check;
mod overview;
mod plan;
mod refused;
mod settings;

pub use check::Check;
pub(crate) use check::explained;
pub use overview::{Overview, Phase, Within};
pub use plan::{Plan, Step};
pub use refused::Refused;
pub use settings::{Policy, Settings};

use std::sync::Arc;

use crate::{
    asked::Asked,
    clock::Time,
    crossing::{Crossing, Watch},
    error::{Error, Kind},
    forecast::History,
    gate::{Cost, Terms},
    headroom::Standing,
    hold::{HoldId, Owner, Taking},
    json::Json,
    ledger::{Knowledge, Ledger, News},
    platform::{ActionId, Platform},
    record::Record,
    retry::{self, Attempt},
    room::Room,
    scope::{Scope, Scopes},
    snapshot::{Snapshot, Units},
};

/// **What of a record was news.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adopted {
    /// Its answer.
    pub answer: News,
    /// Did its holds change any?
    pub holds: bool,
}

/// **The names that a session's answers use.**
#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    /// Whose resources and actions they are.
    pub platform: &'a dyn Platform,
    /// What the scopes are called.
    pub scopes: &'a Scopes,
}

/// **One account's quota over the life of a page.**
#[derive(Debug, Clone)]
pub struct Session {
    platform: Arc<dyn Platform>,
    settings: Settings,
    ledger: Ledger,
    /// One for each resource that was looked at.
    watches: Vec<Option<Watch>>,
    history: History,
}

impl Session {
    /// Opens a session in which nothing is known yet.
    pub fn open(platform: impl Platform + 'static, settings: Settings, now: Time) -> Self {
        Self::open_shared(Arc::new(platform), settings, now)
    }

    /// The same, on a platform that others share.
    pub fn open_shared(platform: Arc<dyn Platform>, settings: Settings, now: Time) -> Self {
        let ledger = Ledger::open(settings.ages, settings.first_hold, now);
        let watches = vec![None; platform.resources().len()];
        Self { platform, settings, ledger, watches, history: History::default() }
    }

    /// The platform it is about.
    pub fn platform(&self) -> &Arc<dyn Platform> {
        &self.platform
    }

    /// The names that its answers use.
    pub fn names(&self) -> Names<'_> {
        Names { platform: self.platform.as_ref(), scopes: self.ledger.scopes() }
    }

    /// The scope of a name: a part that a limit counts by itself. As a parameter of an action it is [`Scope::as_param`].
    pub fn scope(&mut self, name: &str) -> Scope {
        self.ledger.scopes_mut().named(name)
    }

    /// What applies wherever it decides.
    pub fn terms(&self) -> Terms {
        self.settings.terms
    }

    /// A question goes out.
    pub fn ask(&mut self, now: Time) -> Asked {
        self.ledger.ask(now)
    }

    /// An answer came of a platform that says everything in one: its HTTP status, and its body where that is JSON. For those that don't,
    /// [`Platform::begin`].
    ///
    /// # Errors
    /// When the answer says nothing of the quota: the last good one stays.
    pub fn answer(
        &mut self,
        asked: Asked,
        status: u16,
        body: Option<&impl Json>,
        now: Time,
    ) -> Result<(), Error> {
        let read = self.platform.read(status, body.map(|body| body as &dyn Json));
        self.take(asked, read, now)
    }

    /// An answer came and was read by a [`Reading`](crate::platform::Reading).
    ///
    /// # Errors
    /// When it says nothing of the quota: the last good one stays.
    pub fn take(&mut self, asked: Asked, read: Result<Snapshot, Error>, now: Time) -> Result<(), Error> {
        self.take_aged(asked, read, 0, now)
    }

    /// The same of an answer that a cache on its way had had for `age` milliseconds (Age, RFC 9111, section 5.1): it is as old, and knows
    /// nothing of what was done since.
    ///
    /// # Errors
    /// When it says nothing of the quota: the last good answer stays.
    pub fn take_aged(
        &mut self,
        asked: Asked,
        read: Result<Snapshot, Error>,
        age: i64,
        now: Time,
    ) -> Result<(), Error> {
        match read {
            Ok(snapshot) => {
                if self.ledger.answer(asked, snapshot, age, now) {
                    self.remember(now.saturating_sub(age));
                }
                Ok(())
            }
            Err(error) => {
                self.give_up(asked, error, now);
                Err(error)
            }
        }
    }

    fn remember(&mut self, as_of: Time) {
        if self.ledger.enabled() != Some(false) {
            let wholes = self.ledger.resources().map(Room::whole);
            let quotas = wholes.filter_map(|room| self.ledger.quota(room));
            self.history.see(quotas.map(|quota| quota.usage), as_of);
        }
    }

    /// No answer came, and it isn't asked for again.
    pub fn fail(&mut self, asked: Asked, now: Time) {
        self.give_up(asked, Error::new(Kind::Network), now);
    }

    /// No usable answer came, for this reason.
    pub(crate) fn give_up(&mut self, asked: Asked, error: Error, now: Time) {
        self.ledger.fail(asked, error, now);
        if self.is_shut_out() {
            self.history.clear();
        }
    }

    /// A question that failed can be asked again after so many milliseconds; then nothing counts as failed yet. None where it's no use:
    /// hand the failure to [`Session::take`] or [`Session::fail`].
    pub fn retry_in(&mut self, asked: Asked, error: &Error, attempt: Attempt, now: Time) -> Option<i64> {
        let wait = retry::retry_in(error, attempt, self.settings.retries)?;
        self.ledger.miss(asked, error, now);
        Some(wait)
    }

    /// Were the credentials refused twice in a row? Then the answer is dropped, and it's no use to ask with the same ones.
    pub fn is_shut_out(&self) -> bool {
        self.ledger.is_shut_out()
    }

    /// What is known and under way, to be passed on; `all`: also the holds that are others'.
    pub fn record(&mut self, all: bool, now: Time) -> Record {
        self.ledger.record(all, now)
    }

    /// Takes in what was passed on: the answer if it was asked for after the last one, and the holds of `owner`.
    pub fn adopt(&mut self, mut record: Record, owner: Owner, now: Time) -> Adopted {
        let mut answer = News::None;
        if let Some(passed) = record.answer.take() {
            answer = self.ledger.adopt_answer(record.at, passed, now);
            let as_of = self.ledger.knowledge(now).as_of().filter(|_| answer == News::Taken);
            if let Some(as_of) = as_of
                && self.history.latest().is_none_or(|last| last < as_of)
            {
                self.remember(as_of);
            }
        }
        Adopted { answer, holds: self.ledger.adopt_holds(record, owner, now) }
    }

    /// Has a usage started anew since the last answer?
    pub fn is_outdated(&mut self, now: Time) -> bool {
        self.ledger.is_outdated(now)
    }

    /// When the last answer was asked for.
    pub fn asked_at(&mut self, now: Time) -> Option<Time> {
        self.ledger.asked_at(now)
    }

    /// Forgets everything, answers under way and holds included.
    pub fn clear(&mut self, now: Time) {
        self.ledger.clear(now);
        self.watches.fill(None);
        self.history.clear();
    }

    /// Takes what an action takes out of the headroom until it is committed, released, or `expires_in` milliseconds have passed.
    pub fn hold(&mut self, action: ActionId, params: &[Option<Units>], expires_in: i64, now: Time) -> HoldId {
        let takings = self.takings(action, params);
        self.ledger.hold(takings, expires_in, now)
    }

    /// The platform did it after the hold had ended.
    pub fn commit_late(&mut self, action: ActionId, params: &[Option<Units>], now: Time) {
        let takings = self.takings(action, params);
        self.ledger.commit_late(takings, now);
    }

    fn takings(&self, action: ActionId, params: &[Option<Units>]) -> Vec<Taking> {
        let costs = self.platform.costs(action, params);
        let takings = costs.iter().filter(|cost| cost.takes > Units::ZERO).map(|cost| Taking {
            room: cost.room,
            units: cost.takes,
            settle_after: self.platform.settle_after(cost.room.resource),
        });
        takings.collect()
    }

    /// What is known now, and what is left of all that these costs take from.
    fn standing<'a>(&self, costs: impl IntoIterator<Item = &'a Cost>) -> Standing {
        Standing::of(&self.ledger, costs.into_iter().map(|cost| cost.room))
    }

    /// The platform did it: the units stay taken until an answer shows them as used. Without effect unless the hold is open.
    pub fn commit(&mut self, hold: HoldId, now: Time) {
        self.ledger.commit(hold, now);
    }

    /// It did not happen: the units are free again. Without effect unless the hold is open.
    pub fn release(&mut self, hold: HoldId, now: Time) {
        self.ledger.release(hold, now);
    }

    /// Moves the end of an open hold by so many milliseconds.
    pub fn extend(&mut self, hold: HoldId, by: i64, now: Time) {
        self.ledger.extend(hold, by, now);
    }

    /// When an open hold ends by itself. None unless it is open.
    pub fn hold_ends(&mut self, hold: HoldId, now: Time) -> Option<Time> {
        self.ledger.hold_ends(hold, now)
    }

    /// From when on a question would show a commit that the one under way won't: time to ask. `all`: also what others committed.
    pub fn settles_at(&mut self, all: bool, now: Time) -> Option<Time> {
        self.ledger.settles_at(all, now)
    }

    /// What was crossed since this was last asked, by resource. What an answer leaves while a hold may be in it says nothing; nor
    /// does the first answer, nor a platform that enforces nothing.
    pub fn crossings(&mut self, now: Time) -> Vec<(usize, Crossing)> {
        let Knowledge::Known(..) = self.ledger.knowledge(now) else { return Vec::new() };
        let standing = self.standing([]);
        if !self.settings.terms.enforced || !standing.enabled {
            return Vec::new();
        }
        let near = self.settings.terms.near;
        let ledger = &self.ledger;
        let looks = self.watches.iter_mut().zip(standing.wholes()).enumerate();
        let crossed = looks.filter(|(resource, _)| !ledger.may_count_twice(*resource));
        let crossed = crossed.filter_map(|(resource, (watch, headroom))| match watch {
            Some(watch) => Some((resource, watch.look(headroom, near)?)),
            None => {
                *watch = Watch::begin(headroom, near);
                None
            }
        });
        crossed.collect()
    }

    /// The answers that forecasts rest on, to be kept.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Goes on from a history that was kept.
    pub fn restore(&mut self, history: History) {
        self.history = history;
    }

    /// When time alone changes an answer next. None when it never does.
    pub fn changes_at(&mut self, now: Time) -> Option<Time> {
        self.ledger.changes_at(now)
    }

    /// The action of a name.
    ///
    /// # Errors
    /// When the platform has none of this name.
    pub fn action(&self, name: &str) -> Result<ActionId, Error> {
        self.platform.action(name).ok_or(Error::new(Kind::UnknownAction))
    }
}

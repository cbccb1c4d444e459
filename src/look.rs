//! The first decision, before the ledger is there: one answer of one platform, with nothing held and nothing refused, looked at by the same
//! rules as ever.
//!
//! A page downloads this first (`first/`), and goes on with a [`Session`](crate::session::Session) as soon as that has come. Until then
//! both say the same; `tests/native/looks.rs` compares them.

use crate::{
    clock::{Clock, Time},
    gate::{Decision, Grounds},
    headroom::Standing,
    ledger::Knowledge,
    platform::{Platform, vocdoni::Vocdoni},
    session::{Check, Settings, explained},
    snapshot::{Amount, Snapshot, Units},
};

/// The limit and the usage of each of the platform's resources; NaN for what isn't a number.
pub type Reported = [(f64, f64); 5];

/// The parameters of an action, in its order; NaN for one not given. No action has more.
pub type Params = [f64; 5];

#[derive(Debug, Clone)]
struct Answer {
    snapshot: Snapshot,
    /// By the clock of the one who asked.
    as_of: Time,
    /// By the clock that never goes back.
    came: Time,
}

/// **What is known of an account that was asked about once.**
#[derive(Debug, Clone)]
pub struct Look {
    platform: Vocdoni,
    settings: Settings,
    opened: Time,
    clock: Clock,
    answer: Option<Answer>,
}

impl Look {
    /// Nothing is known yet; loading starts now.
    pub fn open(platform: Vocdoni, settings: Settings, now: Time) -> Self {
        Self { platform, settings, opened: now, clock: Clock::start(now), answer: None }
    }

    /// An answer came: is the feature on, and what it said of each resource.
    pub fn answer(&mut self, enabled: bool, reported: Reported, now: Time) {
        let amounts = reported.into_iter();
        let amounts = amounts.map(|(limit, used)| (Amount::from_number(limit), Amount::from_number(used)));
        let snapshot = self.platform.reported(enabled, amounts);
        self.answer = Some(Answer { snapshot, as_of: now, came: self.clock.tick(now) });
    }

    /// The whole answer about an action.
    pub fn check(&mut self, action: usize, params: Params, now: Time) -> Option<Check> {
        let action = self.platform.action_at(action)?;
        let params = params.map(Units::from_number);
        let costs = self.platform.costs(action, &params);
        let grounds = self.grounds(now);
        // Nothing is under way, and none of this platform's limits starts anew.
        let waiting_helps = |_: &Decision| false;
        let policy = &self.settings.policy;
        Some(explained(&self.platform, policy, &grounds, action, &params, &costs, waiting_helps))
    }

    fn grounds(&mut self, now: Time) -> Grounds {
        let known = self.known(now);
        let standing = self.answer.as_ref().map(|answer| Standing::reported(&answer.snapshot));
        Grounds::new(known, standing.unwrap_or_default(), self.settings.terms)
    }

    fn known(&mut self, now: Time) -> Knowledge {
        let now = self.clock.tick(now);
        let ages = self.settings.ages;
        let Some(Answer { as_of, came, .. }) = self.answer else {
            let waiting = now < self.opened.saturating_add(ages.pending_for);
            return if waiting { Knowledge::Loading } else { Knowledge::Unavailable(None) };
        };
        ages.known(as_of, now.saturating_sub(came), false)
    }
}

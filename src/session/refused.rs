//! Taking in what the platform refused.

use super::{Session, check::Check, plan::Step};
use crate::{
    clock::Time,
    gate::{Cost, Grounds, Terms},
    headroom::{Headroom, Standing},
    json::Json,
    ledger::{Freshness, Knowledge},
    platform::ActionId,
    refusal::Refusal,
    room::Room,
    snapshot::Units,
};

/// **A refusal that was taken in**: what it was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The action that was tried.
    pub action: ActionId,
    /// What it was tried with.
    pub params: Vec<Option<Units>>,
    /// The resources that were too short, each with the least that was too much; empty where the feature is off.
    pub short: Vec<(usize, Units)>,
}

impl Session {
    /// Takes in what a platform's error says, and what was tried; None if it isn't about quotas. Ask anew after it, and then
    /// [`Session::check_refused`].
    pub fn refuse(&mut self, body: Option<&impl Json>, attempt: Option<Step>, now: Time) -> Option<Refused> {
        let refusal = self.platform.refusal(body?)?;
        self.take_refusal(refusal, attempt, now)
    }

    /// Takes in a refusal that was read by [`Platform::refusal`](crate::platform::Platform::refusal).
    pub fn take_refusal(&mut self, refusal: Refusal, attempt: Option<Step>, now: Time) -> Option<Refused> {
        let (place, short) = match refusal {
            Refusal::NotEnabled => (0, None),
            Refusal::LimitReached { action, short } => (action, Some(short)),
        };
        let named = Step { action: self.platform.action_at(place)?, params: Vec::new() };
        let Step { action, params } = attempt.unwrap_or(named);
        let Some(short) = short else {
            self.ledger.disable(now);
            return Some(Refused { action, params, short: Vec::new() });
        };
        let costs = self.platform.costs(action, &params);
        let mut refused = Vec::new();
        for (resource, stated) in short {
            let asked = costs.iter().filter(|cost| cost.room.resource == resource);
            let below = asked.map(|cost| cost.needs).max().unwrap_or_default().minus(Units::ONE);
            self.ledger.refuse(room_of(resource, &costs), stated, below, now);
            refused.push((resource, stated.unwrap_or(below).plus(Units::ONE)));
        }
        Some(Refused { action, params, short: refused })
    }

    /// The denial that a refusal is, whatever the answers say: it happened. It names every resource that the platform named, also
    /// where the action's parameters don't say that it needs some. What holds for the next attempt is [`Session::check`]'s to say.
    pub fn check_refused(&mut self, refused: &Refused, now: Time) -> Check {
        let known = self.ledger.knowledge(now);
        let mut costs = self.platform.costs(refused.action, &refused.params);
        for (resource, too_much) in &refused.short {
            match costs.iter_mut().find(|cost| cost.room.resource == *resource) {
                Some(cost) => *cost = cost.at_least(*too_much),
                None => costs.push(Cost::needed(*resource, *too_much, Units::ONE)),
            }
        }
        let terms = Terms { enforced: true, ..self.settings.terms };
        let standing = self.standing_of(refused, &costs);
        let grounds = Grounds::new(Knowledge::Known(now, Freshness::Fresh), standing, terms);
        let mut check = self.explained(&grounds, refused.action, &refused.params, &costs);
        (check.decision.as_of, check.decision.stale) = (known.as_of(), known.is_stale());
        check
    }

    /// What the platform must have gone by.
    fn standing_of(&self, refused: &Refused, costs: &[Cost]) -> Standing {
        let rooms = (0..self.platform.resources().len()).map(Room::whole);
        let mut standing = self.standing(costs).filled(rooms.chain(costs.iter().map(|cost| cost.room)));
        standing.enabled = !refused.short.is_empty();
        for (resource, too_much) in &refused.short {
            let (refused, left) = (room_of(*resource, costs), too_much.minus(Units::ONE));
            standing.change(|room, headroom| {
                let cap = Some(headroom.cap.map_or(left, |cap| cap.min(left)));
                if room == refused { Headroom { cap, ..headroom } } else { headroom }
            });
        }
        standing
    }
}

/// What of a resource an attempt with these costs was about.
fn room_of(resource: usize, costs: &[Cost]) -> Room {
    let named = costs.iter().map(|cost| cost.room).find(|room| room.resource == resource);
    named.unwrap_or(Room::whole(resource))
}

//! What is known of the account as a whole.

use super::Session;
use crate::{
    clock::Time,
    forecast::Forecast,
    headroom::{Headroom, Standing},
    ledger::{Freshness, Knowledge},
    room::Room,
    scope::Scope,
    snapshot::OtherLimit,
};

/// **How current a session is.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The first answer is under way.
    Loading,
    /// There is a fresh answer.
    Ready,
    /// The answer is stale: it decides, and is due to be asked for again.
    Stale,
    /// There is no answer that decides.
    Unavailable,
}

/// **What is known of the account as a whole.**
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// How current it is.
    pub phase: Phase,
    /// Is the feature on? None until known.
    pub enabled: Option<bool>,
    /// When the answer came.
    pub as_of: Option<Time>,
    /// One for each of the platform's resources; empty without an answer that decides.
    pub headroom: Vec<Headroom>,
    /// One for each of the platform's resources; None while too little is known.
    pub forecast: Vec<Option<Forecast>>,
    /// What else the platform limits.
    pub others: Vec<OtherLimit>,
}

/// **What is left of a resource within one scope.**
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Within {
    /// Of what.
    pub room: Room,
    /// Is the feature on? None until known.
    pub enabled: Option<bool>,
    /// None without an answer that decides.
    pub headroom: Option<Headroom>,
}

impl Session {
    /// What is known of the account as a whole.
    pub fn overview(&mut self, now: Time) -> Overview {
        let known = self.ledger.knowledge(now);
        let phase = match known {
            Knowledge::Loading => Phase::Loading,
            Knowledge::Unavailable(_) | Knowledge::Expired(_) => Phase::Unavailable,
            Knowledge::Known(_, Freshness::Fresh) => Phase::Ready,
            Knowledge::Known(_, Freshness::Stale) => Phase::Stale,
        };
        let decides = matches!(known, Knowledge::Known(..));
        let headroom: Vec<Headroom> =
            if decides { self.standing([]).wholes().copied().collect() } else { Vec::new() };
        let forecasts = headroom.iter().enumerate();
        Overview {
            phase,
            enabled: self.ledger.enabled().filter(|_| decides),
            as_of: known.as_of(),
            forecast: forecasts
                .map(|(resource, each)| self.history.forecast(resource, &each.quota))
                .collect(),
            headroom,
            others: if decides { self.ledger.others().to_vec() } else { Vec::new() },
        }
    }

    /// What is left of a resource within one scope. None of a resource whose limit doesn't count by scope.
    pub fn within(&mut self, resource: usize, scope: Scope, now: Time) -> Option<Within> {
        self.platform.resources().get(resource).filter(|resource| resource.scoped)?;
        let room = Room { resource, scope: Some(scope) };
        let decides = matches!(self.ledger.knowledge(now), Knowledge::Known(..));
        let headroom = Standing::of(&self.ledger, [room]).get(room).copied().filter(|_| decides);
        Some(Within { room, enabled: self.ledger.enabled().filter(|_| decides), headroom })
    }
}

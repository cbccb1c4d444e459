//! What is known of the account as a whole.

use super::Session;
use crate::{
    clock::Time,
    forecast::Forecast,
    headroom::{Headroom, Standing},
    ledger::{Freshness, Knowledge},
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
        let headroom = if decides { Standing::of(&self.ledger).headrooms } else { Vec::new() };
        let forecasts = headroom.iter().enumerate();
        Overview {
            phase,
            enabled: self.ledger.enabled().filter(|_| decides),
            as_of: known.as_of(),
            forecast: forecasts
                .map(|(resource, each)| self.history.forecast(resource, &each.quota))
                .collect(),
            headroom,
        }
    }
}

//! The public contract's words, handed to JavaScript once and by their place after that: as text they'd take longer than the rest.

use std::borrow::Cow;

use serde::ser::{Serialize, Serializer};

use crate::{
    crossing::Crossing,
    gate::{Reason, Verdict},
    headroom::Level,
    platform::{self, RemedyKind},
    session::Phase,
};

/// One of the few words that there are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word(pub(super) &'static str);

impl Serialize for Word {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit_variant("", 0, self.0)
    }
}

/// What a platform calls something: a word where this crate knows the platform, a text where a description brings it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name<'a>(pub(super) &'a platform::Name);

impl Serialize for Name<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Cow::Borrowed(word) => Word(word).serialize(serializer),
            Cow::Owned(name) => serializer.serialize_str(name),
        }
    }
}

pub(super) fn verdict(verdict: Verdict) -> Word {
    Word(match verdict {
        Verdict::Allow => "allow",
        Verdict::Deny => "deny",
        Verdict::Pending => "pending",
        Verdict::Unknown => "unknown",
    })
}

pub(super) fn reason(reason: Reason) -> Word {
    Word(match reason {
        Reason::WithinLimits => "within-limits",
        Reason::Unlimited => "unlimited",
        Reason::NotEnforced => "not-enforced",
        Reason::LimitReached => "limit-reached",
        Reason::NotEnabled => "not-enabled",
        Reason::Loading => "loading",
        Reason::Unavailable => "unavailable",
        Reason::Expired => "expired",
        Reason::UsageUnknown => "usage-unknown",
        Reason::LimitUnknown => "limit-unknown",
    })
}

pub(super) fn level(level: Level) -> Word {
    Word(match level {
        Level::Disabled => "disabled",
        Level::Unknown => "unknown",
        Level::Unlimited => "unlimited",
        Level::Over => "over",
        Level::Exhausted => "exhausted",
        Level::Near => "near",
        Level::Ok => "ok",
    })
}

pub(super) fn crossing(crossing: Crossing) -> Word {
    Word(match crossing {
        Crossing::Near => "near",
        Crossing::Exhausted => "exhausted",
        Crossing::Recovered => "recovered",
    })
}

pub(super) fn phase(phase: Phase) -> Word {
    Word(match phase {
        Phase::Loading => "loading",
        Phase::Ready => "ready",
        Phase::Stale => "stale",
        Phase::Unavailable => "unavailable",
    })
}

pub(super) fn remedy_kind(kind: RemedyKind) -> Word {
    Word(match kind {
        RemedyKind::FreeSlot => "free-slot",
        RemedyKind::RaiseLimit => "raise-limit",
        RemedyKind::Enable => "enable",
        RemedyKind::Wait => "wait",
        RemedyKind::Retry => "retry",
        RemedyKind::SignIn => "sign-in",
    })
}

//! The public contract's words, handed to JavaScript once and by their place after that: as text they'd take longer than the rest.

use serde::ser::{Serialize, Serializer};

use crate::{
    crossing::Crossing,
    gate::{Reason, Verdict},
    headroom::Level,
    platform::RemedyKind,
    session::Phase,
};

/// One of the few strings that there are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name(pub(super) &'static str);

impl Serialize for Name {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit_variant("", 0, self.0)
    }
}

pub(super) fn verdict(verdict: Verdict) -> Name {
    Name(match verdict {
        Verdict::Allow => "allow",
        Verdict::Deny => "deny",
        Verdict::Pending => "pending",
        Verdict::Unknown => "unknown",
    })
}

pub(super) fn reason(reason: Reason) -> Name {
    Name(match reason {
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

pub(super) fn level(level: Level) -> Name {
    Name(match level {
        Level::Disabled => "disabled",
        Level::Unknown => "unknown",
        Level::Unlimited => "unlimited",
        Level::Over => "over",
        Level::Exhausted => "exhausted",
        Level::Near => "near",
        Level::Ok => "ok",
    })
}

pub(super) fn crossing(crossing: Crossing) -> Name {
    Name(match crossing {
        Crossing::Near => "near",
        Crossing::Exhausted => "exhausted",
        Crossing::Recovered => "recovered",
    })
}

pub(super) fn phase(phase: Phase) -> Name {
    Name(match phase {
        Phase::Loading => "loading",
        Phase::Ready => "ready",
        Phase::Stale => "stale",
        Phase::Unavailable => "unavailable",
    })
}

pub(super) fn remedy_kind(kind: RemedyKind) -> Name {
    Name(match kind {
        RemedyKind::FreeSlot => "free-slot",
        RemedyKind::RaiseLimit => "raise-limit",
        RemedyKind::Enable => "enable",
        RemedyKind::Wait => "wait",
        RemedyKind::Retry => "retry",
        RemedyKind::SignIn => "sign-in",
    })
}

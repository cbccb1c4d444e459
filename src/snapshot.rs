//! One platform's answer, as the rest of the crate sees it: checked once, here, and never again.

use crate::clock::Time;

/// The largest whole number that a JSON number carries exactly: 2^53 - 1 (RFC 8259, section 6).
pub(crate) const MAX: i64 = 9_007_199_254_740_991;

/// **A whole number that a platform reports**, -(2^53 - 1) to 2^53 - 1: a limit or a usage. Both can be negative: a decrement
/// without a floor at Vocdoni leaves usage below 0 (`db/organizations.go`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(i64);

impl Amount {
    /// None.
    pub const ZERO: Self = Self(0);

    /// Takes a number that is whole by value (1.0 and 1e3 are) and saturates it; NaN and fractions are none.
    pub fn from_number(value: f64) -> Option<Self> {
        (value.trunc() == value).then_some(Self((value as i64).clamp(-MAX, MAX)))
    }

    /// The number itself.
    pub fn get(self) -> i64 {
        self.0
    }

    /// The sum, saturated.
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0).clamp(-MAX, MAX))
    }

    /// The difference, saturated.
    pub fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0).clamp(-MAX, MAX))
    }
}

/// **Units of a resource**, 0 to 2^53 - 1: asked for, taken, held or left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Units(u64);

impl Units {
    /// None at all.
    pub const ZERO: Self = Self(0);
    /// A single one.
    pub const ONE: Self = Self(1);
    /// More than this can't be counted; sums and products stop here.
    pub const MAX: Self = Self(MAX as u64);

    /// Saturates at [`Units::MAX`].
    pub fn new(count: u64) -> Self {
        Self(count.min(Self::MAX.0))
    }

    /// Takes a whole number of 0 or more and saturates it; NaN, fractions and negative numbers are none.
    pub fn from_number(value: f64) -> Option<Self> {
        (value.trunc() == value && value >= 0.0).then_some(Self::new(value as u64))
    }

    /// The number itself.
    pub fn get(self) -> u64 {
        self.0
    }

    /// The sum, at most [`Units::MAX`].
    pub fn plus(self, other: Self) -> Self {
        Self::new(self.0.saturating_add(other.0))
    }

    /// The product, at most [`Units::MAX`].
    pub fn times(self, other: Self) -> Self {
        Self::new(self.0.saturating_mul(other.0))
    }

    /// The difference, at least 0.
    pub fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

/// **How much of a resource an account may use.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// As much as it likes.
    Unlimited,
    /// As much as it likes, if the reported 0 means that: guides and back ends disagree, and a refusal shows that it means none.
    UnlimitedByZero,
    /// So many units; 0 and below allow none beyond a negative usage.
    Finite(Amount),
    /// None at all, whatever the usage; the number is the platform's.
    Closed(Amount),
    /// Not said, nor what is used of it: only that so many units are left.
    Left(Amount),
    /// The platform didn't say, or not in a way that can be read.
    Unknown,
}

/// **How much of a resource an account has used.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usage {
    /// So many units.
    Known(Amount),
    /// The platform didn't say, or not in a way that can be read.
    Unknown,
}

/// **Where a quota's numbers came from**, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Origin {
    /// The platform said both, or one of them and the other isn't known.
    #[default]
    Reported,
    /// The platform said the limit, and the usage was counted.
    Counted,
    /// The platform didn't say the limit: its documented default is assumed.
    Assumed,
}

/// **One resource's limit and usage.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// How much may be used.
    pub limit: Limit,
    /// How much is used.
    pub usage: Usage,
    /// Where both came from.
    pub origin: Origin,
    /// When the usage starts anew, by the platform's clock. None where it never does, or nobody says.
    pub resets_at: Option<Time>,
}

/// **What is left of a quota**, or why that isn't known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remaining {
    /// There is no limit.
    Unlimited,
    /// So many units.
    Finite(Units),
    /// The limit is not known.
    LimitUnknown,
    /// The limit is finite and the usage is not known.
    UsageUnknown,
}

impl Quota {
    /// One of which the platform says nothing.
    pub const UNKNOWN: Self = Self::reported(Limit::Unknown, Usage::Unknown);

    /// One of which the platform says all that is known, and that never starts anew.
    pub const fn reported(limit: Limit, usage: Usage) -> Self {
        Self { limit, usage, origin: Origin::Reported, resets_at: None }
    }

    /// The same once its usage has started anew: how much was used since, nobody knows.
    pub(crate) fn after_reset(self) -> Self {
        let limit = if let Limit::Left(_) = self.limit { Limit::Unknown } else { self.limit };
        Self { limit, usage: Usage::Unknown, resets_at: None, ..self }
    }

    /// limit - used, at least 0.
    pub fn remaining(&self) -> Remaining {
        match (self.limit, self.usage) {
            (Limit::Unlimited | Limit::UnlimitedByZero, _) => Remaining::Unlimited,
            (Limit::Closed(_), _) => Remaining::Finite(Units::ZERO),
            (Limit::Left(left), _) => Remaining::Finite(Units::new(left.get().max(0).unsigned_abs())),
            (Limit::Unknown, _) => Remaining::LimitUnknown,
            (Limit::Finite(_), Usage::Unknown) => Remaining::UsageUnknown,
            (Limit::Finite(limit), Usage::Known(used)) => {
                let left = limit.get().saturating_sub(used.get()).max(0);
                Remaining::Finite(Units::new(left.unsigned_abs()))
            }
        }
    }
}

/// **What is used of a resource within one scope.**
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopedUsage {
    /// The resource's place in the platform's list.
    pub resource: usize,
    /// The scope's name.
    pub scope: String,
    /// How much is used there.
    pub usage: Usage,
    /// Where that came from.
    pub origin: Origin,
}

/// **A limit that no action of this crate takes from**, by the platform's own name: shown as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherLimit {
    /// The platform's name of it.
    pub name: String,
    /// How much may be used.
    pub limit: Limit,
}

/// **One answer of a platform**: is the feature on, and each resource's quota, in the order of the platform's resources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Is the feature that the quotas belong to switched on for this account? None where the platform didn't say; then its limits
    /// count.
    pub enabled: Option<bool>,
    /// One for each of the platform's resources. Of a resource that is counted by scope, the limit of each scope.
    pub quotas: Vec<Quota>,
    /// Of resources that are counted by scope, what is used where.
    pub scoped: Vec<ScopedUsage>,
    /// What else the platform limits.
    pub others: Vec<OtherLimit>,
}

impl Snapshot {
    /// An answer about the platform's resources, none of them counted by scope, and nothing else.
    pub fn of(enabled: Option<bool>, quotas: Vec<Quota>) -> Self {
        Self { enabled, quotas, scoped: Vec::new(), others: Vec::new() }
    }

    /// The quota of a resource, within a scope where one is named.
    pub(crate) fn quota(&self, resource: usize, scope: Option<&str>) -> Option<Quota> {
        let quota = *self.quotas.get(resource)?;
        let Some(scope) = scope else { return Some(quota) };
        let mut scoped = self.scoped.iter();
        let used = scoped.find(|each| each.resource == resource && each.scope == scope);
        let within =
            |used: &ScopedUsage| Quota { usage: used.usage, origin: quota.origin.max(used.origin), ..quota };
        Some(used.map_or(Quota { usage: Usage::Unknown, ..quota }, within))
    }
}

//! One account on one platform, from the first question to the last: the platform's rules over the ledger.

use crate::{
    error::{Error, Kind},
    gate::{self, Decision, Most, Reason, Terms, Verdict},
    headroom::Headroom,
    json::Json,
    ledger::{Ages, Asked, Freshness, Knowledge, Ledger, Time},
    platform::{ActionId, ParamKind, Platform, Remedy, RemedyKind},
    snapshot::{Snapshot, Units},
};

/// **What a button does while nothing is known**, which is neither a denial nor an allowance.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policy {
    /// Open while the first answer is under way?
    pub open_while_loading: bool,
    /// The actions that are closed while the quota can't be known; the others are open, since the platform has the last word.
    pub closed_when_unknown: Vec<ActionId>,
}

/// **What a session is opened with.**
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Enforcement, and when a limit counts as near.
    pub terms: Terms,
    /// How long answers count.
    pub ages: Ages,
    /// What a button does while nothing is known.
    pub policy: Policy,
}

impl Default for Settings {
    /// Everything enforced; the ages and shares of the defaults; closed while loading, open when unknown.
    fn default() -> Self {
        Self {
            terms: Terms { enforced: true, near: Default::default() },
            ages: Ages::default(),
            policy: Policy::default(),
        }
    }
}

/// **The whole answer about one action.**
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// The action's name.
    pub action: &'static str,
    /// Verdict, reason, limits in the way.
    pub decision: Decision,
    /// What the button should do: the verdict after the [`Policy`].
    pub allowed: bool,
    /// For each numeric parameter the largest value that passes, the others unchanged. The first is the count.
    pub most: Vec<(&'static str, Most)>,
    /// What helps. None where the action is allowed by its verdict.
    pub remedy: Option<Remedy>,
}

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// How current it is.
    pub phase: Phase,
    /// Is the feature on? None until known.
    pub enabled: Option<bool>,
    /// When the answer came.
    pub as_of: Option<Time>,
    /// One for each of the platform's resources; None without an answer that decides.
    pub headroom: Vec<Option<Headroom>>,
}

/// **One account's quota over the life of a page.**
#[derive(Debug, Clone)]
pub struct Session {
    platform: Platform,
    settings: Settings,
    ledger: Ledger,
}

impl Session {
    /// Opens a session in which nothing is known yet.
    pub fn open(platform: Platform, settings: Settings, now: Time) -> Self {
        let ledger = Ledger::open(settings.ages, now);
        Self { platform, settings, ledger }
    }

    /// The platform it is about.
    pub fn platform(&self) -> Platform {
        self.platform
    }

    /// What applies wherever it decides.
    pub fn terms(&self) -> Terms {
        self.settings.terms
    }

    /// A question goes out.
    pub fn ask(&mut self) -> Asked {
        self.ledger.ask()
    }

    /// An answer came: its HTTP status, and its body where that is JSON.
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
        self.take(asked, self.platform.read(status, body), now)
    }

    /// An answer came and was read by [`Platform::read`].
    ///
    /// # Errors
    /// When it says nothing of the quota: the last good one stays.
    pub fn take(&mut self, asked: Asked, read: Result<Snapshot, Error>, now: Time) -> Result<(), Error> {
        match read {
            Ok(snapshot) => {
                self.ledger.answer(asked, snapshot, now);
                Ok(())
            }
            Err(error) => {
                self.ledger.fail(asked, error, now);
                Err(error)
            }
        }
    }

    /// No answer came.
    pub fn fail(&mut self, asked: Asked, now: Time) {
        self.ledger.fail(asked, Error::new(Kind::Network), now);
    }

    /// Forgets everything, answers under way included.
    pub fn clear(&mut self, now: Time) {
        self.ledger.clear(now);
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

    /// May the button be enabled? [`Session::check`]'s `allowed`, without building the explanation.
    pub fn can(&mut self, action: ActionId, params: &[Option<Units>], now: Time) -> bool {
        let costs = self.platform.costs(action, params);
        let reason = gate::reason(&self.ledger.knowledge(now), self.settings.terms, &costs);
        self.settings.policy.allows(action, reason)
    }

    /// The whole answer about an action. Parameters stand in the order of the action's own list; None is one not given.
    pub fn check(&mut self, action: ActionId, params: &[Option<Units>], now: Time) -> Check {
        let platform = self.platform;
        let terms = self.settings.terms;
        let known = self.ledger.knowledge(now);
        let decision = gate::decide(&known, terms, &platform.costs(action, params));
        let described = platform.describe(action);
        let names = described.map_or(&[][..], |described| described.params);
        let largest = |place| {
            let mut tried = params.to_vec();
            tried.resize(names.len(), None);
            gate::most(&known, terms, |units| {
                if let Some(param) = tried.get_mut(place) {
                    *param = Some(units);
                }
                platform.costs(action, &tried)
            })
        };
        let numeric = names.iter().enumerate().filter(|(_, param)| param.kind == ParamKind::Amount);
        let most = numeric.map(|(place, param)| (param.name, largest(place))).collect();
        let remedy = remedy(platform, &known, &decision);
        Check {
            action: described.map_or("", |described| described.name),
            allowed: self.settings.policy.allows(action, decision.reason),
            decision,
            most,
            remedy,
        }
    }

    /// What is known of the account as a whole.
    pub fn overview(&mut self, now: Time) -> Overview {
        let known = self.ledger.knowledge(now);
        let (phase, dated) = match known {
            Knowledge::Loading => (Phase::Loading, None),
            Knowledge::Unavailable(_) => (Phase::Unavailable, None),
            Knowledge::Expired(dated) => (Phase::Unavailable, Some(dated)),
            Knowledge::Known(dated, Freshness::Fresh) => (Phase::Ready, Some(dated)),
            Knowledge::Known(dated, Freshness::Stale) => (Phase::Stale, Some(dated)),
        };
        let deciding = dated.filter(|_| phase != Phase::Unavailable);
        let places = 0..self.platform.resources().len();
        Overview {
            phase,
            enabled: deciding.map(|dated| dated.snapshot.enabled),
            as_of: dated.map(|dated| dated.as_of),
            headroom: places.map(|place| Headroom::of(deciding?.snapshot, place)).collect(),
        }
    }
}

impl Policy {
    fn allows(&self, action: ActionId, reason: Reason) -> bool {
        match reason.verdict() {
            Verdict::Allow => true,
            Verdict::Deny => false,
            Verdict::Pending => self.open_while_loading,
            Verdict::Unknown => !self.closed_when_unknown.contains(&action),
        }
    }
}

fn remedy(platform: Platform, known: &Knowledge<'_>, decision: &Decision) -> Option<Remedy> {
    let retry = Remedy { kind: RemedyKind::Retry, href: None };
    match decision.reason {
        Reason::WithinLimits | Reason::Unlimited | Reason::NotEnforced => None,
        Reason::LimitReached => Some(platform.remedy(decision.blockers.iter().map(|short| short.resource))),
        Reason::NotEnabled => Some(platform.remedy_when_disabled()),
        Reason::Loading => Some(Remedy { kind: RemedyKind::Wait, href: None }),
        Reason::Unavailable => Some(match known {
            Knowledge::Unavailable(Some(failure)) => platform.remedy_for(failure),
            _ => retry,
        }),
        Reason::Expired | Reason::UsageUnknown | Reason::LimitUnknown => Some(retry),
    }
}

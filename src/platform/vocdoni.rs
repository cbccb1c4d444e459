//! Vocdoni: `GET /integrator`, by the platform's guide or by its back end's source.
//!
//! Headroom is limit minus counter; `enabled: false` switches everything off; the limits cap the integrator over all its managed
//! organizations. On what a limit of 0 means, and on which actions are capped, guide and back end differ: [`Rules`]. References such
//! as `process_vote.go` are to the platform's open-source back end, vocdoni/saas-backend at fb835a1.

mod reveal;

pub(super) use reveal::shown;

use std::{borrow::Cow, sync::Arc};

use super::{
    Action, ActionId, Answered, COUNT, Once, Param, ParamKind, Platform, Reading, Remedy, RemedyKind,
    Resource, code_of, count_of, given,
};
use crate::{
    error::Error,
    gate::{Cost, Shortfall},
    json::Json,
    refusal::Refusal,
    snapshot::{Amount, Limit, Quota, Snapshot, Units, Usage},
};

/// **Whose word counts.**
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rules {
    /// The guide's: a limit of 0 is unlimited, and every action is capped.
    #[default]
    Documented,
    /// The back end's: a limit of 0 is unlimited for votes only, relayed votes and OTPs are never refused, and a process of at most
    /// ten voters takes no slot.
    Observed,
}

/// **Vocdoni**, by one of its rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Vocdoni {
    /// Whose word counts.
    pub rules: Rules,
}

const MANAGED_ORGS: usize = 0;
const MANAGED_PROCESSES: usize = 1;
const VOTES: usize = 2;
const EMAILS: usize = 3;
const SMS: usize = 4;

/// Slots are reserved before the platform answers (organizations_managed.go:179, processes_publish.go:280); votes and messages are
/// counted some time after they were taken on (process_vote.go:454, csp/csp.go:99).
const AT_ONCE: i64 = 0;
const LATER: i64 = 60_000;

const RESOURCES: &[Resource] = &[
    resource("managedOrgs", "maxManagedOrgs", "managedOrgs", AT_ONCE),
    resource("managedProcesses", "maxManagedProcesses", "managedProcesses", AT_ONCE),
    resource("votes", "maxVotes", "sentVotes", LATER),
    resource("emails", "maxEmails", "sentEmails", LATER),
    resource("sms", "maxSMS", "sentSMS", LATER),
];

const fn resource(
    name: &'static str,
    limit_name: &'static str,
    usage_name: &'static str,
    settle_after: i64,
) -> Resource {
    Resource {
        name: Cow::Borrowed(name),
        limit_name: Cow::Borrowed(limit_name),
        usage_name: Some(Cow::Borrowed(usage_name)),
        settle_after,
        scoped: false,
    }
}

const CREATE_MANAGED_ORG: usize = 0;
const PUBLISH_PROCESS: usize = 1;
const RELAY_VOTES: usize = 2;
const SEND_EMAIL_OTP: usize = 3;

/// The places of publishProcess's parameters.
const VOTERS_AT: usize = 1;
const QUESTIONS_AT: usize = 2;
const EMAIL_OTP_AT: usize = 3;
const SMS_OTP_AT: usize = 4;

const ACTIONS: &[Action] = &[
    Action { name: Cow::Borrowed("createManagedOrg"), params: &[COUNT] },
    Action {
        name: Cow::Borrowed("publishProcess"),
        params: &[
            COUNT,
            Param { name: "voters", kind: ParamKind::Amount },
            Param { name: "questions", kind: ParamKind::Amount },
            Param { name: "emailOtp", kind: ParamKind::Flag },
            Param { name: "smsOtp", kind: ParamKind::Flag },
        ],
    },
    Action { name: Cow::Borrowed("relayVotes"), params: &[COUNT] },
    Action { name: Cow::Borrowed("sendEmailOtp"), params: &[COUNT] },
    Action { name: Cow::Borrowed("sendSmsOtp"), params: &[COUNT] },
];

const LARGEST_TEST: u64 = 10;

/// Where limits are raised and integrator features switched on.
const DASHBOARD: Option<&str> = Some("https://platform.vocdoni.io");

const ENABLE: Remedy = Remedy { kind: RemedyKind::Enable, href: DASHBOARD };

/// The account isn't an integrator: with a JWT the platform says so by 403 and never by `enabled` (organizations_managed.go:48).
const NOT_AN_INTEGRATOR: i32 = 40153;
/// The account's email address isn't verified: 401, and signing in again doesn't help (middlewares.go:153).
const NOT_VERIFIED: i32 = 40014;

/// `{ "platform": "vocdoni", "observed": true }`, by the documented rules where nothing else is said.
pub(super) fn from_json(settings: &dyn Json) -> Option<Arc<dyn Platform>> {
    let observed = settings.get("observed").and_then(|observed| observed.boolean()).unwrap_or_default();
    let rules = if observed { Rules::Observed } else { Rules::Documented };
    Some(Arc::new(Vocdoni { rules }))
}

impl Platform for Vocdoni {
    fn resources(&self) -> &[Resource] {
        RESOURCES
    }

    fn actions(&self) -> &[Action] {
        ACTIONS
    }

    fn begin(&self) -> Box<dyn Reading> {
        Box::new(Once::of(*self))
    }

    fn costs(&self, action: ActionId, params: &[Option<Units>]) -> Vec<Cost> {
        let count = count_of(params);
        match action.place() {
            CREATE_MANAGED_ORG => vec![Cost::taken(MANAGED_ORGS, count)],
            PUBLISH_PROCESS => self.publishing(count, params),
            RELAY_VOTES => vec![self.sending(VOTES, count)],
            SEND_EMAIL_OTP => vec![self.sending(EMAILS, count)],
            _ => vec![self.sending(SMS, count)],
        }
    }

    fn refusal(&self, body: &dyn Json) -> Option<Refusal> {
        refusal(body)
    }

    /// Deleting an organization frees its slot; that limit can be raised too, as all others only can.
    fn remedy(&self, blockers: &[Shortfall]) -> Remedy {
        let orgs_alone = blockers.iter().all(|short| short.room.resource == MANAGED_ORGS);
        let kind = if orgs_alone { RemedyKind::FreeSlot } else { RemedyKind::RaiseLimit };
        Remedy { kind, href: DASHBOARD }
    }

    fn remedy_when_disabled(&self) -> Remedy {
        ENABLE
    }

    fn remedy_for(&self, failure: &Error) -> Remedy {
        let signing_in_helps = failure.is_unauthorized() && failure.platform_code() != Some(NOT_VERIFIED);
        Remedy { kind: if signing_in_helps { RemedyKind::SignIn } else { RemedyKind::Retry }, href: None }
    }
}

impl Answered for Vocdoni {
    fn answer(&self, status: u16, body: Option<&dyn Json>) -> Result<Snapshot, Error> {
        match (status, code_of(body)) {
            (200..=299, _) => self.snapshot(status, body),
            (403, Some(NOT_AN_INTEGRATOR)) => Ok(not_an_integrator()),
            (_, code) => Err(Error::from_status(status, code)),
        }
    }
}

impl Vocdoni {
    /// All of its actions, in their order.
    #[cfg(feature = "first")]
    pub(crate) const EVERY: [ActionId; ACTIONS.len()] =
        [ActionId(0), ActionId(1), ActionId(2), ActionId(3), ActionId(4)];

    fn snapshot(self, status: u16, body: Option<&dyn Json>) -> Result<Snapshot, Error> {
        let body = body.filter(|body| body.is_object());
        let body = body.ok_or_else(|| Error::bad_response(status, "the body is not a JSON object"))?;
        let enabled = body.get("enabled").and_then(|enabled| enabled.boolean());
        let enabled = enabled.ok_or_else(|| Error::bad_response(status, "\"enabled\" is not a boolean"))?;
        let (limits, usage) = (body.get("limits"), body.get("usage"));
        let numbers = RESOURCES.iter().map(|resource| {
            let used = resource.usage_name.as_deref().and_then(|name| amount(usage.as_deref(), name));
            (amount(limits.as_deref(), &resource.limit_name), used)
        });
        Ok(self.reported(enabled, numbers))
    }

    /// An answer with these limits and usages, in the order of the resources; None is one that isn't a number.
    pub(crate) fn reported(
        self,
        enabled: bool,
        numbers: impl IntoIterator<Item = (Option<Amount>, Option<Amount>)>,
    ) -> Snapshot {
        let quotas = numbers.into_iter().enumerate().map(|(place, (limit, used))| {
            let limit = limit.map_or(Limit::Unknown, |amount| self.limit(place, amount));
            Quota::reported(limit, used.map_or(Usage::Unknown, Usage::Known))
        });
        Snapshot::of(Some(enabled), quotas.collect())
    }

    /// The guide: "a limit of 0 is unlimited", for every resource. The back end: of votes only (subscriptions.go:461), and an account
    /// that may have no organizations isn't an integrator (subscriptions.go:559).
    fn limit(self, resource: usize, amount: Amount) -> Limit {
        match (self.rules, resource) {
            (Rules::Documented, _) if amount == Amount::ZERO => Limit::UnlimitedByZero,
            (Rules::Observed, MANAGED_ORGS) if amount <= Amount::ZERO => Limit::Closed(amount),
            (Rules::Observed, VOTES) if amount <= Amount::ZERO => Limit::Unlimited,
            _ => Limit::Finite(amount),
        }
    }

    /// By the back end, votes and messages are never refused on quota (process_vote.go:454, csp/auth.go), and counted.
    fn sending(self, resource: usize, count: Units) -> Cost {
        match self.rules {
            Rules::Documented => Cost::taken(resource, count),
            Rules::Observed => Cost::counted(resource, count),
        }
    }

    /// A process slot is taken at once. Votes, emails and SMS are only checked then, for each process by itself
    /// (subscriptions.go:440-469), and counted when they happen. Without a number of voters nothing is known of the votes, and an OTP
    /// channel needs at least one message.
    fn publishing(self, count: Units, params: &[Option<Units>]) -> Vec<Cost> {
        let voters = given(params, VOTERS_AT);
        let mut costs = Vec::new();
        if self.takes_slot(voters) {
            costs.push(Cost::taken(MANAGED_PROCESSES, count));
        }
        if count == Units::ZERO {
            return costs;
        }
        let questions = given(params, QUESTIONS_AT).unwrap_or(Units::ONE);
        if let Some(voters) = voters {
            costs.push(Cost::needed(VOTES, voters.times(questions), count));
        }
        let messages = voters.unwrap_or(Units::ONE);
        for (place, resource) in [(EMAIL_OTP_AT, EMAILS), (SMS_OTP_AT, SMS)] {
            if given(params, place).is_some_and(|on| on > Units::ZERO) {
                costs.push(Cost::needed(resource, messages, count));
            }
        }
        costs
    }

    /// Tests of up to ten voters are free of the slot (db/const.go:25), and of nothing else.
    fn takes_slot(self, voters: Option<Units>) -> bool {
        self.rules == Rules::Documented || voters.is_none_or(|voters| voters.get() > LARGEST_TEST)
    }
}

fn amount(group: Option<&dyn Json>, name: &str) -> Option<Amount> {
    Amount::from_number(group?.get(name)?.number()?)
}

fn not_an_integrator() -> Snapshot {
    Snapshot::of(Some(false), vec![Quota::UNKNOWN; RESOURCES.len()])
}

/// An error about a quota: its code, what its text says of itself, and what stands before the number that is left.
struct Quoted {
    code: i32,
    text: &'static str,
    left: Option<&'static str>,
    resource: usize,
    action: usize,
}

/// errors/errors_definition.go:93-103; the numbers by subscriptions.go:441-469. The limits that the first two may state are no
/// remainders.
const QUOTED: &[Quoted] = &[
    Quoted {
        code: 40154,
        text: "max managed organizations reached",
        left: None,
        resource: MANAGED_ORGS,
        action: CREATE_MANAGED_ORG,
    },
    Quoted {
        code: 40155,
        text: "integrator quota exceeded",
        left: None,
        resource: MANAGED_PROCESSES,
        action: PUBLISH_PROCESS,
    },
    Quoted {
        code: 40046,
        text: "email allowance",
        left: Some("remaining emails: "),
        resource: EMAILS,
        action: PUBLISH_PROCESS,
    },
    Quoted {
        code: 40047,
        text: "sms allowance",
        left: Some("remaining sms: "),
        resource: SMS,
        action: PUBLISH_PROCESS,
    },
    Quoted {
        code: 40162,
        text: "vote allowance",
        left: Some("remaining votes: "),
        resource: VOTES,
        action: PUBLISH_PROCESS,
    },
];

/// What a publish is refused with, its reasons joined in the text (processes_publish.go:235).
const MALFORMED_BODY: i32 = 40004;
/// What older routes wrap the same refusals in (errors/errors_definition.go:31).
const UNAUTHORIZED: i32 = 40001;

/// Errors are `{"error": "…", "code": 40158}`, sent as text/plain (errors/errors.go:28).
fn refusal(body: &dyn Json) -> Option<Refusal> {
    let code = code_of(Some(body))?;
    let text = body.get("error").and_then(|error| error.text()).unwrap_or_default();
    let wrapped = matches!(code, MALFORMED_BODY | UNAUTHORIZED);
    if code == NOT_AN_INTEGRATOR || (wrapped && after(&text, "organization is not an integrator").is_some()) {
        return Some(Refusal::NotEnabled);
    }
    let named = QUOTED
        .iter()
        .filter(|quoted| quoted.code == code || (wrapped && after(&text, quoted.text).is_some()));
    let action = named.clone().next()?.action;
    let short =
        named.map(|quoted| (quoted.resource, quoted.left.and_then(|before| number_after(&text, before))));
    Some(Refusal::LimitReached { action, short: short.collect() })
}

fn number_after(text: &str, before: &str) -> Option<Units> {
    let rest = after(text, before)?;
    let digits = rest.iter().map_while(|byte| byte.is_ascii_digit().then(|| Units::new((byte & 0xf).into())));
    let mut digits = digits.peekable();
    digits.peek()?;
    Some(digits.fold(Units::ZERO, |number, digit| number.times(Units::new(10)).plus(digit)))
}

/// What follows a phrase. By bytes: the standard library's search is 2 KB of wasm, made for long texts.
fn after<'a>(text: &'a str, phrase: &str) -> Option<&'a [u8]> {
    let (text, phrase) = (text.as_bytes(), phrase.as_bytes());
    let place = text.windows(phrase.len()).position(|window| window == phrase)?;
    text.get(place.saturating_add(phrase.len())..)
}

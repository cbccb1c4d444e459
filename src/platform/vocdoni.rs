//! Vocdoni: `GET /integrator`, as the platform's guide documents it.
//!
//! Headroom is limit minus counter; a limit of 0 is unlimited; `enabled: false` switches everything off; the limits cap the
//! integrator over all its managed organizations. References such as `process_vote.go` are to the platform's open-source back
//! end, vocdoni/saas-backend at fb835a1.

use super::{Action, Param, ParamKind, Remedy, RemedyKind, Resource};
use crate::{
    error::Error,
    gate::Cost,
    json::Json,
    snapshot::{Amount, Limit, Quota, Snapshot, Units, Usage},
};

/// **Vocdoni's documented rules.**
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Vocdoni;

const MANAGED_ORGS: usize = 0;
const MANAGED_PROCESSES: usize = 1;
const VOTES: usize = 2;
const EMAILS: usize = 3;
const SMS: usize = 4;

pub(super) const RESOURCES: &[Resource] = &[
    Resource { name: "managedOrgs", limit_name: "maxManagedOrgs", usage_name: "managedOrgs" },
    Resource { name: "managedProcesses", limit_name: "maxManagedProcesses", usage_name: "managedProcesses" },
    Resource { name: "votes", limit_name: "maxVotes", usage_name: "sentVotes" },
    Resource { name: "emails", limit_name: "maxEmails", usage_name: "sentEmails" },
    Resource { name: "sms", limit_name: "maxSMS", usage_name: "sentSMS" },
];

const CREATE_MANAGED_ORG: usize = 0;
const PUBLISH_PROCESS: usize = 1;
const RELAY_VOTES: usize = 2;
const SEND_EMAIL_OTP: usize = 3;

/// The places of publishProcess's parameters; every action's count comes first.
const COUNT_AT: usize = 0;
const VOTERS_AT: usize = 1;
const QUESTIONS_AT: usize = 2;
const EMAIL_OTP_AT: usize = 3;
const SMS_OTP_AT: usize = 4;

const COUNT: Param = Param { name: "count", kind: ParamKind::Amount };

pub(super) const ACTIONS: &[Action] = &[
    Action { name: "createManagedOrg", params: &[COUNT] },
    Action {
        name: "publishProcess",
        params: &[
            COUNT,
            Param { name: "voters", kind: ParamKind::Amount },
            Param { name: "questions", kind: ParamKind::Amount },
            Param { name: "emailOtp", kind: ParamKind::Flag },
            Param { name: "smsOtp", kind: ParamKind::Flag },
        ],
    },
    Action { name: "relayVotes", params: &[COUNT] },
    Action { name: "sendEmailOtp", params: &[COUNT] },
    Action { name: "sendSmsOtp", params: &[COUNT] },
];

/// Where limits are raised and integrator features switched on.
const DASHBOARD: Option<&str> = Some("https://platform.vocdoni.io");

pub(super) const ENABLE: Remedy = Remedy { kind: RemedyKind::Enable, href: DASHBOARD };

/// The account isn't an integrator: with a JWT the platform says so by 403 and never by `enabled` (organizations_managed.go:48).
const NOT_AN_INTEGRATOR: i32 = 40153;
/// The account's email address isn't verified: 401, and signing in again doesn't help (middlewares.go:153).
const NOT_VERIFIED: i32 = 40014;

impl Vocdoni {
    pub(super) fn read(self, status: u16, body: Option<&impl Json>) -> Result<Snapshot, Error> {
        match (status, platform_code(body)) {
            (200..=299, _) => snapshot(status, body),
            (403, Some(NOT_AN_INTEGRATOR)) => Ok(not_an_integrator()),
            (_, code) => Err(Error::from_status(status, code)),
        }
    }
}

/// Errors are `{"error": "…", "code": 40158}`, sent as text/plain (errors/errors.go:28).
fn platform_code(body: Option<&impl Json>) -> Option<i32> {
    let code = body?.get("code")?.number()?;
    (code.trunc() == code && code.abs() < 1e6).then_some(code as i32)
}

fn snapshot(status: u16, body: Option<&impl Json>) -> Result<Snapshot, Error> {
    let body = body.filter(|body| body.is_object());
    let body = body.ok_or_else(|| Error::bad_response(status, "the body is not a JSON object"))?;
    let enabled = body.get("enabled").and_then(|enabled| enabled.boolean());
    let enabled = enabled.ok_or_else(|| Error::bad_response(status, "\"enabled\" is not a boolean"))?;
    let (limits, usage) = (body.get("limits"), body.get("usage"));
    let quotas = RESOURCES.iter().map(|resource| Quota {
        limit: amount(limits.as_ref(), resource.limit_name).map_or(Limit::Unknown, documented_limit),
        usage: amount(usage.as_ref(), resource.usage_name).map_or(Usage::Unknown, Usage::Known),
    });
    Ok(Snapshot { enabled, quotas: quotas.collect() })
}

fn amount(group: Option<&impl Json>, name: &str) -> Option<Amount> {
    Amount::from_number(group?.get(name)?.number()?)
}

/// The guide: "a limit of 0 is unlimited", for every resource.
fn documented_limit(amount: Amount) -> Limit {
    match amount.get() {
        0 => Limit::Unlimited,
        _ => Limit::Finite(amount),
    }
}

fn not_an_integrator() -> Snapshot {
    let unknown = Quota { limit: Limit::Unknown, usage: Usage::Unknown };
    Snapshot { enabled: false, quotas: vec![unknown; RESOURCES.len()] }
}

pub(super) fn costs(action: usize, params: &[Option<Units>]) -> Vec<Cost> {
    let count = given(params, COUNT_AT).unwrap_or(Units::ONE);
    match action {
        CREATE_MANAGED_ORG => vec![Cost::taken(MANAGED_ORGS, count)],
        PUBLISH_PROCESS => publishing(count, params),
        RELAY_VOTES => vec![Cost::taken(VOTES, count)],
        SEND_EMAIL_OTP => vec![Cost::taken(EMAILS, count)],
        _ => vec![Cost::taken(SMS, count)],
    }
}

fn given(params: &[Option<Units>], place: usize) -> Option<Units> {
    params.get(place).copied().flatten()
}

/// A process slot is taken at once. Votes, emails and SMS are only checked then, for each process by itself
/// (subscriptions.go:440-469), and counted when they happen. Without a number of voters nothing is known of the votes, and an OTP
/// channel needs at least one message.
fn publishing(count: Units, params: &[Option<Units>]) -> Vec<Cost> {
    let mut costs = vec![Cost::taken(MANAGED_PROCESSES, count)];
    if count == Units::ZERO {
        return costs;
    }
    let voters = given(params, VOTERS_AT);
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

/// Deleting an organization frees its slot; that limit can be raised too, as all others only can.
pub(super) fn remedy(short: &mut impl Iterator<Item = usize>) -> Remedy {
    if short.all(|resource| resource == MANAGED_ORGS) {
        Remedy { kind: RemedyKind::FreeSlot, href: DASHBOARD }
    } else {
        Remedy { kind: RemedyKind::RaiseLimit, href: DASHBOARD }
    }
}

pub(super) fn remedy_for(failure: &Error) -> Remedy {
    let signing_in_helps = failure.is_unauthorized() && failure.platform_code() != Some(NOT_VERIFIED);
    Remedy { kind: if signing_in_helps { RemedyKind::SignIn } else { RemedyKind::Retry }, href: None }
}

//! The back end's own rules: as its packages decided, and as its source says where they weren't asked.

use quota_gate::{
    gate::{Decision, Most, Verdict},
    platform::{
        Platform, Resource, from_json,
        vocdoni::{Rules, Vocdoni},
    },
    session::{Check, Session, Settings},
    snapshot::Limit,
};
use serde_json::{Value, json};

use crate::support::{VOCDONI, check, integrator, short, tell, usage_name};

fn following(rules: Rules, limits: Value, usage: Value) -> Session {
    let mut session = Session::open(Vocdoni { rules }, Settings::default(), 0);
    tell(&mut session, 200, integrator(limits, usage), 0).expect("an answer");
    session
}

fn recorded() -> Vec<Value> {
    let lines = include_str!("../fixtures/vocdoni-decisions.jsonl").lines();
    lines.map(|line| serde_json::from_str(line).expect("a decision")).collect()
}

fn decide(rules: Rules, recorded: &Value) -> Check {
    let action = recorded["action"].as_str().expect("an action");
    let params = recorded["params"].as_object().expect("parameters");
    let given = params.iter().map(|(name, value)| {
        let flag = value.as_bool().map(u64::from);
        (name.as_str(), flag.or_else(|| value.as_u64()).expect("a number or a flag"))
    });
    let mut session = following(rules, recorded["limits"].clone(), recorded["usage"].clone());
    check(&mut session, action, &given.collect::<Vec<_>>())
}

fn agrees(rules: Rules, recorded: &Value) -> bool {
    let allowed = decide(rules, recorded).decision.reason.verdict() == Verdict::Allow;
    Some(allowed) == recorded["allow"].as_bool()
}

fn refused_resource(code: &Value) -> &'static str {
    match code.as_u64() {
        Some(40154) => "managedOrgs",
        Some(40155) => "managedProcesses",
        Some(40162) => "votes",
        Some(40046) => "emails",
        Some(40047) => "sms",
        other => panic!("no quota code: {other:?}"),
    }
}

#[test]
fn all_that_the_back_end_decided_is_decided_alike() {
    let recorded = recorded();
    assert_eq!(recorded.len(), 400);
    for each in &recorded {
        assert!(agrees(Rules::Observed, each), "{each}");
    }
}

/// It stops at the first limit that a census exceeds, so there can be more in the way than it says.
#[test]
fn what_the_back_end_refused_for_is_in_the_way() {
    for each in recorded().iter().filter(|each| each["allow"] == false) {
        let blockers = short(&decide(Rules::Observed, each).decision.blockers);
        for code in each["codes"].as_array().expect("codes") {
            let resource = refused_resource(code);
            assert!(blockers.iter().any(|(name, _)| *name == resource), "no {resource}: {each}");
        }
    }
}

#[test]
fn the_guides_rules_decide_some_of_it_otherwise() {
    let recorded = recorded();
    let otherwise = recorded.iter().filter(|each| !agrees(Rules::Documented, each)).count();
    assert!(otherwise > 0, "the recorded decisions don't tell the rules apart");
}

/// What wasn't recorded. A row is two lines: what it shows and where the back end (or the design, for what its JSON can't be) says
/// so; then limits, usage, the action with its parameters, verdict and reason, the largest count, and what is short or comes near,
/// with the units missing. In limits and usage a resource that isn't named isn't reported.
const TABLE: &str = r#"
without voters the slot is needed; subscriptions.go:520
managedProcesses=4 | managedProcesses=1 | publishProcess | Allow WithinLimits | 3 |
without voters a full limit denies; subscriptions.go:520
managedProcesses=3 | managedProcesses=3 | publishProcess | Deny LimitReached | 0 | managedProcesses:1
without voters the votes aren't asked for; subscriptions.go:461
managedProcesses=9 votes=5 | managedProcesses=0 votes=5 | publishProcess questions=7 | Allow WithinLimits | 9 |
without voters an e-mail channel needs one; subscriptions.go:440
managedProcesses=9 emails=5 | managedProcesses=0 emails=5 | publishProcess emailOtp=1 | Deny LimitReached | 0 | emails:1
without voters an e-mail channel needs no more; subscriptions.go:440
managedProcesses=9 emails=5 | managedProcesses=0 emails=4 | publishProcess emailOtp=1 | Allow WithinLimits | 9 |
without voters an SMS channel needs one; subscriptions.go:452
managedProcesses=9 sms=5 | managedProcesses=0 sms=5 | publishProcess smsOtp=1 | Deny LimitReached | 0 | sms:1

several processes take as many slots; subscriptions.go:520
managedProcesses=9 votes=0 | managedProcesses=4 | publishProcess count=6 voters=11 | Deny LimitReached | 5 | managedProcesses:1
several processes of unknown voters take as many slots; subscriptions.go:520
managedProcesses=9 | managedProcesses=4 | publishProcess count=6 | Deny LimitReached | 5 | managedProcesses:1
each process is checked by itself, and together they exceed: votes; subscriptions.go:461-469
managedProcesses=90 votes=100 | managedProcesses=0 votes=0 | publishProcess count=3 voters=20 questions=2 | Allow WithinLimits | 90 | votes:20
each process is checked by itself, and together they exceed: e-mail; subscriptions.go:440
managedProcesses=90 votes=0 emails=50 | managedProcesses=0 emails=0 | publishProcess count=3 voters=20 emailOtp=1 | Allow WithinLimits | 90 | emails:10
each process is checked by itself, and together they exceed: SMS; subscriptions.go:452
managedProcesses=90 votes=0 sms=50 | managedProcesses=0 sms=0 | publishProcess count=3 voters=20 smsOtp=1 | Allow WithinLimits | 90 | sms:10
together they fit exactly; subscriptions.go:440
managedProcesses=90 votes=0 emails=60 | managedProcesses=0 emails=0 | publishProcess count=3 voters=20 emailOtp=1 | Allow WithinLimits | 90 |
one process of several doesn't fit; subscriptions.go:440
managedProcesses=90 votes=0 emails=50 | managedProcesses=0 emails=31 | publishProcess count=3 voters=20 emailOtp=1 | Deny LimitReached | 0 | emails:1
no process at all; subscriptions.go:520
managedProcesses=3 emails=0 | managedProcesses=3 emails=9 | publishProcess count=0 voters=50 emailOtp=1 | Allow WithinLimits | 0 |

ten voters take no slot; db/const.go:25
managedProcesses=3 votes=0 | managedProcesses=3 | publishProcess voters=10 | Allow Unlimited | ∞ |
ten voters take no slot, however many processes; db/const.go:25
managedProcesses=3 votes=0 | managedProcesses=3 | publishProcess count=99 voters=10 | Allow Unlimited | ∞ |
no voters at all take no slot; db/const.go:25
managedProcesses=3 votes=0 | managedProcesses=3 | publishProcess voters=0 | Allow WithinLimits | ∞ |
ten voters ask nothing of an unknown limit of processes; db/const.go:25
votes=99 | votes=0 | publishProcess voters=10 | Allow WithinLimits | ∞ |
eleven voters take one; db/const.go:25
managedProcesses=3 votes=0 | managedProcesses=3 | publishProcess voters=11 | Deny LimitReached | 0 | managedProcesses:1
ten voters need votes; subscriptions.go:461-469
votes=19 | votes=0 | publishProcess voters=10 questions=2 | Deny LimitReached | 0 | votes:1
ten voters need e-mails; subscriptions.go:440
votes=0 emails=9 | emails=0 | publishProcess voters=10 emailOtp=1 | Deny LimitReached | 0 | emails:1
ten voters need SMS; subscriptions.go:452
votes=0 sms=9 | sms=0 | publishProcess voters=10 smsOtp=1 | Deny LimitReached | 0 | sms:1
both channels ask for the whole census; subscriptions.go:440-452
managedProcesses=9 votes=0 emails=29 sms=28 | managedProcesses=0 emails=0 sms=0 | publishProcess voters=30 emailOtp=1 smsOtp=1 | Deny LimitReached | 0 | emails:1 sms:2

an account that may have no organizations isn't an integrator; subscriptions.go:559
managedOrgs=0 | managedOrgs=0 | createManagedOrg | Deny LimitReached | 0 | managedOrgs:1
nor one that may have less than none; subscriptions.go:559
managedOrgs=-2 | managedOrgs=-4 | createManagedOrg | Deny LimitReached | 0 | managedOrgs:1
whatever it has in use; subscriptions.go:559
managedOrgs=0 | managedOrgs=-5 | createManagedOrg | Deny LimitReached | 0 | managedOrgs:1
and if that isn't known; subscriptions.go:559
managedOrgs=0 | | createManagedOrg count=3 | Deny LimitReached | 0 | managedOrgs:3
no organization passes there; subscriptions.go:559
managedOrgs=0 | managedOrgs=-5 | createManagedOrg count=0 | Allow WithinLimits | 0 |
the last organization; subscriptions.go:604
managedOrgs=3 | managedOrgs=2 | createManagedOrg | Allow WithinLimits | 1 | managedOrgs:0
several organizations; subscriptions.go:604
managedOrgs=6 | managedOrgs=3 | createManagedOrg count=4 | Deny LimitReached | 3 | managedOrgs:1
more organizations than the limit; subscriptions.go:604
managedOrgs=3 | managedOrgs=7 | createManagedOrg | Deny LimitReached | 0 | managedOrgs:1
fewer organizations than none; db/organizations.go:441
managedOrgs=3 | managedOrgs=-1 | createManagedOrg count=4 | Allow WithinLimits | 4 | managedOrgs:0

relaying is never refused: over; process_vote.go:454-455
votes=100 | votes=98 | relayVotes count=5 | Allow WithinLimits | ∞ | votes:3
relaying is never refused: used beyond; process_vote.go:454-455
votes=100 | votes=120 | relayVotes | Allow WithinLimits | ∞ | votes:1
relaying is never refused: to the end; process_vote.go:454-455
votes=100 | votes=98 | relayVotes count=2 | Allow WithinLimits | ∞ | votes:0
relaying is never refused: near the end; process_vote.go:454-455
votes=100 | votes=78 | relayVotes count=2 | Allow WithinLimits | ∞ | votes:0
relaying is never refused: plenty; process_vote.go:454-455
votes=100 | votes=0 | relayVotes count=79 | Allow WithinLimits | ∞ |
relaying is never refused: limit unknown; process_vote.go:454-455
votes=null | votes=7 | relayVotes count=5 | Allow WithinLimits | ∞ |
relaying is never refused: usage unknown; process_vote.go:454-455
votes=5 | votes=null | relayVotes count=9 | Allow WithinLimits | ∞ |
relaying is never refused: nothing reported; process_vote.go:454-455
| | relayVotes count=9 | Allow WithinLimits | ∞ |
relaying is never refused: 0 is unlimited; subscriptions.go:461
votes=0 | votes=7 | relayVotes count=9 | Allow WithinLimits | ∞ |
an e-mail is never refused: over; csp/csp.go:99-115
emails=10 | emails=10 | sendEmailOtp | Allow WithinLimits | ∞ | emails:1
an e-mail is never refused: 0 is none; subscriptions.go:440
emails=0 | emails=0 | sendEmailOtp count=4 | Allow WithinLimits | ∞ | emails:4
an e-mail is never refused: unknown; csp/csp.go:99-115
emails="9" | emails=3 | sendEmailOtp count=40 | Allow WithinLimits | ∞ |
an SMS is never refused: over; csp/csp.go:99-115
sms=10 | sms=9 | sendSmsOtp count=3 | Allow WithinLimits | ∞ | sms:2
an SMS is never refused: 0 is none; subscriptions.go:452
sms=0 | sms=0 | sendSmsOtp count=4 | Allow WithinLimits | ∞ | sms:4
an SMS is never refused: unknown; csp/csp.go:99-115
sms=9 | sms=1.5 | sendSmsOtp count=40 | Allow WithinLimits | ∞ |
nothing sent, nothing to warn of; csp/csp.go:99-115
sms=0 | sms=7 | sendSmsOtp count=0 | Allow WithinLimits | ∞ |

a limit of 0 is no process; db/organizations.go:465
managedProcesses=0 | managedProcesses=0 | publishProcess | Deny LimitReached | 0 | managedProcesses:1
a limit of 0 is no e-mail; subscriptions.go:440
managedProcesses=9 votes=0 emails=0 | managedProcesses=0 emails=0 | publishProcess voters=20 emailOtp=1 | Deny LimitReached | 0 | emails:20
a limit of 0 is no SMS; subscriptions.go:452
managedProcesses=9 votes=0 sms=0 | managedProcesses=0 sms=0 | publishProcess voters=20 smsOtp=1 | Deny LimitReached | 0 | sms:20
a limit of 0 is unlimited votes; subscriptions.go:461
managedProcesses=9 votes=0 | managedProcesses=0 votes=7 | publishProcess voters=9999 questions=9 | Allow WithinLimits | 9 |
a limit of 0 is unlimited votes, whose usage may be unknown; subscriptions.go:461
managedProcesses=9 votes=0 | managedProcesses=0 | publishProcess voters=9999 questions=9 | Allow WithinLimits | 9 |
less than 0 is unlimited votes too; subscriptions.go:461
managedProcesses=9 votes=-3 | managedProcesses=0 votes=7 | publishProcess voters=9999 questions=9 | Allow WithinLimits | 9 |
less than 0 is no process; subscriptions.go:520
managedProcesses=-3 | managedProcesses=0 | publishProcess voters=11 | Deny LimitReached | 0 | managedProcesses:1
less than 0 is no e-mail; subscriptions.go:440
votes=0 emails=-3 | emails=0 | publishProcess voters=2 emailOtp=1 | Deny LimitReached | 0 | emails:2
less than 0 and still less used; subscriptions.go:440
votes=0 emails=-3 | emails=-9 | publishProcess voters=6 emailOtp=1 | Allow WithinLimits | ∞ |

a missing limit is not known; design.md, Amounts
votes=0 | managedProcesses=1 | publishProcess voters=11 | Unknown LimitUnknown | ? |
nor is null; design.md, Amounts
managedProcesses=null votes=0 | managedProcesses=1 | publishProcess voters=11 | Unknown LimitUnknown | ? |
nor a text; design.md, Amounts
managedProcesses="9" votes=0 | managedProcesses=1 | publishProcess voters=11 | Unknown LimitUnknown | ? |
nor a fraction; design.md, Amounts
managedProcesses=9.5 votes=0 | managedProcesses=1 | publishProcess voters=11 | Unknown LimitUnknown | ? |
a missing usage is not known; design.md, Amounts
managedProcesses=9 votes=0 | | publishProcess voters=11 | Unknown UsageUnknown | ? |
nor is null as usage; design.md, Amounts
managedProcesses=9 votes=0 | managedProcesses=null | publishProcess voters=11 | Unknown UsageUnknown | ? |
nor a text as usage; design.md, Amounts
managedProcesses=9 votes=0 | managedProcesses="1" | publishProcess voters=11 | Unknown UsageUnknown | ? |
nor a fraction as usage; design.md, Amounts
managedProcesses=9 votes=0 | managedProcesses=0.5 | publishProcess voters=11 | Unknown UsageUnknown | ? |
an unknown limit of organizations; design.md, Amounts
| managedOrgs=1 | createManagedOrg | Unknown LimitUnknown | ? |
what isn't asked for may be unknown; design.md, Amounts
managedProcesses=9 votes=99 | managedProcesses=1 votes=0 | publishProcess voters=11 emailOtp=0 | Allow WithinLimits | 8 |
a known denial beats what is unknown; design.md, Verdict
managedProcesses=9 votes=5 emails=null | managedProcesses=1 votes=0 | publishProcess voters=11 emailOtp=1 | Deny LimitReached | 0 | votes:6

usage beyond the limit leaves nothing: e-mails; subscriptions.go:440
managedProcesses=9 votes=0 emails=10 | managedProcesses=0 emails=25 | publishProcess voters=20 emailOtp=1 | Deny LimitReached | 0 | emails:20
usage beyond the limit leaves nothing: votes; subscriptions.go:461-469
managedProcesses=9 votes=10 | managedProcesses=0 votes=25 | publishProcess voters=20 questions=3 | Deny LimitReached | 0 | votes:60
usage beyond the limit leaves nothing: processes; subscriptions.go:520
managedProcesses=9 votes=0 | managedProcesses=12 | publishProcess voters=20 | Deny LimitReached | 0 | managedProcesses:1
usage below 0 leaves more than the limit; subscriptions.go:440
managedProcesses=9 votes=0 emails=50 | managedProcesses=0 emails=-5 | publishProcess voters=55 emailOtp=1 | Allow WithinLimits | 9 |
and no more than that; subscriptions.go:440
managedProcesses=9 votes=0 emails=50 | managedProcesses=0 emails=-5 | publishProcess voters=56 emailOtp=1 | Deny LimitReached | 0 | emails:1
usage below 0 leaves more processes too; subscriptions.go:520
managedProcesses=2 votes=0 | managedProcesses=-2 | publishProcess count=4 voters=11 | Allow WithinLimits | 4 | managedProcesses:0
"#;

struct Row {
    name: &'static str,
    session: Session,
    action: &'static str,
    params: Vec<(&'static str, u64)>,
    expected: [&'static str; 3],
}

fn rows() -> Vec<Row> {
    let lines: Vec<&str> = TABLE.lines().filter(|line| !line.is_empty()).collect();
    lines.chunks(2).map(|pair| row(pair[0], pair[1])).collect()
}

fn row(name: &'static str, line: &'static str) -> Row {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let [limits, usage, asked, expected @ ..] = &cells[..] else { panic!("{line}") };
    let (action, params) = asked.split_once(' ').unwrap_or((asked, ""));
    Row {
        name,
        session: following(
            Rules::Observed,
            reported(limits, |resource| &resource.limit_name),
            reported(usage, usage_name),
        ),
        action,
        params: pairs(params).map(|(name, value)| (name, value.parse().expect("a number"))).collect(),
        expected: expected.try_into().unwrap_or_else(|_| panic!("{line}")),
    }
}

fn pairs(cell: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    cell.split_whitespace().map(|pair| pair.split_once('=').expect("name=value"))
}

fn reported(cell: &'static str, name: fn(&Resource) -> &str) -> Value {
    let resource = |called| VOCDONI.resources().iter().find(|resource| resource.name == called);
    let amounts = pairs(cell).map(|(called, value)| {
        let name = name(resource(called).expect("a resource")).to_string();
        (name, serde_json::from_str(value).expect("JSON"))
    });
    Value::Object(amounts.collect())
}

fn shown(check: &Check) -> [String; 3] {
    let Decision { reason, blockers, warnings, .. } = &check.decision;
    let most = match check.most[0].1 {
        Most::Finite(units) => units.get().to_string(),
        Most::Unbounded => "∞".to_string(),
        Most::Unknown => "?".to_string(),
    };
    let named = [short(blockers), short(warnings)].concat();
    let named: Vec<String> = named.iter().map(|(name, by)| format!("{name}:{by}")).collect();
    [format!("{:?} {reason:?}", reason.verdict()), most, named.join(" ")]
}

#[test]
fn what_was_not_recorded_is_decided_as_the_source_says() {
    for Row { name, mut session, action, params, expected } in rows() {
        assert_eq!(shown(&check(&mut session, action, &params)), expected, "{name}");
    }
}

#[test]
fn every_row_names_its_source() {
    for Row { name, .. } in rows() {
        let source = name.rsplit("; ").next().unwrap_or_default();
        assert!(source.contains(".go:") || source.starts_with("design.md"), "{name}");
    }
}

#[test]
fn rules_are_chosen_by_the_settings_and_are_the_guides_where_none_are() {
    for (settings, rules) in [
        (json!({ "platform": "vocdoni" }), Rules::Documented),
        (json!({ "platform": "vocdoni", "observed": false }), Rules::Documented),
        (json!({ "platform": "vocdoni", "observed": "yes" }), Rules::Documented),
        (json!({ "platform": "vocdoni", "observed": true }), Rules::Observed),
    ] {
        let platform = from_json(&settings).expect("a platform");
        // Of the two only the back end takes a 0 of SMS for none.
        let body = integrator(json!({ "maxSMS": 0 }), json!({}));
        let limit = platform.read(200, Some(&body)).expect("an answer").quotas[4].limit;
        assert_eq!(limit == Limit::UnlimitedByZero, rules == Rules::Documented, "{settings}");
    }
    for none in
        [json!(null), json!({}), json!({ "platform": "other" }), json!({ "platform": 5 }), json!("vocdoni")]
    {
        assert!(from_json(&none).is_none(), "{none}");
    }
}

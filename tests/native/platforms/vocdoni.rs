//! Vocdoni, by both of its rules.

use std::sync::Arc;

use proptest::prelude::*;
use quota_gate::platform::{
    Platform,
    vocdoni::{Rules, Vocdoni},
};
use serde_json::{Value, json};

use crate::support::REFUSED;

use super::{Account, Cost, Deed, Given, Limit, Limits, Place, Subject, count, wholes};

const LIMITS: [&str; 5] = ["maxManagedOrgs", "maxManagedProcesses", "maxVotes", "maxEmails", "maxSMS"];
const USAGES: [&str; 5] = ["managedOrgs", "managedProcesses", "sentVotes", "sentEmails", "sentSMS"];

const ORGS: usize = 0;
const PROCESSES: usize = 1;
const VOTES: usize = 2;
const EMAILS: usize = 3;
const SMS: usize = 4;

pub fn subjects() -> Vec<Box<dyn Subject>> {
    vec![Box::new(Rules::Documented), Box::new(Rules::Observed)]
}

impl Subject for Rules {
    fn platform(&self) -> Arc<dyn Platform> {
        Arc::new(Vocdoni { rules: *self })
    }

    fn places(&self) -> Vec<Place> {
        wholes(5)
    }

    /// 0 is no limit by the guide, and of votes in fact; without organizations there is no account in fact.
    fn limits(&self, resource: usize) -> Limits {
        match (self, resource) {
            (Self::Documented, _) | (Self::Observed, VOTES) => Limits { least: 1, unlimited: true },
            (Self::Observed, ORGS) => Limits { least: 1, unlimited: false },
            (Self::Observed, _) => Limits { least: 0, unlimited: false },
        }
    }

    fn can_be_off(&self) -> bool {
        true
    }

    fn part(&self, _: usize, account: &Account) -> Value {
        let mut body = json!({ "enabled": account.enabled, "limits": {}, "usage": {} });
        for (name, limit) in LIMITS.iter().zip(&account.limits) {
            match limit {
                Limit::Units(units) => body["limits"][name] = json!(units),
                Limit::Unlimited => body["limits"][name] = json!(0),
                Limit::Unknown => {}
            }
        }
        for (name, used) in USAGES.iter().zip(&account.used) {
            body["usage"][name] = json!(used);
        }
        body
    }

    fn deeds(&self) -> BoxedStrategy<Deed> {
        let rules = *self;
        let simple = |action, cost: Cost| {
            count().prop_map(move |count| Deed { action, count, params: Vec::new(), costs: vec![cost] })
        };
        let each = match rules {
            Self::Documented => Cost::taken,
            Self::Observed => Cost::counted,
        };
        let voters = proptest::option::of(prop_oneof![3 => 0..30u64, 1 => any::<u32>().prop_map(u64::from)]);
        let publish = (count(), voters, proptest::option::of(0..4u64), [0..2u64, 0..2u64]).prop_map(
            move |(count, voters, questions, otp)| publishing(rules, count, voters, questions, otp),
        );
        prop_oneof![
            1 => simple("createManagedOrg", Cost::taken(ORGS, 1)),
            4 => publish,
            1 => simple("relayVotes", each(VOTES, 1)),
            1 => simple("sendEmailOtp", each(EMAILS, 1)),
            1 => simple("sendSmsOtp", each(SMS, 1)),
        ]
        .boxed()
    }

    fn refusal(&self, place: usize, left: Option<u64>) -> Option<Value> {
        let (code, before) = REFUSED[place];
        let text = match left {
            Some(_) if before.is_empty() => return None,
            Some(left) => format!("{before}{left}"),
            None => String::new(),
        };
        Some(json!({ "code": code, "error": text }))
    }
}

/// A process takes its slot, but for a test in fact; all that its voters will use must fit, and isn't taken.
fn publishing(
    rules: Rules,
    count: Option<u64>,
    voters: Option<u64>,
    questions: Option<u64>,
    [email, sms]: [u64; 2],
) -> Deed {
    let is_test = rules == Rules::Observed && voters.is_some_and(|voters| voters <= 10);
    let mut costs = Vec::new();
    if !is_test {
        costs.push(Cost::taken(PROCESSES, 1));
    }
    if let Some(voters) = voters {
        costs.push(Cost::needed(VOTES, voters * questions.unwrap_or(1)));
    }
    for (otp, place) in [(email, EMAILS), (sms, SMS)] {
        if otp > 0 {
            costs.push(Cost::needed(place, voters.unwrap_or(1)));
        }
    }
    let params = [voters, questions, Some(email), Some(sms)].map(Given::Units).to_vec();
    Deed { action: "publishProcess", count, params, costs }
}

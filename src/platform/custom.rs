//! Any other "limits and usage" answer, described instead of programmed: where its numbers stand, what means unlimited, and what
//! actions cost.

use std::{borrow::Cow, sync::Arc};

use super::{
    Action, ActionId, COUNT, Name, Platform, Reading, Remedy, RemedyKind, Resource, Wanted, accepted, beside,
    count_of, taught,
};
use crate::{
    clock::Time,
    error::Error,
    gate::{Cost, Shortfall},
    json::{Json, items},
    pointer::Pointer,
    refusal::Refusal,
    snapshot::{Amount, Limit, Origin, Quota, Snapshot, Units, Usage},
    timestamp,
};

/// How far behind a counter may be that nobody speaks of, in milliseconds: as far as the slowest of the known ones.
const SETTLE_AFTER: i64 = 60_000;

/// The answer itself, and what was counted beside it.
const ANSWER: usize = 0;
const COUNTED: usize = 1;

/// **A platform by its description.**
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Custom(Arc<Description>);

#[derive(Debug, Default, PartialEq, Eq)]
struct Description {
    enabled: Option<Pointer>,
    /// Is there somebody who counts what is used?
    counts: bool,
    resources: Vec<Resource>,
    /// In the order of the resources.
    places: Vec<Places>,
    actions: Vec<Action>,
    /// In the order of the actions: what one of each takes of which resource.
    takes: Vec<Vec<(usize, Units)>>,
}

/// Where the numbers of one resource stand, in the order of [`FIELDS`].
#[derive(Debug, PartialEq, Eq)]
struct Places {
    pointers: Vec<Option<Pointer>>,
    unlimited: Vec<Sentinel>,
}

const FIELDS: [&str; 5] = ["limit", "used", "remaining", "reserved", "resetsAt"];
const LIMIT: usize = 0;
const USED: usize = 1;
const REMAINING: usize = 2;
const RESERVED: usize = 3;
const RESETS_AT: usize = 4;

/// A value of a limit that means unlimited.
#[derive(Debug, PartialEq, Eq)]
enum Sentinel {
    Absent,
    Null,
    Number(Amount),
    Text(String),
}

/// A description, in the shape of the package's `CustomOptions`, as far as that is JSON: `{ "enabled", "counts", "resources": { name:
/// { "limit", "used", "remaining", "reserved", "resetsAt", "unlimited", "settleAfter" } }, "actions": { name: { resource: units } } }`.
pub(super) fn from_json(description: &dyn Json) -> Option<Arc<dyn Platform>> {
    Some(Arc::new(Custom::from_json(description).ok()?))
}

impl Custom {
    /// Reads a description (see the package's `CustomOptions`; `counts` says that usage is counted beside the answer).
    ///
    /// # Errors
    /// The path of what in it makes no sense, such as `resources.emails.limit`.
    pub fn from_json(description: &dyn Json) -> Result<Self, String> {
        let mut described = Description {
            enabled: pointer(description, "enabled", "")?,
            counts: description.get("counts").and_then(|counts| counts.boolean()).unwrap_or_default(),
            ..Description::default()
        };
        for Member { name, path, value } in members(description, "resources")? {
            let resource = described.resource(&name, &path, value.as_ref())?;
            described.resources.push(resource);
        }
        for Member { name, path, value } in members(description, "actions")? {
            let takes = described.takes_of(value.as_ref(), &path)?;
            described.takes.push(takes);
            described.actions.push(Action { name: Cow::Owned(name), params: &[COUNT] });
        }
        Ok(Self(Arc::new(described)))
    }
}

/// A member of a group, an object.
struct Member {
    name: String,
    /// Where it stands, for who has to mend it.
    path: String,
    value: Box<dyn Json>,
}

fn members(description: &dyn Json, group: &str) -> Result<Vec<Member>, String> {
    let members = description.get(group).filter(|members| members.is_object()).ok_or(group)?;
    let each = members.names().into_iter().map(|name| {
        let path = [group, ".", &name].concat();
        match members.get(&name).filter(|value| value.is_object()) {
            Some(value) => Ok(Member { name, path, value }),
            None => Err(path),
        }
    });
    each.collect()
}

impl Description {
    /// Named by where its numbers stand: a platform's own name of a limit may be just "limit".
    fn resource(&mut self, name: &str, path: &str, described: &dyn Json) -> Result<Resource, String> {
        let places = Places::from_json(described, path)?;
        let named = |place| Some(Name::Owned(places.at(place)?.as_str().to_owned()));
        let is_counted = places.at(USED).is_some() || self.counts;
        let limit_name = named(LIMIT).filter(|_| is_counted || places.at(REMAINING).is_some());
        let settle_after = match described.get("settleAfter") {
            None => SETTLE_AFTER,
            Some(given) => {
                let given = given.number().and_then(Units::from_number);
                given.ok_or_else(|| [path, ".settleAfter"].concat())?.get().cast_signed()
            }
        };
        let resource = Resource {
            name: Name::Owned(name.to_owned()),
            limit_name: limit_name.or_else(|| named(REMAINING)).ok_or(path)?,
            usage_name: named(USED),
            settle_after,
            scoped: false,
        };
        self.places.push(places);
        Ok(resource)
    }

    fn takes_of(&self, costs: &dyn Json, path: &str) -> Result<Vec<(usize, Units)>, String> {
        let takes = costs.names().into_iter().map(|name| {
            let resource = self.resources.iter().position(|resource| resource.name == name);
            let units = costs.get(&name).and_then(|units| Units::from_number(units.number()?));
            resource.zip(units).ok_or_else(|| [path, ".", &name].concat())
        });
        takes.collect()
    }

    fn answer(&self, status: u16, body: Option<&dyn Json>) -> Result<Answer, Error> {
        let body = accepted(status, body)?;
        let body = body.filter(|body| body.is_object() || body.length().is_some());
        let body = body
            .ok_or_else(|| Error::bad_response(status, "the body is neither a JSON object nor an array"))?;
        let enabled = match &self.enabled {
            None => None,
            Some(pointer) => {
                let enabled = pointer.read(body, |value| value?.boolean());
                let why = "what the description's \"enabled\" points to is not a boolean";
                Some(enabled.ok_or_else(|| Error::bad_response(status, why))?)
            }
        };
        Ok(Answer { enabled, said: self.places.iter().map(|places| places.said(body)).collect() })
    }
}

impl Platform for Custom {
    fn resources(&self) -> &[Resource] {
        &self.0.resources
    }

    fn actions(&self) -> &[Action] {
        &self.0.actions
    }

    fn begin(&self) -> Box<dyn Reading> {
        Box::new(Asking { description: self.0.clone(), answer: None, counted: None })
    }

    fn costs(&self, action: ActionId, params: &[Option<Units>]) -> Vec<Cost> {
        let count = count_of(params);
        let takes = self.0.takes.get(action.place()).into_iter().flatten();
        takes.map(|(resource, units)| Cost::taken(*resource, units.times(count))).collect()
    }

    fn refusal(&self, body: &dyn Json) -> Option<Refusal> {
        taught(body, |resource| {
            let takes = |(taken, units): &(usize, Units)| *taken == resource && *units > Units::ZERO;
            self.0.takes.iter().position(|all| all.iter().any(takes))
        })
    }

    fn remedy(&self, _: &[Shortfall]) -> Remedy {
        Remedy { kind: RemedyKind::RaiseLimit, href: None }
    }

    fn remedy_when_disabled(&self) -> Remedy {
        Remedy { kind: RemedyKind::Enable, href: None }
    }
}

/// One refresh.
#[derive(Debug)]
struct Asking {
    description: Arc<Description>,
    answer: Option<Answer>,
    /// What was counted, in the order of the resources.
    counted: Option<Vec<Option<Amount>>>,
}

/// What the platform says.
#[derive(Debug)]
struct Answer {
    enabled: Option<bool>,
    /// In the order of the resources.
    said: Vec<Said>,
}

/// What it says of one resource.
#[derive(Debug, Clone, Copy)]
struct Said {
    limit: Limit,
    used: Option<Amount>,
    remaining: Option<Amount>,
    reserved: Option<Amount>,
    resets_at: Option<Time>,
}

impl Reading for Asking {
    fn wanted(&self) -> Vec<Wanted> {
        let missing =
            [(ANSWER, self.answer.is_none()), (COUNTED, self.description.counts && self.counted.is_none())];
        let missing = missing.into_iter().filter(|(_, missing)| *missing);
        missing.map(|(part, _)| Wanted { part, query: String::new() }).collect()
    }

    fn take(&mut self, part: usize, status: u16, body: Option<&dyn Json>) -> Result<(), Error> {
        if part == ANSWER {
            self.answer = Some(self.description.answer(status, body)?);
        } else {
            let body = beside(status, body)?;
            let resources = self.description.resources.iter();
            let counted = resources.map(|resource| Amount::from_number(body?.get(&resource.name)?.number()?));
            self.counted = Some(counted.collect());
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<Snapshot, Error> {
        let Answer { enabled, said } = self.answer.take().ok_or_else(Error::unanswered)?;
        let counted = self.counted.take().unwrap_or_default();
        let counted = counted.into_iter().chain(std::iter::repeat(None));
        let quotas = said.into_iter().zip(counted).map(|(said, counted)| said.quota(counted));
        Ok(Snapshot::of(enabled, quotas.collect()))
    }
}

impl Said {
    /// What is counted beats what the platform says is used, and what it says is left beats both: it is the number that it goes by.
    fn quota(self, counted: Option<Amount>) -> Quota {
        let Self { limit, used, remaining, reserved, resets_at } = self;
        let used = counted.or(used).zip(reserved).map(|(used, reserved)| used.plus(reserved));
        let left = remaining.zip(reserved).map(|(left, reserved)| left.minus(reserved));
        let usage = used.map_or(Usage::Unknown, Usage::Known);
        let (limit, usage) = match (limit, used, left) {
            (_, _, None) => (limit, usage),
            (Limit::Finite(all), _, Some(left)) => (limit, Usage::Known(all.minus(left))),
            (_, Some(used), Some(left)) => (Limit::Finite(used.plus(left)), usage),
            (_, None, Some(left)) => (Limit::Left(left), usage),
        };
        // Where a limit and what is left of it are said, the count says nothing.
        let counts =
            counted.and(used).is_some() && !(matches!(self.limit, Limit::Finite(_)) && left.is_some());
        Quota { limit, usage, origin: if counts { Origin::Counted } else { Origin::Reported }, resets_at }
    }
}

impl Places {
    fn from_json(described: &dyn Json, path: &str) -> Result<Self, String> {
        let within = [path, "."].concat();
        let pointers = FIELDS.iter().map(|name| pointer(described, name, &within));
        let wrong = || [path, ".unlimited"].concat();
        let sentinels = described.get("unlimited");
        let has_limit = described.get("limit").is_some();
        if sentinels.as_ref().is_some_and(|list| list.length().is_none() || !has_limit) {
            return Err(wrong());
        }
        let sentinels = sentinels.iter().flat_map(|list| items(list.as_ref()));
        let unlimited = sentinels.map(|value| Sentinel::from_json(value.as_ref()).ok_or_else(wrong));
        Ok(Self {
            pointers: pointers.collect::<Result<_, _>>()?,
            unlimited: unlimited.collect::<Result<_, _>>()?,
        })
    }

    fn at(&self, place: usize) -> Option<&Pointer> {
        self.pointers.get(place)?.as_ref()
    }

    fn said(&self, body: &dyn Json) -> Said {
        let read = |place| self.at(place)?.read(body, |value| amount(value?));
        Said {
            limit: self.at(LIMIT).map_or(Limit::Unknown, |limit| limit.read(body, |value| self.limit(value))),
            used: read(USED),
            remaining: read(REMAINING),
            // What isn't described isn't reserved; what is, and can't be read, isn't known.
            reserved: if self.at(RESERVED).is_some() { read(RESERVED) } else { Some(Amount::ZERO) },
            resets_at: self.at(RESETS_AT).and_then(|pointer| pointer.read(body, |value| moment(value?))),
        }
    }

    fn limit(&self, value: Option<&dyn Json>) -> Limit {
        if self.unlimited.iter().any(|sentinel| sentinel.is(value)) {
            return Limit::Unlimited;
        }
        value.and_then(amount).map_or(Limit::Unknown, Limit::Finite)
    }
}

impl Sentinel {
    fn from_json(value: &dyn Json) -> Option<Self> {
        if value.is_null() {
            Some(Self::Null)
        } else if let Some(text) = value.text() {
            Some(Self::Text(text))
        } else if let Some(number) = value.number() {
            Amount::from_number(number).map(Self::Number)
        } else {
            let absent = value.get("absent").and_then(|absent| absent.boolean());
            (absent == Some(true)).then_some(Self::Absent)
        }
    }

    fn is(&self, value: Option<&dyn Json>) -> bool {
        match (self, value) {
            (Self::Absent, None) => true,
            (_, None) | (Self::Absent, Some(_)) => false,
            (Self::Null, Some(value)) => value.is_null(),
            (Self::Number(number), Some(value)) => amount(value) == Some(*number),
            (Self::Text(text), Some(value)) => value.text().as_ref() == Some(text),
        }
    }
}

/// None where the description doesn't have it.
fn pointer(described: &dyn Json, name: &str, within: &str) -> Result<Option<Pointer>, String> {
    let Some(value) = described.get(name) else { return Ok(None) };
    let pointer = value.text().and_then(|text| Pointer::parse(&text));
    pointer.map(Some).ok_or_else(|| [within, name].concat())
}

/// A number, or one written out in decimal: Salesforce sent some limits as `"5000"` (REST API v29).
fn amount(value: &dyn Json) -> Option<Amount> {
    match value.number() {
        Some(number) => Amount::from_number(number),
        None => decimal(&value.text()?),
    }
}

/// Digits after an optional minus, and whole by value: `"12"`, `"-1"`, `"12.00"`.
fn decimal(text: &str) -> Option<Amount> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let is_number =
        [digits, part].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    if !is_number || part.bytes().any(|byte| byte != b'0') {
        return None;
    }
    let number = digits.bytes().fold(0.0, |number, digit| number * 10.0 + f64::from(digit & 0xf));
    Amount::from_number(if digits.len() < whole.len() { -number } else { number })
}

/// Beyond the year 5138 in seconds, and in 1973 in milliseconds.
const SURELY_MILLISECONDS: i64 = 100_000_000_000;

/// Seconds since the epoch, or milliseconds where seconds would be absurd, or RFC 3339.
fn moment(value: &dyn Json) -> Option<Time> {
    match amount(value).map(Amount::get) {
        Some(number) if number.saturating_abs() < SURELY_MILLISECONDS => Some(number.saturating_mul(1_000)),
        Some(number) => Some(number),
        None => timestamp::parse(&value.text()?),
    }
}

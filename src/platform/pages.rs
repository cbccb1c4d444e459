//! A list that comes in pages, of which one organization's items count: Didomi's `$limit` and `$skip`.

use crate::json::{Json, items};

/// How many items are asked for at once: the platform says that it "usually has to be lower than 100" ("Pagination").
const PAGE: u64 = 50;
/// So many pages at most: three lists stay below the 100 requests that the platform takes in 15 seconds ("Rate limits").
const MOST_PAGES: u32 = 30;

/// A list of which more is to be asked for.
#[derive(Debug)]
pub(super) struct Pages {
    organization: String,
    skip: u64,
    /// How many came that hadn't come before.
    distinct: u64,
    count: u32,
    /// The ids of what came: where pages move while they are read, or the platform doesn't skip, some come again.
    seen: Vec<String>,
}

/// What a page brought.
pub(super) struct Page {
    /// The organization's own items that hadn't come before.
    pub(super) items: Vec<Box<dyn Json>>,
    pub(super) end: End,
}

/// How a list goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    More,
    /// That was all.
    Whole,
    /// There is more, and it doesn't come.
    Broken,
}

impl Pages {
    pub(super) fn of(organization: &str) -> Self {
        Self { organization: organization.to_owned(), skip: 0, distinct: 0, count: 0, seen: Vec::new() }
    }

    /// The query of the next page. The filter isn't honoured by all routes ("Filtering is not supported on all routes"), and what
    /// comes is checked.
    pub(super) fn query(&self) -> String {
        let organization = encoded(&self.organization);
        format!("organization_id={organization}&$limit={PAGE}&$skip={}", self.skip)
    }

    /// Takes in a page: the documented envelope, or the bare array of the published OpenAPI. None if it is neither.
    pub(super) fn take(&mut self, body: &dyn Json) -> Option<Page> {
        let (all, total): (Vec<_>, _) = match body.get("data") {
            Some(data) => {
                data.length()?;
                (items(data.as_ref()).collect(), body.get("total").and_then(|total| total.number()))
            }
            None => {
                body.length()?;
                (items(body).collect(), None)
            }
        };
        let came = all.len() as u64;
        self.skip = self.skip.saturating_add(came);
        self.count = self.count.saturating_add(1);
        let fresh: Vec<_> = all.into_iter().filter(|item| self.is_new(item.as_ref())).collect();
        self.distinct = self.distinct.saturating_add(fresh.len() as u64);
        let end = self.end(came, !fresh.is_empty(), total);
        Some(Page { items: fresh.into_iter().filter(|item| self.owns(item.as_ref())).collect(), end })
    }

    fn end(&self, came: u64, is_news: bool, total: Option<f64>) -> End {
        match total {
            Some(total) if self.distinct as f64 >= total => End::Whole,
            // A page that is full and comes again leaves open what would follow.
            None if came == 0 || (!is_news && came != PAGE) => End::Whole,
            _ if !is_news || self.count >= MOST_PAGES => End::Broken,
            _ => End::More,
        }
    }

    fn is_new(&mut self, item: &dyn Json) -> bool {
        let Some(id) = item.get("id").and_then(|id| id.text()) else { return true };
        let is_new = !self.seen.contains(&id);
        if is_new {
            self.seen.push(id);
        }
        is_new
    }

    /// Of an item that says nothing of its organization, the filter did.
    fn owns(&self, item: &dyn Json) -> bool {
        let of = item.get("organization_id").and_then(|of| of.text());
        of.is_none_or(|of| of == self.organization)
    }
}

/// As a query's value: all but what RFC 3986, section 2.3, leaves as it is.
fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(byte.into()),
            _ => {
                encoded.push('%');
                for digit in [byte >> 4, byte & 0xf] {
                    encoded
                        .extend(char::from_digit(digit.into(), 16).map(|digit| digit.to_ascii_uppercase()));
                }
            }
        }
    }
    encoded
}

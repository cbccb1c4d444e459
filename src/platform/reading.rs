//! What one refresh asks a platform for, and what it makes of the answers.

use super::code_of;
use crate::{error::Error, json::Json, snapshot::Snapshot};

/// **Something to be asked for**: a part of the platform's answer, and which of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The part's place among those that the platform's file names.
    pub part: usize,
    /// The query of its address, without the question mark; empty where there is none.
    pub query: String,
}

/// **One refresh under way**: what is to be asked for, until there is enough for a [`Snapshot`].
pub trait Reading: Send {
    /// What is to be asked for now, all of it at once. Empty once nothing is missing.
    fn wanted(&self) -> Vec<Wanted>;

    /// Takes in the answer to what is wanted of a part: its HTTP status, and its body where that is JSON.
    ///
    /// # Errors
    /// When without it the refresh is worth nothing; the last good answer stays then.
    fn take(&mut self, part: usize, status: u16, body: Option<&dyn Json>) -> Result<(), Error>;

    /// What the answers that came say, whatever is missing.
    ///
    /// # Errors
    /// When they say nothing of the quota.
    fn finish(&mut self) -> Result<Snapshot, Error>;
}

/// The answer to what is asked for beside the limits, where it is one. What is refused for good isn't known then.
///
/// # Errors
/// For what may come the next time, or with other credentials: it is worth waiting for.
pub(super) fn beside(status: u16, body: Option<&dyn Json>) -> Result<Option<&dyn Json>, Error> {
    match accepted(status, body) {
        Err(failure) if !failure.is_retryable() && !failure.is_unauthorized() => Ok(None),
        answer => answer,
    }
}

/// The body of a success (RFC 9110, section 15.3).
///
/// # Errors
/// For every other status.
pub(super) fn accepted(status: u16, body: Option<&dyn Json>) -> Result<Option<&dyn Json>, Error> {
    if (200..=299).contains(&status) { Ok(body) } else { Err(Error::from_status(status, code_of(body))) }
}

/// A platform that says everything in one answer.
pub(super) trait Answered: Send {
    fn answer(&self, status: u16, body: Option<&dyn Json>) -> Result<Snapshot, Error>;
}

/// The one request of such a platform.
#[derive(Debug)]
pub(super) struct Once<P> {
    platform: P,
    snapshot: Option<Snapshot>,
}

impl<P> Once<P> {
    pub(super) fn of(platform: P) -> Self {
        Self { platform, snapshot: None }
    }
}

impl<P: Answered> Reading for Once<P> {
    fn wanted(&self) -> Vec<Wanted> {
        let missing = self.snapshot.is_none().then(|| Wanted { part: 0, query: String::new() });
        missing.into_iter().collect()
    }

    fn take(&mut self, _: usize, status: u16, body: Option<&dyn Json>) -> Result<(), Error> {
        self.snapshot = Some(self.platform.answer(status, body)?);
        Ok(())
    }

    fn finish(&mut self) -> Result<Snapshot, Error> {
        self.snapshot.take().ok_or_else(Error::unanswered)
    }
}

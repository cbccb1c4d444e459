//! One opaque error: its kind, the status and the platform's code behind it, and a sentence.

use std::fmt;

/// **What went wrong**, in the words of the public contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Network,
    Unauthorized,
    Forbidden,
    NotFound,
    Timeout,
    RateLimited,
    Server,
    BadResponse(&'static str),
    UnknownAction,
}

/// **Why there is no answer**, or why a question can't be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Error {
    kind: Kind,
    status: Option<u16>,
    platform_code: Option<i32>,
}

impl Error {
    pub(crate) fn new(kind: Kind) -> Self {
        Self { kind, status: None, platform_code: None }
    }

    /// Nothing came that could be an answer.
    pub(crate) fn unanswered() -> Self {
        Self::new(Kind::BadResponse("the answer is incomplete"))
    }

    /// An answer that came and says nothing that can be used.
    pub fn bad_response(status: u16, why: &'static str) -> Self {
        Self { kind: Kind::BadResponse(why), status: Some(status), platform_code: None }
    }

    /// An answer whose status is not a success (RFC 9110, section 15).
    pub fn from_status(status: u16, platform_code: Option<i32>) -> Self {
        let kind = match status {
            401 => Kind::Unauthorized,
            403 => Kind::Forbidden,
            404 => Kind::NotFound,
            408 => Kind::Timeout,
            429 => Kind::RateLimited,
            500..=599 => Kind::Server,
            0 | 300..=399 => Kind::BadResponse("a redirect, which is not followed"),
            _ => Kind::BadResponse("a status that no quota route has"),
        };
        Self { kind, status: (status != 0).then_some(status), platform_code }
    }

    /// The contract's code: `"network"`, `"unauthorized"`, and so on.
    pub fn code(&self) -> &'static str {
        match self.kind {
            Kind::Network => "network",
            Kind::Unauthorized => "unauthorized",
            Kind::Forbidden => "forbidden",
            Kind::NotFound => "not-found",
            Kind::Timeout => "timeout",
            Kind::RateLimited => "rate-limited",
            Kind::Server => "server",
            Kind::BadResponse(_) => "bad-response",
            Kind::UnknownAction => "unknown-action",
        }
    }

    /// What was wrong with the answer or the question.
    pub fn detail(&self) -> &'static str {
        match self.kind {
            Kind::Network => "the request did not reach the platform, or its answer did not come back",
            Kind::Unauthorized => "the platform did not accept the credentials",
            Kind::Forbidden => "the credentials may not read the quota",
            Kind::NotFound => "there is no quota route at this address",
            Kind::Timeout => "the platform gave up waiting",
            Kind::RateLimited => "the platform asks for fewer requests",
            Kind::Server => "the platform failed",
            Kind::BadResponse(why) => why,
            Kind::UnknownAction => "the platform has no action of this name",
        }
    }

    /// The HTTP status, where there was one.
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// The platform's own code, such as Vocdoni's 40158.
    pub fn platform_code(&self) -> Option<i32> {
        self.platform_code
    }

    /// Were the credentials refused (401)?
    pub fn is_unauthorized(&self) -> bool {
        self.kind == Kind::Unauthorized
    }

    /// Can the same request succeed later without anyone changing anything? True for network errors, 408, 429 and 5xx.
    pub fn is_retryable(&self) -> bool {
        matches!(self.kind, Kind::Network | Kind::Timeout | Kind::RateLimited | Kind::Server)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.detail())?;
        match (self.status, self.platform_code) {
            (Some(status), Some(code)) => write!(f, " (status {status}, code {code})"),
            (Some(status), None) => write!(f, " (status {status})"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

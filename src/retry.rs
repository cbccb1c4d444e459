//! Whether to try again, and when.

use crate::error::Error;

/// The first wait is at most this long, and each at most twice the one before.
const BASE: i64 = 500;
/// No wait of our own choice is longer.
const CAP: i64 = 30_000;
/// What a platform asks for is honoured up to this.
const LONGEST_ASKED: i64 = 60_000;

/// **An attempt that failed**, among those of one refresh.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attempt {
    /// How many retries came before it.
    pub retried: u32,
    /// Can the token be renewed, and wasn't in this refresh?
    pub renewable: bool,
    /// How long the platform asks to be left alone, in milliseconds (Retry-After, RFC 9110, section 10.2.3).
    pub asked_to_wait: Option<i64>,
    /// A random number from 0 to 1.
    pub chance: f64,
}

/// **How long to wait before trying again**, in milliseconds; None where it's no use. `most` is how often to retry in one refresh.
///
/// A wait is a random share (full jitter) of 500 ms, doubled each time and at most 30 s, and no shorter than the platform asks, up to
/// 60 s. After a 401 a token that can be renewed is, at once, and it doesn't count.
pub fn retry_in(error: &Error, attempt: Attempt, most: u32) -> Option<i64> {
    if error.is_unauthorized() {
        return attempt.renewable.then_some(0);
    }
    if !error.is_retryable() || attempt.retried >= most {
        return None;
    }
    let doubled = BASE.saturating_mul(2_i64.saturating_pow(attempt.retried)).min(CAP);
    let own = (doubled as f64 * attempt.chance.clamp(0.0, 1.0)) as i64;
    Some(own.max(attempt.asked_to_wait.unwrap_or(0).min(LONGEST_ASKED)))
}

//! **Quota headroom and gating**: what is left of a platform's quotas, and which provisioning actions still fit.
//!
//! ```text
//! platform's JSON ─▶ platform/*.rs ─▶ Snapshot ─▶ headroom.rs ─▶ Headroom ─▶ gate.rs ─▶ Decision ─▶ button
//!                     (as sent)       (one model       ▲                        ▲
//!                                      for all)     ledger.rs              costs of the action (platform/*.rs)
//!                                                      ▲
//!                                            asked, answered, failed, held, refused, time
//! ```
//!
//! One direction; the [`ledger`] is the only state and events are the only way into it. Everything but `js`, `net` and `first` is plain
//! Rust: no JavaScript type, no clock, no network, no randomness, and nothing that can panic. Time is an argument, in
//! milliseconds since the Unix epoch.
//!
//! The gate is advice, given early: the platform has the last word.
//!
//! ```
//! use quota_gate::{platform::vocdoni::Vocdoni, session::{Session, Settings}};
//!
//! let mut session = Session::open(Vocdoni::default(), Settings::default(), 0);
//! let asked = session.ask(0);
//! let body = serde_json::json!({
//!     "enabled": true,
//!     "limits": { "maxManagedOrgs": 1 },
//!     "usage": { "managedOrgs": 1 },
//! });
//! session.answer(asked, 200, Some(&body), 5)?;
//! let create = session.action("createManagedOrg")?;
//! assert!(!session.can(create, &[], 10));
//! # Ok::<(), quota_gate::error::Error>(())
//! ```

pub mod asked;
pub mod clock;
pub mod crossing;
pub mod error;
pub mod forecast;
pub mod gate;
pub mod headroom;
pub mod hold;
pub mod json;
pub mod ledger;
pub mod look;
pub mod numbers;
pub mod platform;
pub mod pointer;
pub mod record;
pub mod refusal;
pub mod retry;
pub mod reveal;
pub mod room;
pub mod scope;
pub mod session;
pub mod snapshot;
pub mod timestamp;
pub mod wire;

#[cfg(all(target_arch = "wasm32", feature = "first"))]
pub mod first;
#[cfg(all(target_arch = "wasm32", not(feature = "first")))]
pub mod js;
#[cfg(all(target_arch = "wasm32", not(feature = "first")))]
pub mod net;

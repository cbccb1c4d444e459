//! The boundary, in a real browser: JavaScript values in, plain objects out, and one GET.
#![cfg(target_arch = "wasm32")]

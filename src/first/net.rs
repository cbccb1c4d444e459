//! One GET, through gloo-net: [`crate::net`] for the first decision, with as little around it as there can be.

use gloo_net::http;
use wasm_bindgen::prelude::*;
use web_sys::{Request, Response};

use super::task;

/// Asks once, and hands over the answer as it is, whatever its status. The page's JavaScript says how it is asked for (www/lib/first/answer.ts),
/// and puts a `fetch` in the usual one's place that always brings a `Response`.
#[wasm_bindgen]
pub fn get(request: Request, asked: Asked) {
    task::start(async move {
        if let Ok(answer) = http::Request::from(request).send().await {
            asked.answered(answer.into());
        }
    });
}

#[wasm_bindgen]
extern "C" {
    /// Who asked.
    pub type Asked;

    #[wasm_bindgen(method)]
    fn answered(this: &Asked, response: Response);
}

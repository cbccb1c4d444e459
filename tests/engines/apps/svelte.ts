import { createGate, vocdoni } from "quota-gate";
import { mount } from "svelte";
import Account from "./Account.svelte";
import { endpoint, options } from "./account.js";

const opening = createGate(vocdoni(endpoint), options);
mount(Account, { target: document.querySelector("#app") as Element, props: { opening } });

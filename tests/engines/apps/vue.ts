import { createGate, vocdoni } from "quota-gate";
import { createApp } from "vue";
import Account from "./Account.vue";
import { endpoint, options } from "./account.js";

createApp(Account, { opening: createGate(vocdoni(endpoint), options) }).mount("#app");

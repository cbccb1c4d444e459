import { behave, welcome } from "./apps/vue/behaviours";

behave("svelte/main.ts");
welcome("svelte/newcomer.ts");

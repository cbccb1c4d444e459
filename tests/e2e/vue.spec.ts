import { behave, welcome } from "./apps/vue/behaviours";

behave("vue/main.ts");
welcome("vue/newcomer.ts");

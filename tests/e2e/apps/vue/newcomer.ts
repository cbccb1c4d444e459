import { createApp } from "vue";
import Newcomer from "./Newcomer.vue";

declare global {
  var published: number;
}

globalThis.published = 0;
createApp(Newcomer, {
  onPublish: () => {
    published++;
  },
}).mount("#app");

import { mount } from "svelte";
import Newcomer from "./Newcomer.svelte";

declare global {
  var published: number;
}

globalThis.published = 0;
mount(Newcomer, {
  target: document.querySelector("#app") as Element,
  props: {
    onpublish: () => {
      published++;
    },
  },
});

import { hydrate, mount, unmount } from "svelte";
import { openStage } from "../vue/stage";
import App from "./App.svelte";

void openStage((play) => {
  const target = document.querySelector("#app") as Element;
  const app = (play.isRendered ? hydrate : mount)(App, { target, props: { play } });
  return () => void unmount(app);
});

import { createApp, createSSRApp } from "vue";
import App from "./App.vue";
import { openStage } from "./stage";

void openStage((play) => {
  const app = (play.isRendered ? createSSRApp : createApp)(App, { play });
  app.mount("#app");
  return () => app.unmount();
});

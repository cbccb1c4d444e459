import { createSSRApp } from "vue";
import { renderToString } from "vue/server-renderer";
import App from "./App.vue";
import type { Play } from "./stage";

export const render = (play: Play): Promise<string> => renderToString(createSSRApp(App, { play }));

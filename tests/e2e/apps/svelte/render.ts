import { render as rendered } from "svelte/server";
import type { Play } from "../vue/stage";
import App from "./App.svelte";

export const render = (play: Play): string => rendered(App, { props: { play } }).body;

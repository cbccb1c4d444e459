import { createRoot } from "react-dom/client";
import { App } from "./newcomer";

const host = document.querySelector("#app");
if (host) createRoot(host).render(<App />);

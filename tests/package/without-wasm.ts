import { createServer } from "node:http";
import { listen } from "../../www/loopback.js";

// Node's own fetch is written in it, and looks for it at the first answer.
const server = createServer((_, response) => void response.end());
const { url, close } = await listen(server, 0);
await (await fetch(url)).text();
await close();
Reflect.deleteProperty(globalThis, "WebAssembly");

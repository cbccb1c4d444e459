import { basename } from "node:path";
import hljs from "highlight.js/lib/core";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";

hljs.registerLanguage("typescript", typescript);
// What is between the tags of a component's script.
hljs.registerLanguage("javascript", typescript);
hljs.registerLanguage("xml", xml);

/** A file of source to be read: highlighted by classes alone. What several applications share is folded away. */
export function sourceView(file: string, code: string): string {
  const language = /\.tsx?$/.test(file) ? "typescript" : "xml";
  const { value } = hljs.highlight(code.trimEnd(), { language });
  const source = `<pre><code>${value}</code></pre>`;
  const id = file.replace(/\W/g, "-");
  const copy = `<button type="button" class="small" data-copy aria-describedby="${id}">Copy</button>`;
  if (file.startsWith("shared/")) {
    return `<details class="source card">
  <summary id="${id}">${file}</summary>
  <div class="card-head">${copy}</div>
  ${source}
</details>`;
  }
  return `<section class="source card" aria-labelledby="${id}">
  <div class="card-head"><h2 id="${id}">${basename(file)}</h2>${copy}</div>
  ${source}
</section>`;
}

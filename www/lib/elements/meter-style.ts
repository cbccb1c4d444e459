/** One line, where there is no room for more, or none is wanted. */
const compact = (host: string): string => `
${host} [part=meter]{display:flex;align-items:center;gap:.375em;font-size:.875em}
${host} [part=head]{display:contents}
${host} [part=level]{order:-1;flex:none}
${host} [part=label]{flex:0 1 auto;min-inline-size:4em;font-weight:400;hyphens:auto}
${host} [part=bar]{flex:1 1000 6em;min-inline-size:2em;margin-block:0}
${host} [part=left]{display:inline;flex:none;max-inline-size:60%;margin-inline-start:auto;text-align:end}
${host} [part=meter]:not([data-measured]) [part=bar]{display:none}
${host} :is([part=word],[part=figures],[part=outlook]){position:absolute;inline-size:1px;block-size:1px;margin:0;
overflow:hidden;clip-path:inset(50%);white-space:nowrap}`;

const light = `--_text:#17202b;--_muted:#525e6d;--_used:#0e6f69;--_near:#855200;--_exhausted:#b02a1f;
--_track:#e6eaee;--_edge:#7d8a99`;
const both = `--_text:light-dark(#17202b,#e8edf2);--_muted:light-dark(#525e6d,#a6b2bf);
--_used:light-dark(#0e6f69,#67cabf);--_near:light-dark(#855200,#f0b957);--_exhausted:light-dark(#b02a1f,#ff9a8d);
--_track:light-dark(#e6eaee,#242d37);--_edge:light-dark(#7d8a99,#7d8a98)`;

/** No colour is the only sign of anything: each level has a mark of its own shape, what is held is hatched, and all of it is written. */
export const meterCss = `
:host{display:block;container-type:inline-size;min-inline-size:8em;${light}}
@supports (color:light-dark(red,red)){:host{${both}}}
:host([hidden]){display:none}
[part=meter]{--_ink:var(--quota-meter-used,var(--_used));position:relative;line-height:1.4;
color:var(--quota-meter-text,var(--_text))}
[part=meter][data-level=near]{--_ink:var(--quota-meter-near,var(--_near))}
[part=meter]:is([data-level=exhausted],[data-level=over]){--_ink:var(--quota-meter-exhausted,var(--_exhausted))}
[part=meter]:is([data-level=unknown],[data-level=disabled],[data-level=loading]){
--_ink:var(--quota-meter-muted,var(--_muted))}
[part=head]{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1em}
[part=label]{font-weight:600;overflow-wrap:anywhere}
[part=level]{display:inline-flex;align-items:center;gap:.375em;min-block-size:1.4em}
[part=mark]{inline-size:1em;block-size:1em;flex:none;fill:var(--_ink)}
[part=bar]{position:relative;margin-block:.375em;block-size:var(--quota-meter-height,.625em)}
[part=bar] svg{position:absolute;display:block;inline-size:100%}
[part=track]{block-size:100%;overflow:hidden;box-sizing:border-box;background:var(--quota-meter-track,var(--_track));
border:1px solid var(--quota-meter-edge,var(--_edge));border-radius:var(--quota-meter-radius,1em)}
[part=meter]:not([data-measured]) [part=track]{background:none;border-style:dashed}
[part=meter][data-level=unlimited] [part=track]{border-style:solid}
[part=scale]{inset-block:-.1875em;block-size:calc(100% + .375em);overflow:visible}
[part=near]{stroke:var(--quota-meter-tick,var(--_text));stroke-width:2}
[part=used]{fill:var(--_ink)}
[part=hatch-line]{fill:var(--quota-meter-held,var(--_ink))}
[part=hatch-ground]{fill:var(--quota-meter-track,var(--_track))}
[part=forecast]{fill:var(--quota-meter-forecast,var(--_ink));opacity:.4}
[part=left]{display:none}
:is([part=figures],[part=left]){font-variant-numeric:tabular-nums}
[part=figures]{min-block-size:1.4em}
:is([part=figures],[part=outlook]){font-size:.875em}
[part=outlook]{color:var(--quota-meter-muted,var(--_muted));text-wrap:pretty}
:host(:dir(rtl)) [part=bar]{transform:scaleX(-1)}
@media (prefers-reduced-motion:no-preference){
:is([part=used],[part=held],[part=forecast]){transition:x .2s ease-out,width .2s ease-out}}
@media (forced-colors:active){
[part=meter]{--_ink:CanvasText}
[part=bar] svg{forced-color-adjust:none}
[part=track]{background:Canvas;border-color:CanvasText}
:is([part=used],[part=hatch-line]){fill:Highlight}
[part=mark]{forced-color-adjust:none;fill:CanvasText}
[part=hatch-ground]{fill:Canvas}
[part=forecast]{fill:Highlight}
[part=near]{stroke:CanvasText}}
${compact(":host([compact])")}
@container (max-width:16rem){${compact(":host")}}
`;

/** <quota-meter>: what it shows, says and looks like, in Chromium. */
import { expect, type Lab, test } from "./apps/elements/lab";
import { violations } from "./support/axe";

const FOLDER = "build/screenshots";
const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 28, 12);
const CSS =
  "html{color-scheme:light dark;background:Canvas;color:CanvasText;font:16px/1.5 system-ui}body{margin:8px}main{display:grid;grid-template-columns:minmax(0,1fr);gap:16px}";

test.use({ timezoneId: "UTC", locale: "en-GB" });

/** By the answer that a gate has, what is told of its e-mails. */
const STATES = {
  ok: [{}, "meter", "Within the limit. 87 of 500 used, 413 left."],
  near: [{ limits: { maxEmails: 100 } }, "meter", "Near the limit. 87 of 100 used, 13 left."],
  exhausted: [{ usage: { sentEmails: 500 } }, "meter", "Limit reached. 500 of 500 used, 0 left."],
  over: [{ usage: { sentEmails: 1612 } }, "meter", "Over the limit. 1,612 of 500 used, 0 left."],
  few: [
    { limits: { maxEmails: 3 }, usage: { sentEmails: 1 } },
    "meter",
    "Within the limit. 1 of 3 used, 2 left.",
  ],
  unlimited: [{ limits: { maxEmails: 0 } }, "group", "Unlimited 87 used, no limit"],
  "no-usage": [{ usage: { sentEmails: "?" } }, "group", "Not known Limit: 500"],
  "no-limit": [{ limits: { maxEmails: "?" } }, "group", "Not known 87 used"],
  unknown: [
    { limits: { maxEmails: "?" }, usage: { sentEmails: "?" } },
    "group",
    "Not known The platform didn't say.",
  ],
  disabled: [{ enabled: false }, "group", "Switched off Not available for this account."],
} as const;
const OPTIONS = { expireAfter: 1e9, staleAfter: 1e9 } as const;

const gallery = (attributes = "") => {
  const meter = () => `<quota-meter resource="emails" ${attributes}></quota-meter>`;
  const states = Object.keys(STATES).map(
    (name) => `<quota-provider id="${name}">${meter()}</quota-provider>`,
  );
  return [
    ...states,
    `<quota-provider id="held">${meter()}`,
    `<quota-meter resource="votes" ${attributes}></quota-meter>`,
    `<quota-meter resource="managedOrgs" label="Organizations that your customers manage" ${attributes}></quota-meter>`,
    "</quota-provider>",
    `<quota-provider id="loading">${meter()}</quota-provider>`,
  ].join("");
};

/** A gate for each state, one with holds and a past, and one that waits. */
const fill = async (lab: Lab): Promise<void> => {
  const answers = Object.entries(STATES).map(([name, [answer]]) => [name, answer] as const);
  await lab.page.evaluate(
    async ({ answers, options }) => {
      for (const [name, answer] of answers) {
        stage.answer(answer, name);
        stage.give(`#${name}`, await stage.opened(options, name));
      }
    },
    { answers, options: OPTIONS },
  );
  await past(lab, "#held", [
    { sentEmails: 47, sentVotes: 0 },
    { sentEmails: 67, sentVotes: 400 },
    { sentEmails: 87, sentVotes: 850 },
  ]);
  await lab.page.evaluate(async () => {
    stage.gates["#held"]?.hold("sendEmailOtp", { count: 60 }, { expiresIn: 1e9 });
    stage.hang("loading");
    stage.give("#loading", await stage.open({}, "loading"));
  });
  await lab.page.clock.runFor(600);
};

/** Gives an element a gate that has seen these, twelve hours apart. */
const past = async (
  { page }: Lab,
  selector: string,
  usages: readonly Readonly<Record<string, number>>[],
  locale = "en-GB",
): Promise<void> => {
  for (const [index, usage] of usages.entries()) {
    if (index > 0) await page.clock.fastForward(12 * HOUR);
    await page.evaluate(
      async ({ selector, usage, options }) => {
        stage.answer({ usage }, selector);
        const gate = stage.gates[selector] ?? (await stage.opened(options, selector));
        await gate.refresh();
        stage.give(selector, gate);
      },
      { selector, usage, options: { ...OPTIONS, locale } },
    );
  }
};

/** The text that the tree has of a meter that measures nothing: without its name, the drawing, and what stands for it in one line. */
const textOf = (lab: Lab, selector: string): Promise<string> =>
  lab.page.locator(`${selector} quota-meter`).evaluate((meter) =>
    [...(meter.shadowRoot?.querySelectorAll("[part=word],[part=figures],[part=outlook]") ?? [])]
      .map(({ textContent }) => textContent)
      .filter(Boolean)
      .join(" "),
  );

const part = (lab: Lab, selector: string, name: string) => lab.page.locator(`${selector} [part=${name}]`);

test.describe("what it says", () => {
  for (const [name, [answer, role, text]] of Object.entries(STATES)) {
    test(`${name}: ${text}`, async ({ lab, page }) => {
      await lab.open('<quota-meter resource="emails"></quota-meter>');
      await page.evaluate(async (answer) => {
        stage.answer(answer);
        stage.setDefaultGate(await stage.opened());
      }, answer);
      const told = await lab.accessible("quota-meter");
      expect(told).toMatchObject({ role, name: "E-mails" });
      expect(role === "meter" ? told.valueText : await textOf(lab, "main")).toBe(text);
    });
  }

  test("what is measured stays between its ends", async ({ lab, page }) => {
    await lab.open('<quota-meter resource="emails"></quota-meter>');
    await page.evaluate(async () => {
      stage.answer({ usage: { sentEmails: 612 } });
      stage.setDefaultGate(await stage.opened());
    });
    const meter = page.getByRole("meter", { name: "E-mails" });
    await expect(meter).toHaveAttribute("aria-valuemin", "0");
    await expect(meter).toHaveAttribute("aria-valuemax", "500");
    await expect(meter).toHaveAttribute("aria-valuenow", "500");
  });

  test("what is held is neither used nor left", async ({ lab, page }) => {
    await lab.open('<quota-meter resource="emails"></quota-meter>');
    await page.evaluate(async () => {
      const gate = await stage.opened();
      stage.setDefaultGate(gate);
      gate.hold("sendEmailOtp", { count: 10 });
    });
    await expect(part(lab, "quota-meter", "figures")).toHaveText("87 of 500 used, 10 held, 403 left");
    await expect(part(lab, "quota-meter", "used")).toHaveAttribute("width", "17.4%");
    await expect(part(lab, "quota-meter", "held")).toHaveAttribute("x", "17.4%");
    await expect(part(lab, "quota-meter", "held")).toHaveAttribute("width", "2%");
    await expect(part(lab, "quota-meter", "held")).toHaveAttribute("fill", "url(#hatch)");
    await expect(part(lab, "quota-meter", "near")).toHaveAttribute("x1", "80%");
    await expect(part(lab, "quota-meter", "bar")).toHaveAttribute("aria-hidden", "true");
  });

  test("near begins where the gate says", async ({ lab, page }) => {
    await lab.open(
      '<quota-meter resource="emails"></quota-meter><quota-meter resource="managedOrgs"></quota-meter>',
    );
    await page.evaluate(async () => {
      stage.answer({ limits: { maxManagedOrgs: 3 } });
      stage.setDefaultGate(await stage.opened({ nearLimit: 0.5 }));
    });
    await expect(part(lab, "[resource=emails]", "near")).toHaveAttribute("x1", "50%");
    await expect(part(lab, "[resource=managedOrgs]", "near")).toHaveAttribute("x1", "66.67%");
  });

  test("the name is the label, else the gate's", async ({ lab, page }) => {
    await lab.open(
      '<quota-meter resource="managedOrgs"></quota-meter><quota-meter resource="sms" label="Texts"></quota-meter>',
    );
    await page.evaluate(async () => stage.setDefaultGate(await stage.opened()));
    await expect(page.getByRole("meter", { name: "Managed organizations" })).toBeVisible();
    await expect(page.getByRole("meter", { name: "Texts" })).toBeVisible();
    await page.evaluate(() => {
      stage.find<HTMLElement & { label: string | null }>("[resource=sms]").label = null;
    });
    await expect(page.getByRole("meter", { name: "SMS" })).toBeVisible();
  });

  test("nothing for half a second, then that it is being checked", async ({ lab, page }) => {
    await page.clock.install({ time: NOW });
    await lab.open('<quota-meter resource="emails"></quota-meter>');
    await page.clock.pauseAt(NOW + 60_000);
    await page.evaluate(async () => {
      stage.hang();
      stage.setDefaultGate(await stage.open());
    });
    await page.clock.runFor(400);
    expect(await textOf(lab, "main")).toBe("");
    await page.clock.runFor(200);
    expect(await textOf(lab, "main")).toBe("Checking…");
    await expect(page.locator("quota-meter [aria-live], quota-meter [role=status]")).toHaveCount(0);
  });

  test("a gate that never is reads as unknown", async ({ lab, page }) => {
    await lab.open('<quota-meter resource="emails"></quota-meter>');
    await page.evaluate(() => stage.setDefaultGate(Promise.reject(new Error("no wasm"))));
    await expect(part(lab, "quota-meter", "word")).toHaveText("Not known");
    await expect(part(lab, "quota-meter", "figures")).toHaveText("This can't be checked right now.");
    expect(await lab.accessible("quota-meter")).toMatchObject({ role: "group", name: "Emails" });
  });

  test("so does one that is disposed of, and a platform that doesn't answer", async ({ lab, page }) => {
    await lab.open('<quota-meter resource="emails"></quota-meter>');
    await page.evaluate(async () => {
      stage.fail();
      stage.setDefaultGate(await stage.opened());
    });
    await expect(part(lab, "quota-meter", "figures")).toHaveText("This can't be checked right now.");
    await page.evaluate(async () => {
      stage.answer();
      await stage.gates["main"]?.refresh();
    });
    await expect(part(lab, "quota-meter", "word")).toHaveText("Within the limit");
    await page.evaluate(() => {
      stage.gates["main"]?.dispose();
      stage.find<HTMLElement & { days: number }>("quota-meter").days = 3;
    });
    await expect(part(lab, "quota-meter", "word")).toHaveText("Not known");
  });

  test("a resource that there isn't is reported once, and reads as unknown", async ({ lab, page }) => {
    const before =
      "errors = []; addEventListener('error', (e) => { errors.push(e.error.code); e.preventDefault() })";
    await lab.open('<quota-meter resource="e-mails"></quota-meter>'.repeat(2), { before });
    await page.evaluate(async () => {
      const gate = await stage.opened();
      stage.setDefaultGate(gate);
      await gate.refresh();
    });
    await expect(part(lab, "quota-meter", "word")).toHaveText(["Not known", "Not known"]);
    expect(await page.evaluate("errors")).toEqual(["unknown-resource"]);
  });
});

test.describe("what is to come", () => {
  const THREE = [{ sentEmails: 47 }, { sentEmails: 67 }, { sentEmails: 87 }];
  const SAID = {
    "en-GB":
      "About 280 within 7 days. At this pace the limit is reached on 9 December (between 5 and 17 December).",
    "en-US":
      "About 280 within 7 days. At this pace the limit is reached on December 9 (between December 5 and 17).",
    es: "Previsión: 280 en 7 días. A este ritmo, el límite se alcanzará el 9 de diciembre (entre el 5 y el 17 de diciembre).",
    ca: "Previsió: 280 en 7 dies. A aquest ritme, s’arribarà al límit el 9 de desembre (entre el 5 i el 17 de desembre).",
    fr: "Prévision\u202f: 280 en 7 jours. À ce rythme, la limite sera atteinte le 9 décembre (entre le 5 et le 17 décembre).",
  };

  for (const [locale, said] of Object.entries(SAID)) {
    test(`is said in ${locale}`, async ({ lab, page }) => {
      await page.clock.install({ time: NOW });
      await lab.open('<quota-meter resource="emails"></quota-meter>');
      await past(lab, "quota-meter", THREE, locale);
      await expect(part(lab, "quota-meter", "outlook")).toHaveText(said);
      const text = await page.getByRole("meter").getAttribute("aria-valuetext");
      expect(text?.replaceAll(/\s/g, " ")).toContain(said.replaceAll(/\s/g, " "));
    });
  }

  test("the bar has a fainter part for the next days, as far as the limit", async ({ lab, page }) => {
    await page.clock.install({ time: NOW });
    await lab.open('<quota-meter resource="emails"></quota-meter>');
    await past(lab, "quota-meter", THREE);
    const forecast = part(lab, "quota-meter", "forecast");
    await expect(forecast).toHaveAttribute("x", "17.4%");
    await expect(forecast).toHaveAttribute("width", "56%");
    await page.evaluate(() => stage.find("quota-meter").setAttribute("days", "14"));
    await expect(forecast).toHaveAttribute("width", "82.6%");
    await expect(part(lab, "quota-meter", "outlook")).toContainText("About 560 within 14 days.");
  });

  test("nothing is, where nothing is used, nor at the end", async ({ lab, page }) => {
    await page.clock.install({ time: NOW });
    await lab.open(
      '<quota-meter resource="emails"></quota-meter><quota-meter resource="votes"></quota-meter>',
    );
    const usage = (sentVotes: number) => ({ sentEmails: 10, sentVotes });
    await page.evaluate(() => stage.setDefaultGate(null));
    await past(lab, "[resource=emails]", [usage(800), usage(900), usage(1000)]);
    await past(lab, "[resource=votes]", [usage(800), usage(900), usage(1000)]);
    await expect(part(lab, "quota-meter", "outlook")).toHaveText(["", ""]);
    await expect(part(lab, "[resource=votes]", "forecast")).toHaveAttribute("width", "0%");
  });

  test("a limit that lasts for long isn't given a day", async ({ lab, page }) => {
    await page.clock.install({ time: NOW });
    await lab.open('<quota-meter resource="emails"></quota-meter>');
    await past(lab, "quota-meter", [{ sentEmails: 10 }, { sentEmails: 10 }, { sentEmails: 11 }]);
    await expect(part(lab, "quota-meter", "outlook")).toHaveText(
      "About 7 within 7 days. At this pace the limit isn't reached within a year.",
    );
  });

  test("days of another year have their year", async ({ lab, page }) => {
    await page.clock.install({ time: Date.UTC(2026, 11, 20, 12) });
    await lab.open('<quota-meter resource="emails"></quota-meter>');
    await past(lab, "quota-meter", THREE);
    await expect(part(lab, "quota-meter", "outlook")).toContainText(
      "on 31 December (between 27 December 2026 and 8 January 2027).",
    );
  });
});

test.describe("languages", () => {
  const SAID = {
    es: "Cerca del límite. Se han usado 450 de 500, 1 en curso, quedan 49.",
    ca: "A prop del límit. Se n’han usat 450 (límit: 500), 1 en curs, en queden 49.",
    fr: "Proche de la limite. Utilisation\u202f: 450 sur 500, 1 en cours, il en reste 49.",
    de: "Near the limit. 450 of 500 used, 1 held, 49 left.",
  };
  for (const [locale, said] of Object.entries(SAID)) {
    test(`the gate's: ${locale}`, async ({ lab, page }) => {
      await lab.open('<quota-meter resource="emails"></quota-meter>');
      await page.evaluate(async (locale) => {
        stage.answer({ usage: { sentEmails: 450 } });
        const gate = await stage.opened({ locale });
        gate.hold("sendEmailOtp");
        stage.setDefaultGate(gate);
      }, locale);
      await expect(page.getByRole("meter")).toHaveAttribute("aria-valuetext", said);
    });
  }

  test("numbers are written as the locale has them, and one is singular", async ({ lab, page }) => {
    await lab.open('<quota-meter resource="emails"></quota-meter>');
    await page.evaluate(async () => {
      stage.answer({ limits: { maxEmails: 12_345 }, usage: { sentEmails: 12_344 } });
      stage.setDefaultGate(await stage.opened({ locale: "es" }));
    });
    await expect(part(lab, "quota-meter", "figures")).toHaveText("Se han usado 12.344 de 12.345, queda 1");
  });

  test("before there is a gate, the page's", async ({ lab }) => {
    await lab.open('<quota-meter resource="emails"></quota-meter>', { lang: "ca" });
    await expect(part(lab, "quota-meter", "word")).toHaveText("S’està comprovant…");
  });
});

test.describe("looks", () => {
  test.beforeEach(({ page }) => page.emulateMedia({ reducedMotion: "reduce" }));

  for (const theme of ["light", "dark"] as const) {
    test(`each state, ${theme}, wide and narrow: all of it fits, and axe finds nothing`, async ({
      lab,
      page,
    }) => {
      await page.emulateMedia({ colorScheme: theme });
      await page.clock.install({ time: NOW });
      await lab.open(`<h1>Limits</h1>${gallery()}`, { css: CSS });
      await fill(lab);
      await page.clock.resume();
      for (const width of [700, 200]) {
        await page.setViewportSize({ width, height: 900 });
        await page.screenshot({ path: `${FOLDER}/elements-${theme}-${width}.png`, fullPage: true });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        expect(await violations(page)).toEqual([]);
      }
    });
  }

  test("forced colours are the system's", async ({ lab, page }) => {
    await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
    await page.clock.install({ time: NOW });
    await lab.open(gallery(), { css: CSS });
    await fill(lab);
    const colours = (name: string) =>
      part(lab, "#near", name).evaluate((element) => getComputedStyle(element).fill);
    const system = await page.evaluate(() => {
      const probe = document.createElement("p");
      document.body.append(probe);
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("p{forced-color-adjust:none;color:Highlight;background:CanvasText}");
      document.adoptedStyleSheets.push(sheet);
      const { color, backgroundColor } = getComputedStyle(probe);
      probe.remove();
      return { color, backgroundColor };
    });
    expect(await colours("used")).toBe(system.color);
    expect(await colours("mark")).toBe(system.backgroundColor);
    await page.screenshot({ path: `${FOLDER}/elements-forced-colors.png`, fullPage: true });
  });

  test("one line where there is little room, or where that is wanted", async ({ lab, page }) => {
    const css = `${CSS} #narrow{width:200px}`;
    const meter = (more: string) => `<quota-meter resource="emails" ${more}></quota-meter>`;
    await lab.open(meter('id="wide"') + meter('id="narrow"') + meter('id="asked" compact'), { css });
    await page.evaluate(async () => stage.setDefaultGate(await stage.opened()));
    await expect(part(lab, "#wide", "left")).toBeHidden();
    await expect(part(lab, "#wide", "figures")).toBeInViewport();
    for (const id of ["#narrow", "#asked"]) {
      await expect(part(lab, id, "left")).toHaveText("413 left");
      await expect(part(lab, id, "left")).toBeVisible();
      expect((await part(lab, id, "figures").boundingBox())?.width).toBe(1);
      expect((await page.locator(id).boundingBox())?.height).toBeLessThan(30);
      expect((await lab.accessible(id)).valueText).toBe("Within the limit. 87 of 500 used, 413 left.");
    }
  });

  test("nothing moves for those who want that", async ({ lab, page }) => {
    await lab.open('<quota-meter resource="emails"></quota-meter>');
    await page.evaluate(async () => stage.setDefaultGate(await stage.opened()));
    await expect(part(lab, "quota-meter", "used")).toHaveCSS("transition-duration", "0s");
    await page.emulateMedia({ reducedMotion: "no-preference" });
    await expect(part(lab, "quota-meter", "used")).toHaveCSS("transition-duration", "0.2s, 0.2s");
  });

  test("its colours and pieces are the page's to change", async ({ lab, page }) => {
    const css =
      "quota-meter{--quota-meter-used:rgb(1,2,3);--quota-meter-height:20px} quota-meter::part(label){color:rgb(4,5,6)}";
    await lab.open('<quota-meter resource="emails"></quota-meter>', { css });
    await page.evaluate(async () => stage.setDefaultGate(await stage.opened()));
    await expect(part(lab, "quota-meter", "used")).toHaveCSS("fill", "rgb(1, 2, 3)");
    await expect(part(lab, "quota-meter", "bar")).toHaveCSS("height", "20px");
    await expect(part(lab, "quota-meter", "label")).toHaveCSS("color", "rgb(4, 5, 6)");
  });

  test("each level has a mark of its own", async ({ lab, page }) => {
    await page.clock.install({ time: NOW });
    await lab.open(gallery());
    await fill(lab);
    const marks = await page.locator("quota-meter").evaluateAll((all) =>
      all.map((meter) => {
        const find = (selector: string) => meter.shadowRoot?.querySelector(selector);
        return [
          find("[part=meter]")?.getAttribute("data-level"),
          find("[part=mark] path")?.getAttribute("d"),
        ];
      }),
    );
    const byLevel = new Map(marks.map(([level, shape]) => [level, shape]));
    expect(byLevel.size).toBe(8);
    expect(new Set(byLevel.values()).size).toBe(8);
  });
});

test("is written anew only when its own numbers change", async ({ lab, page }) => {
  await lab.open('<quota-meter resource="emails"></quota-meter>');
  await page.evaluate(async () => stage.setDefaultGate(await stage.opened()));
  const writes = (change: Readonly<Record<string, number>>) =>
    page.evaluate(async (usage) => {
      const root = stage.find("quota-meter").shadowRoot;
      if (!root) throw new Error("no shadow tree");
      let count = 0;
      const observer = new MutationObserver(({ length }) => {
        count += length;
      });
      observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
      // Nor is anything reckoned anew.
      const { PluralRules } = Intl;
      const counting = new Proxy(PluralRules, {
        construct: (...given) => {
          count += 1;
          return Reflect.construct(...given);
        },
      });
      Object.assign(Intl, { PluralRules: counting });
      stage.answer({ usage });
      await stage.gates["main"]?.refresh();
      Object.assign(Intl, { PluralRules });
      count += observer.takeRecords().length;
      observer.disconnect();
      return count;
    }, change);
  expect(await writes({})).toBe(0);
  expect(await writes({ sentVotes: 500 })).toBe(0);
  expect(await writes({ sentVotes: 500, sentEmails: 88 })).toBeGreaterThan(0);
});

test("what was set before it was defined counts", async ({ lab, page }) => {
  const before =
    "const meter = document.querySelector('quota-meter'); meter.resource = 'sms'; meter.label = 'Texts'; meter.compact = true; meter.days = 3";
  await lab.open("<quota-meter></quota-meter>", { before });
  await page.evaluate(async () => stage.setDefaultGate(await stage.opened()));
  await expect(page.getByRole("meter", { name: "Texts" })).toBeVisible();
  const meter = page.locator("quota-meter");
  await expect(meter).toHaveAttribute("compact", "");
  await expect(meter).toHaveAttribute("days", "3");
  expect(await page.evaluate(() => Object.keys(stage.find("quota-meter")))).toEqual([]);
});

import { By, Key, type WebDriver } from "selenium-webdriver";
import { expect } from "vitest";

/** What a control says of itself. */
export interface Control {
  readonly verdict: string | null;
  readonly closed: boolean;
  /** What its aria-describedby names: no driver computes a description. */
  readonly description: string;
  readonly focusable: boolean;
}

/** A page of tests/engines/apps, as its user meets it. */
export class Page {
  constructor(
    private readonly driver: WebDriver,
    private readonly url: string,
  ) {}

  open(asked: Readonly<Record<string, string>> = {}): Promise<void> {
    return this.driver.get(`${this.url}/?${new URLSearchParams(asked)}`);
  }

  /** In a tab of its own, which is closed again; the page is then where it was. */
  async inAnotherTab(task: () => Promise<void>): Promise<void> {
    const first = await this.driver.getWindowHandle();
    await this.driver.switchTo().newWindow("tab");
    try {
      await task();
      await this.expectNoFaults();
    } finally {
      await this.driver.close();
      await this.driver.switchTo().window(first);
    }
  }

  /** Nothing on its console, thrown, rejected, refused by its policy or not loaded. */
  async expectNoFaults(): Promise<void> {
    expect(await this.run(() => window.faults)).toEqual([]);
  }

  async expectClosed(selector: string, description: string): Promise<void> {
    const closed = { verdict: "deny", closed: true, description, focusable: true };
    await expect.poll(() => this.#control(selector)).toEqual(closed);
  }

  async expectOpen(selector: string): Promise<void> {
    const open = { verdict: "allow", closed: false, description: "", focusable: true };
    await expect.poll(() => this.#control(selector)).toEqual(open);
  }

  async expectText(selector: string, text: string): Promise<void> {
    await expect.poll(() => this.text(selector)).toBe(text);
  }

  text(selector: string): Promise<string | null> {
    return this.run((found) => document.querySelector(found)?.textContent?.trim() ?? null, selector);
  }

  /** Role and name as the engine computes them, of the first element in the shadow tree where there is one. */
  async named(selector: string): Promise<string> {
    const host = this.driver.findElement(By.css(selector));
    const hasShadow = await this.run((found) => !!document.querySelector(found)?.shadowRoot, selector);
    const element = hasShadow ? await (await host.getShadowRoot()).findElement(By.css(":first-child")) : host;
    return `${await element.getAriaRole()} ${await element.getAccessibleName()}`;
  }

  /** The files that the page has asked for whose names match. */
  files(pattern: RegExp): Promise<string[]> {
    return this.run((source) => {
      const files = performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname);
      return files.filter((file) => new RegExp(source).test(file));
    }, pattern.source);
  }

  press(selector: string): Promise<void> {
    return this.driver.findElement(By.css(selector)).click();
  }

  /** A key, once the control has the focus. */
  type(selector: string, ...keys: string[]): Promise<void> {
    return this.driver.findElement(By.css(selector)).sendKeys(...keys);
  }

  /** Over what stands in the field, as somebody does who types. In one go, two of the three drivers would keep Control down. */
  async fill(selector: string, text: string): Promise<void> {
    await this.type(selector, Key.chord(Key.CONTROL, "a"));
    await this.type(selector, text);
  }

  /** A function of the page's own. */
  run<Given extends unknown[], Said>(task: (...given: Given) => Said, ...given: Given): Promise<Said> {
    return this.driver.executeScript(`return (${task})(...arguments)`, ...given);
  }

  #control(selector: string): Promise<Control | null> {
    return this.run((found) => {
      const control = document.querySelector<HTMLElement>(found);
      if (!control) return null;
      const ids = control.getAttribute("aria-describedby")?.split(/\s+/) ?? [];
      return {
        verdict: control.getAttribute("data-quota-verdict"),
        closed: control.getAttribute("aria-disabled") === "true",
        description: ids.map((id) => document.getElementById(id)?.textContent?.trim()).join(" "),
        focusable: control.tabIndex >= 0 && !control.matches(":disabled"),
      };
    }, selector);
  }
}

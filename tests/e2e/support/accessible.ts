import type { CDPSession, Page } from "@playwright/test";

/** What assistive technology is told of an element. */
export interface Accessible {
  readonly role: string;
  readonly name: string;
  readonly description: string;
  readonly value: string;
  readonly valueText: string;
  readonly disabled: boolean;
  readonly focusable: boolean;
  readonly invalid: boolean;
}

type Node = Awaited<ReturnType<typeof treeOf>>[number];

const treeOf = async (cdp: CDPSession) => (await cdp.send("Accessibility.getFullAXTree")).nodes;

/** Of the element that an expression finds in the page. */
export async function accessible(cdp: CDPSession, expression: string): Promise<Accessible> {
  const { result } = await cdp.send("Runtime.evaluate", { expression });
  if (!result.objectId) throw new Error(`nothing at ${expression}`);
  const { objectId } = result;
  const { nodes } = await cdp.send("Accessibility.getPartialAXTree", { objectId, fetchRelatives: false });
  return told(nodes[0]);
}

/** Of the button of this name, wherever it stands. */
export async function accessibleButton(cdp: CDPSession, name: string): Promise<Accessible> {
  const nodes = await treeOf(cdp);
  return told(nodes.find((node) => node.role?.value === "button" && node.name?.value === name));
}

/** In a session that ends with it. */
export async function inSession<T>(page: Page, task: (cdp: CDPSession) => Promise<T>): Promise<T> {
  const cdp = await page.context().newCDPSession(page);
  const done = await task(cdp);
  await cdp.detach();
  return done;
}

function told(node: Node | undefined): Accessible {
  const property = (name: string) => node?.properties?.find((each) => each.name === name)?.value.value;
  return {
    role: String(node?.role?.value ?? ""),
    name: String(node?.name?.value ?? ""),
    description: String(node?.description?.value ?? ""),
    value: String(node?.value?.value ?? ""),
    valueText: String(property("valuetext") ?? ""),
    disabled: property("disabled") === true,
    focusable: property("focusable") === true,
    invalid: property("invalid") === "true",
  };
}

import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** Something that has to be seen: a role with its name, or a style sheet's selector. */
export type Thing = readonly [role: Parameters<Page["getByRole"]>[0], name: string | RegExp] | string;

/**
 * Waits until a person sees these things, and not only a screen reader: each has a size, lies in the view as a whole,
 * and nothing covers its centre.
 *
 * @param where the panel is, for a test that looks at several screens
 */
export async function expectSeen(page: Page, things: readonly Thing[], where = ""): Promise<void> {
  await expect.poll(() => look(page, things), { message: where }).toEqual([]);
}

/** What is wrong, one line for each thing; empty when all can be seen. */
async function look(page: Page, things: readonly Thing[]): Promise<string[]> {
  const faults = await Promise.all(
    things.map(async (thing) => {
      const fault = await find(page, thing).evaluateAll(faultOf);
      return fault && `${typeof thing === "string" ? thing : thing.join(" ")} ${fault}`;
    }),
  );
  return faults.filter((fault) => fault !== "");
}

function find(page: Page, thing: Thing): Locator {
  if (typeof thing === "string") return page.locator(thing);
  const [role, name] = thing;
  return page.getByRole(role, { name, exact: true });
}

/**
 * Runs in the page. What is wrong with how the first of these elements can be seen, as an end of a sentence; empty when
 * nothing is.
 */
function faultOf([element]: readonly Element[]): string {
  if (!element) return "is not there";
  const box = element.getBoundingClientRect();
  const size = `${Math.round(box.width)} × ${Math.round(box.height)} px`;
  if (box.width < 4 || box.height < 4) return `has no size (${size})`;
  const style = getComputedStyle(element);
  if (style.visibility !== "visible" || style.opacity === "0") return "is made invisible by its style";
  // A pixel less or more is what rounding makes of a border.
  const sticksOut = (view: DOMRect): boolean =>
    box.left < view.left - 1 || box.top < view.top - 1 || box.right > view.right + 1 || box.bottom > view.bottom + 1;
  if (sticksOut(new DOMRect(0, 0, innerWidth, innerHeight))) return `sticks out of the window (${size})`;
  for (let around = element.parentElement; around; around = around.parentElement) {
    const { overflow, contain } = getComputedStyle(around);
    const clips = overflow !== "visible" || contain.includes("strict") || contain.includes("paint");
    if (!clips || !sticksOut(around.getBoundingClientRect())) continue;
    const { width, height } = around.getBoundingClientRect();
    return `(${size}) is cut off by ${nameOf(around)} of ${Math.round(width)} × ${Math.round(height)} px`;
  }
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return top && element.contains(top) ? "" : `is covered by ${nameOf(top)}`;

  function nameOf(what: Element | null): string {
    return what ? `<${what.localName} class="${what.className}">` : "nothing that can be pressed";
  }
}

/**
 * The pairs of controls that lie over each other, those that stick out of the view to its side, what scrolls sideways,
 * the buttons of a card in view that aren't in view themselves, and buttons that are cut off in their row.
 */
export async function overlaps(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const controls = [
      ...document.querySelectorAll<HTMLElement>("button, input, textarea, select, h1, h3, .when, .prompt"),
    ];
    const faults: string[] = [];
    const seen = controls.flatMap((element) => {
      let box = element.getBoundingClientRect();
      let cut = 0;
      for (let around = element.parentElement; around; around = around.parentElement) {
        const { overflowX } = getComputedStyle(around);
        if (overflowX === "visible" || box.width === 0) continue;
        const view = around.getBoundingClientRect();
        const [left, top] = [Math.max(box.left, view.left), Math.max(box.top, view.top)];
        const [right, bottom] = [Math.min(box.right, view.right), Math.min(box.bottom, view.bottom)];
        if (overflowX === "clip" || overflowX === "hidden") cut = Math.max(cut, Math.round(box.right - right));
        box = new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
      }
      const name = element.getAttribute("aria-label") ?? (element.textContent || element.tagName).slice(0, 40);
      if (cut > 1 && box.height >= 2 && element.localName === "button") faults.push(`${name} is cut by ${cut} px`);
      return box.width < 2 || box.height < 2 ? [] : [{ element, box, name }];
    });
    faults.push(...seen.filter(({ box }) => box.right > innerWidth + 1).map(({ name }) => `${name} sticks out`));
    for (const scroller of document.querySelectorAll<HTMLElement>(".scroll")) {
      if (getComputedStyle(scroller).overflowX !== "auto") continue;
      const tooWide = scroller.scrollWidth - scroller.clientWidth;
      if (tooWide > 1) faults.push(`${scroller.className} scrolls sideways by ${tooWide} px`);
    }
    for (const row of document.querySelectorAll(".ask .do")) {
      const [box, view] = [row, row.closest(".scroll")!].map((element) => element.getBoundingClientRect());
      const card = row.closest(".ask")!.getBoundingClientRect();
      const below = Math.round(box!.bottom - view!.bottom);
      const hasRoom = view!.bottom - card.top > box!.height + 32;
      if (hasRoom && below > 1) faults.push(`${row.textContent} lies ${below} px below the view`);
    }
    const inside = (part: HTMLElement, other: HTMLElement): boolean => part.contains(other) || other.contains(part);
    for (const [index, one] of seen.entries()) {
      for (const other of seen.slice(index + 1)) {
        const width = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const height = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        // They stand above what scrolls.
        const isSticky = ".pill, .do .btn";
        if (width <= 1 || height <= 1 || inside(one.element, other.element)) continue;
        if (one.element.matches(isSticky) || other.element.matches(isSticky)) continue;
        faults.push(`${one.name} and ${other.name} overlap by ${Math.round(width)} × ${Math.round(height)} px`);
      }
    }
    return faults;
  });
}

import type { Locator } from "playwright-core";
import type { Workbench } from "../vscode/workbench.ts";
import type { Frame } from "./webpEncoder.ts";

/** A pointer, because pictures of a page have none. */
const pointer = `<svg width="22" height="22" viewBox="0 0 22 22" style="position: fixed; z-index: 99999; pointer-events: none">
  <path d="M4 2v16l4.2-4 2.6 6 2.8-1.2-2.6-5.8h6z" fill="#fff" stroke="#000" stroke-width="1.2"/></svg>`;

/** Takes pictures of a window one after the other. They are shown as long as a viewer needs, whatever they took. */
export class Film {
  readonly frames: Frame[] = [];
  readonly #workbench: Workbench;

  private constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  static async start(workbench: Workbench): Promise<Film> {
    await workbench.page.evaluate((markup) => {
      const holder = document.createElement("div");
      holder.id = "film-pointer";
      holder.innerHTML = markup;
      document.body.append(holder);
    }, pointer);
    return new Film(workbench);
  }

  /** @param lasts how long it is shown, in milliseconds */
  async take(lasts: number): Promise<void> {
    this.frames.push({ png: await this.#workbench.page.screenshot(), lasts });
  }

  /** Points at something, takes a picture, and clicks. */
  async click(at: Locator, lasts: number): Promise<void> {
    await this.point(at);
    await this.take(lasts);
    await at.click();
  }

  /** Moves the pointer onto something. */
  async point(at: Locator): Promise<void> {
    await at.hover();
    const box = await at.boundingBox();
    if (!box) throw new Error("Nothing is there to point at.");
    const place = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await this.#workbench.page.evaluate(({ x, y }) => {
      const style = document.querySelector<SVGElement>("#film-pointer svg")?.style;
      style?.setProperty("left", `${x - 4}px`);
      style?.setProperty("top", `${y - 2}px`);
    }, place);
  }

  /** Takes pictures of what a panel streams, after so many events each, until something is seen. */
  async stream(seen: Locator, { events, lasts }: { events: number; lasts: number }): Promise<void> {
    const root = this.#workbench.panel().locator("html");
    for (let shown = -events; (await seen.count()) === 0;) {
      const count = Number(await root.getAttribute("data-event-count"));
      if (count < shown + events) continue;
      shown = count;
      await this.take(lasts);
    }
  }

  async end(): Promise<void> {
    await this.#workbench.page.evaluate(() => document.querySelector("#film-pointer")?.remove());
  }
}

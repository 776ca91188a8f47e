import type { ItemPlace, RequestItem } from "../transcriptItems.ts";
import type { AppPart } from "./appParts.ts";
import type { ItemList } from "./itemList.ts";

/** What an app's nodes ask a person in their stream: nothing in it says that an answer came, but the end of the call that asked. */
export class Questions {
  readonly #items: ItemList;
  /** The call that asks, by the item of the question; `undefined` for a node that asks by itself. */
  readonly #asked = new Map<string, string | undefined>();

  constructor(items: ItemList) {
    this.#items = items;
  }

  /** @param asking the item of the call that asks */
  ask({ request, prompt, info, data }: Extract<AppPart, { kind: "request" }>, place: ItemPlace, asking: string | undefined): void {
    if (info) {
      this.#items.add({ ...place, kind: "notice", text: prompt });
      return;
    }
    const again = this.#same(prompt, asking);
    const item: RequestItem = { ...(again ?? place), kind: "request", request, prompt, data, pending: true, until: undefined };
    this.#asked.set(item.id, asking);
    if (again) this.#items.replace(item);
    else this.#items.add(item);
  }

  /** The questions of a call wait no more, or all of them. */
  settle(at: number | undefined, asking?: string): void {
    for (const [id, call] of this.#asked) {
      if (asking !== undefined && call !== asking) continue;
      const item = this.#items.find(id);
      if (item?.kind === "request" && item.pending) this.#items.replace({ ...item, pending: false, until: at });
    }
  }

  /** The question that the same call asked before, as after a pause. */
  #same(prompt: string, asking: string | undefined): RequestItem | undefined {
    if (asking === undefined) return undefined;
    const items = [...this.#asked].filter(([, call]) => call === asking).map(([id]) => this.#items.find(id));
    return items.filter((item) => item?.kind === "request").find((item) => item.prompt === prompt);
  }
}

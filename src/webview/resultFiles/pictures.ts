import { placeKey } from "../../protocol/filePlace.ts";
import type { HostMessage } from "../../protocol/messages.ts";
import type { FilePlace } from "../../protocol/valueViews.ts";

/** A picture that the reader wants to see: on its way, here, or why not. */
export type Picture = { state: "asked" } | { state: "here"; address: string } | { state: "failed"; error: string };

type PictureMessage = Extract<HostMessage, { type: "picture" }>;

/** The pictures that are shown: their bytes come when the reader asks, and go when the reader hides them. */
export class Pictures {
  readonly #ask: (place: FilePlace) => void;
  readonly #shown = new Map<string, Picture>();
  readonly #listeners = new Set<() => void>();

  constructor(ask: (place: FilePlace) => void) {
    this.#ask = ask;
  }

  /** Absent while nobody wants to see it. */
  get(place: FilePlace): Picture | undefined {
    return this.#shown.get(placeKey(place));
  }

  show(place: FilePlace): void {
    this.#put(placeKey(place), { state: "asked" });
    this.#ask(place);
  }

  hide(place: FilePlace): void {
    this.#put(placeKey(place), undefined);
  }

  /** Takes what the extension answers; what was hidden meanwhile is let go. */
  take({ place, mime, bytes, error }: PictureMessage): void {
    const key = placeKey(place);
    if (!this.#shown.has(key)) return;
    if (bytes === undefined || mime === undefined)
      this.#put(key, { state: "failed", error: error ?? "It didn't arrive." });
    else this.#put(key, { state: "here", address: URL.createObjectURL(new Blob([bytes], { type: mime })) });
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #put(key: string, picture: Picture | undefined): void {
    const before = this.#shown.get(key);
    if (before?.state === "here") URL.revokeObjectURL(before.address);
    if (picture) this.#shown.set(key, picture);
    else this.#shown.delete(key);
    for (const listener of this.#listeners) listener();
  }
}

import type { HostMessage } from "#workbench/panel/page/messages.ts";
import type { FileRef } from "#workbench/panel/page/valueViews.ts";

/** A picture that the reader wants to see: requested, loaded, or failed with a reason. */
export type Picture = { state: "asked" } | { state: "here"; address: string } | { state: "failed"; error: string };

type PictureMessage = Extract<HostMessage, { type: "picture" }>;

/** The pictures on the screen. Their bytes are loaded on request, and released when the reader hides them. */
export class Pictures {
  readonly #ask: (ref: FileRef) => void;
  readonly #shown = new Map<string, Picture>();
  readonly #listeners = new Set<() => void>();

  constructor(ask: (ref: FileRef) => void) {
    this.#ask = ask;
  }

  /** Absent while the picture is hidden. */
  get(ref: FileRef): Picture | undefined {
    return this.#shown.get(fileKey(ref));
  }

  show(ref: FileRef): void {
    this.#put(fileKey(ref), { state: "asked" });
    this.#ask(ref);
  }

  hide(ref: FileRef): void {
    this.#put(fileKey(ref), undefined);
  }

  /** Handles the extension's response. A picture that was hidden meanwhile is released. */
  take({ ref, mime, bytes, error }: PictureMessage): void {
    const key = fileKey(ref);
    if (!this.#shown.has(key)) return;
    if (bytes === undefined || mime === undefined)
      this.#put(key, { state: "failed", error: error ?? "The image didn't load." });
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

/** Equal for equal references, whatever the order of their fields. */
function fileKey(ref: FileRef): string {
  return JSON.stringify(Object.entries(ref).sort(([a], [b]) => (a < b ? -1 : 1)));
}

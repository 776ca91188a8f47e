import type { Disposable } from "../../base/disposable.ts";
import { pathTemplate } from "../paths.ts";

const minute = 60_000;

/** Logs once a minute how many requests were made. A minute without requests logs nothing. */
export class RequestRate implements Disposable {
  readonly #tell: (line: string) => void;
  readonly #counts = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(tell: (line: string) => void) {
    this.#tell = tell;
  }

  /** @param path with or without its query */
  note({ method, path }: { method: string; path: string }): void {
    const kind = `${method} ${pathTemplate(path)}`;
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    this.#timer ??= setTimeout(() => this.#sayAll(), minute);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #sayAll(): void {
    this.#timer = undefined;
    const counts = [...this.#counts].sort(([, a], [, b]) => b - a);
    this.#counts.clear();
    const total = counts.reduce((sum, [, count]) => sum + count, 0);
    const kinds = counts.map(([kind, count]) => `${count} ${kind}`).join(", ");
    this.#tell(`${total} ${total === 1 ? "request" : "requests"} in the last minute: ${kinds}`);
  }
}

import type { RunEvent } from "#api/schemas.ts";
import { shapeOf } from "#base/json/shapeOf.ts";
import type { UnknownKind } from "#model/unknownKind.ts";
import { unknownMessage } from "./app/appMessage.ts";

/** An app that makes up its types is no newer one. */
const maxKinds = 50;
/** Anything else may be data. */
const plainName = /^[A-Za-z][\w.:/-]{0,59}$/;

/** The unknown events of a run. The free data of an app's own nodes has no kind, so it isn't one of them. */
export class UnknownEvents {
  readonly #kinds = new Map<string, UnknownKind>();

  get all(): readonly UnknownKind[] {
    return [...this.#kinds.values()];
  }

  add({ type, data }: Pick<RunEvent, "type" | "data">): void {
    const unknown = type === "run.data" ? unknownMessage(data) : { kind: type, data };
    if (!unknown) return;
    const kind = plainName.test(unknown.kind) ? unknown.kind : "(name not shown)";
    const kindCount = this.#kinds.get(kind);
    if (!kindCount && this.#kinds.size >= maxKinds) return;
    this.#kinds.set(kind, {
      kind,
      count: (kindCount?.count ?? 0) + 1,
      shape: kindCount?.shape ?? shapeOf(unknown.data),
    });
  }
}

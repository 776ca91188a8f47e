import type { Run } from "#api/schemas.ts";
import type { JsonPath } from "#base/json/jsonPath.ts";
import { withoutUnblocked } from "#model/block.ts";
import type { ValueRequest } from "#workbench/panel/page/messages.ts";
import type { JsonView } from "#workbench/panel/page/valueViews.ts";
import { jsonView } from "./json/jsonView.ts";
import type { ShownSecrets } from "./shownSecrets.ts";

type Side = ValueRequest["side"];

/** A run's input and output for the panel: a large value only if the reader has asked for it. */
export class RunValues {
  /** The paths that the reader has asked for: of a value that is large, or of a secret in it. */
  readonly #shown: Record<Side, JsonPath[]> = { input: [], output: [] };
  /** The results for each side, with the number of paths that were shown. */
  readonly #views: Partial<Record<Side, { value: unknown; shown: number; view: JsonView }>> = {};
  readonly #secrets: ShownSecrets;

  constructor(secrets: ShownSecrets) {
    this.#secrets = secrets;
  }

  show(side: Side, path: JsonPath): void {
    this.#shown[side].push(path);
  }

  /** Measuring a large value takes time, so each is measured once. @param isLocal whether its secrets are dots */
  view(run: Run, side: Side, isLocal: boolean): JsonView {
    const value = run[side];
    const shown = this.#shown[side];
    const cached = this.#views[side];
    if (cached && cached.value === value && cached.shown === shown.length) return cached.view;
    const clean = isLocal ? this.#secrets.valueWith(value, shown) : value;
    const isAsked = shown.some((path) => path.length === 0);
    const view = jsonView(side === "output" ? withoutUnblocked(clean) : clean, isAsked, side);
    this.#views[side] = { value, shown: shown.length, view };
    return view;
  }
}

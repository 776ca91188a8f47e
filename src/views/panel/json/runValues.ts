import type { Run } from "../../../api/schemas.ts";
import type { JsonPath } from "../../../base/json/jsonPath.ts";
import type { ValueRequest } from "../../../protocol/messages.ts";
import type { JsonView } from "../../../protocol/valueViews.ts";
import { jsonView } from "./jsonView.ts";

type Side = ValueRequest["side"];

/** A run's input and output for the panel: large values only if the reader has asked for them. */
export class RunValues {
  /** The paths of large values that the reader has asked for. */
  readonly #shown: Record<Side, JsonPath[]> = { input: [], output: [] };
  /** The results for each side, with the number of large parts shown. */
  readonly #views: Partial<Record<Side, { value: unknown; shown: number; view: JsonView }>> = {};

  show(side: Side, path: JsonPath): void {
    this.#shown[side].push(path);
  }

  /** Measuring a large value takes time, so each is measured once. */
  view(run: Run, side: Side): JsonView {
    const value = run[side];
    const shown = this.#shown[side];
    const known = this.#views[side];
    if (known && known.value === value && known.shown === shown.length) return known.view;
    const view = jsonView(value, shown, side);
    this.#views[side] = { value, shown: shown.length, view };
    return view;
  }
}

import type { Run } from "../../../api/schemas.ts";
import type { JsonPath } from "../../../base/json/jsonPath.ts";
import type { ValueRequest } from "../../../protocol/messages.ts";
import type { JsonView } from "../../../protocol/valueViews.ts";
import { jsonView } from "./jsonView.ts";

type Side = ValueRequest["side"];

/** A run's input and output as the panel gets them: without large values, but for those that the reader asked for. */
export class RunValues {
  /** Large values that the reader has asked for. */
  readonly #shown: Record<Side, JsonPath[]> = { input: [], output: [] };
  /** What was made of a value, with how many large parts shown. */
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

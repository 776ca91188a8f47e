import type { JsonPath } from "#base/json/jsonPath.ts";
import { formatBytes } from "#model/bytes.ts";
import { countOf } from "#model/counts.ts";
import { withShortPlaceholders } from "#model/placeholders.ts";
import { readResult, type RunResult } from "#model/runResult.ts";
import { readTable, tableText } from "#model/shortTable.ts";
import { idOf } from "#workbench/panel/page/json/jsonRows.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import type { JsonView } from "#workbench/panel/page/valueViews.ts";
import type { Call } from "./groups/callGroups.ts";

/** The result of a run as the story's last step shows it. */
export interface ShownResult extends RunResult {
  view: JsonView;
  /** The steps in which texts of the result were streamed, by the path of the text. */
  said: ReadonlyMap<JsonPath, StepView>;
  /** Those steps by their id, with the name of the text. */
  saidBy: ReadonlyMap<string, string>;
  /** Set for a run that a hook blocked, with the step where it did, if that is known. */
  blocked?: { readonly by: string; readonly step?: Call | BlockedStep };
  /** The calls that a hook blocked or a person declined. */
  prevented: readonly Call[];
}

type BlockedStep = Extract<StepView, { kind: "blocked" }>;

/** Sorts an output for the panel, and finds its texts in the story. @param blockedBy the hook that blocked the run */
export function shownResult(view: JsonView, story: readonly StepView[], blockedBy?: string): ShownResult {
  const { texts, short, rest } = readResult(view.kind === "value" ? withShortPlaceholders(view.value) : undefined);
  const said = new Map<JsonPath, StepView>();
  const saidBy = new Map<string, string>();
  for (const { name, path, value } of texts) {
    const step = story.findLast((each) => isSame(each, value));
    if (!step) continue;
    said.set(path, step);
    saidBy.set(step.id, name);
  }
  const prevented = story.filter(isPrevented);
  return {
    view,
    texts,
    short,
    rest,
    said,
    saidBy,
    prevented,
    blocked: blockedBy === undefined ? undefined : blockOf(blockedBy, story),
  };
}

function isPrevented(step: StepView): step is Call {
  return step.kind === "tool" && (step.state === "blocked" || step.state === "declined");
}

function blockOf(by: string, story: readonly StepView[]): NonNullable<ShownResult["blocked"]> {
  const step = story.findLast(
    (each): each is Call | BlockedStep =>
      (each.kind === "tool" || each.kind === "blocked") && each.blocked?.outcome === "answer",
  );
  return step ? { by, step } : { by };
}

/** A node may add white space around the text that its model wrote. */
function isSame(step: StepView, text: string): boolean {
  if (step.kind !== "text" || step.code || step.refused || step.text === "") return false;
  return Math.abs(step.text.length - text.length) < 9 && step.text.trim() === text.trim();
}

/** *7 fields, 2.1 KiB* */
export function resultWords({ view, texts, short, rest, blocked }: ShownResult): string {
  if (view.kind === "absent") return "no output";
  if (view.kind === "tooLarge") return formatBytes(view.bytes);
  const names = [...texts, ...short, ...rest].filter(({ name, path }) => name !== "" && path.length < 3);
  const fields = names.length === 0 ? [] : [countOf(new Set(names.map(({ path }) => idOf(path))).size, "field")];
  if (blocked) return `from the hook · ${formatBytes(view.bytes)}`;
  return [...fields, formatBytes(view.bytes)].join(", ");
}

/**
 * The story for a search: what a text of the result says is found once, where it is shown.
 *
 * @param isBelow whether the texts are in the result, and not where they were streamed
 */
export function searchedStory(
  story: readonly StepView[],
  result: ShownResult | undefined,
  isBelow: boolean,
): readonly StepView[] {
  if (!result) return story;
  const { texts, short, rest, said, saidBy } = result;
  const shown = texts.filter(({ path }) => isBelow || !said.has(path));
  const words = [...shown, ...short].map(({ name, value }) => `${name} ${String(value)}`);
  const lists = rest.map(({ name, value }) => {
    const table = readTable(name, value);
    return table ? tableText(table) : name;
  });
  const text = [...words, ...lists].join("\n");
  return story.map((step) => {
    if (step.kind === "completed") return { ...step, title: "", text };
    return isBelow && step.kind === "text" && saidBy.has(step.id) ? { ...step, text: "" } : step;
  });
}

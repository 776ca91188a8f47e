import type { SpeakerView, StepView } from "#workbench/panel/page/storyViews.ts";
import type { Call } from "./groups/callGroups.ts";
import { inReadingOrder, subAgentOf } from "./groups/callGroups.ts";
import { besides, type StoryGroups } from "./groups/nodesBeside.ts";
import { hasHead, type StoryGroup } from "./groups/storyGroups.ts";

/** A line of the story; `step` is the first step that it shows. */
export type StoryLine =
  | { kind: "head"; key: string; step?: undefined }
  | {
      kind: "step";
      key: string;
      step: StepView;
      /** How many calls of sub-agents contain it. */
      depth: number;
      joined?: true;
      /** For a call that started another agent, whose steps follow while it is expanded. */
      agent?: SpeakerView;
      open?: boolean;
    }
  | { kind: "calls"; key: string; step: Call; calls: readonly Call[]; depth: number }
  | SameSteps
  | { kind: "nodes"; key: string; step: StepView; groups: readonly StoryGroup[] }
  /** Stands for steps that a filter hides. */
  | { kind: "hidden"; key: string; step?: undefined; text: string };

export type OtherView = Extract<StepView, { kind: "other" }>;

/** Equal neighbours of events that the story has no form for, which follow this line while it is open. */
export interface SameSteps {
  kind: "same";
  key: string;
  step: OtherView;
  steps: readonly OtherView[];
  open: boolean;
  depth: number;
}

/** Lines that share a frame: parallel calls, or a sub-agent's steps. By their indexes in their stretch. */
export interface StoryFrame {
  /** `joined`: the steps of one of the parallel calls, within their frame. */
  kind: "calls" | "steps" | "joined";
  key: string;
  name: string;
  first: number;
  last: number;
  depth: number;
}

/** An iteration, or parallel nodes, and their lines. The first line is the head if there is one. */
export interface StoryStretch {
  group: StoryGroup;
  beside?: StoryGroups;
  first: number;
  last: number;
  frames: readonly StoryFrame[];
}

export interface StoryLines {
  lines: readonly StoryLine[];
  stretches: readonly StoryStretch[];
}

/**
 * Whether the steps of the sub-agent of a call are shown, or equal neighbours.
 *
 * @param unless the value until the reader has chosen
 */
type IsOpen = (id: string, unless: boolean) => boolean;

/** Steps that a filter hides before one of the groups, or after all of them. */
export interface HiddenSteps {
  before: StoryGroup | undefined;
  text: string;
}

export function storyLines(
  groups: readonly StoryGroup[],
  isOpen: IsOpen,
  hidden: readonly HiddenSteps[] = [],
): StoryLines {
  const lines: StoryLine[] = [];
  const stretches: StoryStretch[] = [];
  const notes = new Map(hidden.map(({ before, text }) => [before, text]));
  const note = (before: StoryGroup | undefined): void => {
    const text = notes.get(before);
    if (text === undefined) return;
    const group = before ?? groups.at(-1) ?? emptyGroup;
    const key = `hidden ${before?.key ?? "after"}`;
    stretches.push({
      group: { ...emptyGroup, key, steps: group.steps.slice(0, 1) },
      first: lines.length,
      last: lines.length,
      frames: [],
    });
    lines.push({ kind: "hidden", key, text });
  };
  for (const part of besides(groups)) {
    const [group] = part;
    note(group);
    const first = lines.length;
    let frames: readonly StoryFrame[] = [];
    if (part.length > 1) {
      lines.push(
        { kind: "head", key: `head ${group.key}` },
        { kind: "nodes", key: `nodes ${group.key}`, step: group.steps[0]!, groups: part },
      );
    } else {
      const own = linesOf(group, isOpen);
      frames = own.frames;
      for (const line of own.lines) lines.push(line);
    }
    stretches.push({
      group,
      beside: part.length > 1 ? part : undefined,
      first,
      last: lines.length - 1,
      frames,
    });
  }
  note(undefined);
  return { lines, stretches };
}

const emptyGroup: StoryGroup = { key: "", steps: [], inside: new Map() };

interface OwnLines {
  lines: readonly StoryLine[];
  frames: readonly StoryFrame[];
  open: string;
  same: readonly SameSteps[];
}

const linesCache = new WeakMap<StoryGroup, OwnLines>();

function linesOf(group: StoryGroup, isOpen: IsOpen): OwnLines {
  const before = linesCache.get(group);
  const calls = group.inside.size === 0 ? "" : [...group.inside.keys()].filter((call) => isOpen(call, true)).join(" ");
  const openIn = (same: readonly SameSteps[]): string =>
    [calls, ...same.map((line) => isOpenSame(line, isOpen))].join();
  if (before && before.open === openIn(before.same)) return before;
  const lines: StoryLine[] = hasHead(group) ? [{ kind: "head", key: `head ${group.key}` }] : [];
  const frames: StoryFrame[] = [];
  addSteps(group.steps, 0, { group, isOpen, lines, frames });
  const same = lines.filter((line) => line.kind === "same");
  const own = { lines, frames, open: openIn(same), same };
  linesCache.set(group, own);
  return own;
}

interface Adding {
  group: StoryGroup;
  isOpen: IsOpen;
  lines: StoryLine[];
  frames: StoryFrame[];
}

function addSteps(steps: readonly StepView[], depth: number, into: Adding): void {
  const inOrder = inReadingOrder(steps);
  for (let next = 0; next < inOrder.length; next += 1) {
    const each = inOrder[next]!;
    if ("kind" in each) {
      const same = each.kind === "other" ? equalFrom(inOrder, next, each) : [];
      if (same.length > 1) {
        addSame(same, depth, into);
        next += same.length - 1;
      } else {
        addStep(each, depth, false, into);
      }
      continue;
    }
    const step = each[0]!;
    const first = into.lines.length;
    const key = `calls ${step.id}`;
    into.lines.push({ kind: "calls", key, step, calls: each, depth });
    const frame: StoryFrame = {
      kind: "calls",
      key,
      name: `${each.length} calls at the same time`,
      first,
      last: first,
      depth,
    };
    into.frames.push(frame);
    for (const call of each) addStep(call, depth, true, into);
    frame.last = into.lines.length - 1;
  }
}

/** The events from an index on that differ in their values only. */
function equalFrom(steps: readonly (StepView | readonly Call[])[], from: number, first: OtherView): OtherView[] {
  const equal = [first];
  for (let next = from + 1; next < steps.length; next += 1) {
    const each = steps[next]!;
    if (!("kind" in each) || !isEqual(each, first)) break;
    equal.push(each);
  }
  return equal;
}

function isEqual(step: StepView | undefined, other: OtherView): step is OtherView {
  return step?.kind === "other" && step.type === other.type && step.name === other.name;
}

function addSame(steps: readonly OtherView[], depth: number, { lines, isOpen }: Adding): void {
  const step = steps[0]!;
  const line = { kind: "same" as const, key: sameKey(step), step, steps, depth };
  const open = isOpenSame(line, isOpen);
  lines.push({ ...line, open });
  if (open) for (const each of steps) lines.push({ kind: "step", key: each.id, step: each, depth });
}

/** An event whose JSON is shown stays in sight when an equal one follows. */
function isOpenSame({ key, step }: Pick<SameSteps, "key" | "step">, isOpen: IsOpen): boolean {
  return isOpen(key, isOpen(step.id, false));
}

function sameKey({ id }: OtherView): string {
  return `same ${id}`;
}

/** The line that shows an event of the story together with equal ones before it. */
export function sameKeyAt(story: readonly StepView[], at: number): string | undefined {
  const step = story[at];
  if (step?.kind !== "other") return undefined;
  let first = step;
  for (let before = at - 1; ; before -= 1) {
    const each = story[before];
    if (!isEqual(each, step)) return sameKey(first);
    first = each;
  }
}

function addStep(step: StepView, depth: number, joined: boolean, into: Adding): void {
  const { lines, frames, group, isOpen } = into;
  const inside = step.kind === "tool" ? group.inside.get(step.id) : undefined;
  const agent = inside && subAgentOf(inside);
  const open = inside !== undefined && isOpen(step.id, true);
  const first = lines.length;
  lines.push({
    kind: "step",
    key: step.id,
    step,
    depth,
    joined: joined || undefined,
    ...(agent ? { agent, open } : {}),
  });
  if (!open) return;
  const frame: StoryFrame = {
    kind: joined ? "joined" : "steps",
    key: `steps ${step.id}`,
    name: `Steps of ${agent?.name ?? ""}`,
    first,
    last: first,
    depth,
  };
  frames.push(frame);
  addSteps(inside, depth + 1, into);
  frame.last = lines.length - 1;
}

/** The line of a step, -1 without one. */
export function lineOf({ lines }: StoryLines, sequence: number | undefined): number {
  if (sequence === undefined) return -1;
  // While equal neighbours are open, each has a line of its own.
  const own = lines.findIndex((line) => line.step?.sequence === sequence && !(line.kind === "same" && line.open));
  if (own >= 0) return own;
  return lines.findIndex(
    (line) => line.kind === "same" && !line.open && line.steps.some((each) => each.sequence === sequence),
  );
}

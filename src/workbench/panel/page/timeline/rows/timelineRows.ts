import { statusFacts } from "#model/status.ts";
import { factsOfKind } from "#model/stepKinds.ts";
import { inReadingOrder, subAgentOf } from "#workbench/panel/page/story/groups/callGroups.ts";
import type { StoryGroups } from "#workbench/panel/page/story/groups/nodesBeside.ts";
import { endedOf, type StoryGroup } from "#workbench/panel/page/story/groups/storyGroups.ts";
import { groupsBySpeaker } from "#workbench/panel/page/story/outline/outlineEntries.ts";
import { speakerIcon, speakerTitle } from "#workbench/panel/page/story/speakers/speakerNames.ts";
import type { SpeakerView, StepView } from "#workbench/panel/page/storyViews.ts";
import { rowOf } from "./stepRow.ts";
import type { TimelineRow } from "./timelineRow.ts";

export interface RunEnd {
  status: string;
  /** Whether nothing more will happen. */
  over: boolean;
  /** When it ended, if that is known. */
  at: number | undefined;
}

/** The parts of a run that took time, by speaker and iteration, and the last known moment of the story. */
export function timelineRows(
  groups: readonly StoryGroup[],
  end: RunEnd,
  lastGroup = groups.at(-1),
): { rows: TimelineRow[]; last: number } {
  const steps = groups.flatMap((group) => [group.steps, ...group.inside.values()]).flat();
  const last = steps.reduce((latest, { at = 0, until = 0 }) => Math.max(latest, at, until), 0);
  const over = end.over ? Math.max(last, end.at ?? 0) : undefined;
  const answers = steps.filter(({ kind }) => kind === "answer");
  const rows: TimelineRow[] = [];
  const adding: Adding = { rows, known: 0, pause: undefined, answers };
  const run = { lastGroup, end, over };
  const only = onlyNodeRow(groups, run);
  if (only) rows.push(only);
  for (const part of groupsBySpeaker(groups)) {
    const [first] = part;
    const speaker = first.speaker && speakerRow(part, first.speaker, run);
    if (first.speaker?.group === "workflow") {
      for (const group of part) addSteps(group.steps, { group, parent: undefined, hasModel: hasModel(group) }, adding);
      continue;
    }
    const from = rows.length;
    if (speaker) rows.push(speaker);
    for (const group of part) addGroup(group, speaker ?? only, run, adding);
    const alone = speaker && part.length === 1 && first.from === undefined && aloneIn(rows.slice(from));
    if (alone) rows.splice(from, 2, { ...alone, ...nodeLook(first), name: speaker.name, level: 1, parent: undefined });
  }
  return { rows: over === undefined ? rows : rows.map((row) => ended(row, over)), last };
}

/** The only row of a node of a workflow that is one call: it takes the place of the node's own. */
function aloneIn(rows: readonly TimelineRow[]): TimelineRow | undefined {
  const [, only, ...more] = rows;
  return more.length === 0 && (only?.kind === "model" || only?.kind === "tool") && !only.whole ? only : undefined;
}

/** A node that is no tool has the icon of its kind. */
function nodeLook({ speaker }: StoryGroup): Pick<TimelineRow, "icon"> {
  return speaker?.group && !["tools", "llms"].includes(speaker.group) ? { icon: speakerIcon(speaker) } : {};
}

interface Adding {
  rows: TimelineRow[];
  /** When the step before began. */
  known: number;
  pause: TimelineRow | undefined;
  answers: readonly StepView[];
}

interface Run {
  lastGroup: StoryGroup | undefined;
  end: RunEnd;
  over: number | undefined;
}

function addGroup(group: StoryGroup, speaker: TimelineRow | undefined, run: Run, adding: Adding): void {
  const name = `Iteration ${group.iteration}`;
  const iteration =
    group.iteration === undefined
      ? undefined
      : wholeRow({ kind: "iteration", name, part: [group], parent: speaker, known: adding.known }, run);
  if (iteration) adding.rows.push(iteration);
  addSteps(group.steps, { group, parent: iteration ?? speaker, hasModel: hasModel(group) }, adding);
}

interface Within {
  group: StoryGroup;
  parent: TimelineRow | undefined;
  /** What a model said is in the row of its call. */
  hasModel: boolean;
}

function addSteps(steps: readonly StepView[], within: Within, adding: Adding): void {
  const { group, parent } = within;
  for (const step of inReadingOrder(steps).flatMap((each) => ("kind" in each ? [each] : [...each]))) {
    adding.known = step.at ?? adding.known;
    if (adding.pause && !factsOfKind(step.kind).duringPause) {
      Object.assign(adding.pause, { to: adding.known, state: "done" });
      adding.pause = undefined;
    }
    const row = rowOf(step, adding.known, adding.answers);
    if (!row || (row.kind === "text" && within.hasModel)) continue;
    const inside = step.kind === "tool" ? group.inside.get(step.id) : undefined;
    const agent = inside && subAgentOf(inside);
    const nestedRow: TimelineRow = {
      ...row,
      ...(parent ? { level: parent.level + 1, parent: parent.id } : {}),
      ...(agent ? { name: agent.name, code: false, whole: true } : {}),
    };
    adding.rows.push(nestedRow);
    if (step.kind === "paused") adding.pause = nestedRow;
    if (inside) addSteps(inside, { ...within, parent: nestedRow }, adding);
  }
}

function hasModel({ steps, inside }: StoryGroup): boolean {
  const has = (list: readonly StepView[]): boolean => list.some(({ kind }) => kind === "model");
  return has(steps) || [...inside.values()].some(has);
}

export function partsOf(row: TimelineRow, rows: readonly TimelineRow[]): TimelineRow[] {
  const inside = new Set([row.id]);
  for (const { id, parent } of rows) if (parent !== undefined && inside.has(parent)) inside.add(id);
  return rows.filter(({ id }) => id !== row.id && inside.has(id));
}

/** Nothing runs after the end of the run, whatever the story says. */
function ended(row: TimelineRow, over: number): TimelineRow {
  return row.to === undefined ? { ...row, to: Math.max(row.from, row.step?.until ?? over) } : row;
}

/** @param part the groups of one speaker */
function speakerRow(part: StoryGroups, speaker: SpeakerView, run: Run): TimelineRow {
  const row = wholeRow({ kind: "speaker", name: speakerTitle(speaker), part, known: 0 }, run);
  const failed = part.some(({ steps }) => steps.some(({ kind }) => kind === "failed"));
  return failed ? { ...row, state: "failed" } : row;
}

/** The row of the only node of a story, which isn't named there, if the node says when it began. */
function onlyNodeRow(groups: readonly StoryGroup[], run: Run): TimelineRow | undefined {
  const [first, ...more] = groups.filter(({ speaker }) => speaker === undefined);
  const speaker = first?.steps.find((step) => step.speaker)?.speaker;
  return first?.from === undefined || !speaker ? undefined : speakerRow([first, ...more], speaker, run);
}

interface Whole {
  kind: "speaker" | "iteration";
  name: string;
  part: StoryGroups;
  parent?: TimelineRow;
  known: number;
}

/** The row of a speaker or an iteration. The last one of the story ends with the run, unless its node ends. */
function wholeRow({ kind, name, part, parent, known }: Whole, { lastGroup, end, over }: Run): TimelineRow {
  const [first] = part;
  const from = first.from ?? first.begun ?? first.steps.find((step) => step.at !== undefined)?.at ?? known;
  const nodeEnd = endedOf(part);
  const isLast = lastGroup !== undefined && part.includes(lastGroup) && nodeEnd === undefined;
  const to = nodeEnd ?? (isLast ? over : part.at(-1)?.until);
  return {
    id: `${kind} ${first.key}`,
    kind,
    name,
    code: false,
    whole: true,
    from,
    level: parent ? parent.level + 1 : 1,
    parent: parent?.id,
    sequence: first.steps[0]!.sequence,
    to: to === undefined ? undefined : Math.max(from, to),
    state: isLast ? statusFacts(end.status).part : "done",
  };
}

interface RowFilter {
  /** Speakers, iterations and calls that are collapsed. */
  folded: ReadonlySet<string>;
  from: number;
  to: number;
  /** The current end of steps that still run. */
  now: number;
}

export function visibleRows(rows: readonly TimelineRow[], filter: RowFilter): readonly TimelineRow[] {
  const { folded, from, to, now } = filter;
  const inside = rows.filter((row) => row.from <= to && (row.to ?? now) >= from);
  return folded.size === 0 ? inside : unfolded(inside, rows, folded);
}

/** A part follows the row that contains it, so one pass is enough. */
function unfolded(
  inside: readonly TimelineRow[],
  rows: readonly TimelineRow[],
  folded: ReadonlySet<string>,
): TimelineRow[] {
  const hidden = new Set<string>();
  for (const { id, parent } of rows)
    if (parent !== undefined && (folded.has(parent) || hidden.has(parent))) hidden.add(id);
  return inside.filter(({ id }) => !hidden.has(id));
}

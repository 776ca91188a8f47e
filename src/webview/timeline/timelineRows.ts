import type { StoryItem } from "../../protocol/viewModels.ts";
import { groupName, hasHead, type StoryGroup } from "../state/storyItems.ts";

type RowKind = "iteration" | "text" | "tool" | "wait" | "failure";
export type RowState = "running" | "waiting" | "paused" | "done" | "failed" | "canceled" | "unfinished" | "discarded" | "skipped";

/** A line of the waterfall. Times are milliseconds on the story's clock. */
export interface TimelineRow {
  id: string;
  kind: RowKind;
  name: string;
  /** The name is the document's own word. */
  code: boolean;
  level: 1 | 2;
  /** The iteration that it is a part of. */
  parent?: string;
  /** The item of the story that it leads to. */
  sequence: number;
  from: number;
  /** Absent while it goes on. */
  to?: number;
  state: RowState;
  /** What came of a wait: *approved*. */
  outcome?: string;
  /** Absent for an iteration. */
  item?: StoryItem;
}

export interface RunEnd {
  status: string;
  /** Nothing more will happen. */
  over: boolean;
  /** When it ended, where that is known. */
  at: number | undefined;
}

/** What took time in a run, in order, and the last moment that the story tells of. */
export function timelineRows(groups: readonly StoryGroup[], end: RunEnd): { rows: TimelineRow[]; last: number } {
  const items = groups.flatMap((group) => group.items);
  const last = items.reduce((latest, { at = 0, until = 0 }) => Math.max(latest, at, until), 0);
  const over = end.over ? Math.max(last, end.at ?? 0) : undefined;
  const answers = items.filter((item) => item.kind === "answer");
  const rows: TimelineRow[] = [];
  let known = 0;
  let pause: TimelineRow | undefined;
  groups.forEach((group, index) => {
    const parent = hasHead(group) ? iterationRow(group, known) : undefined;
    if (parent) {
      const to = index === groups.length - 1 ? over : group.until;
      parent.state = index === groups.length - 1 ? stateOf(end.status) : "done";
      rows.push(to === undefined ? parent : { ...parent, to: Math.max(parent.from, to) });
    }
    for (const item of group.items) {
      known = item.at ?? known;
      if (pause && !duringPause.has(item.kind)) {
        Object.assign(pause, { to: known, state: "done" });
        pause = undefined;
      }
      const row = rowOf(item, known, answers);
      if (!row) continue;
      const placed = parent ? { ...row, level: 2 as const, parent: parent.id } : row;
      rows.push(placed);
      if (item.kind === "paused") pause = placed;
    }
  });
  return { rows: over === undefined ? rows : rows.map((row) => ended(row, over)), last };
}

/** What can happen while a run is paused; all else says that it goes on. */
const duringPause = new Set<StoryItem["kind"]>(["request", "answer", "notice", "other"]);

/** Nothing goes on after the end of the run, whatever the story says. */
function ended(row: TimelineRow, over: number): TimelineRow {
  return row.to === undefined ? { ...row, to: Math.max(row.from, row.item?.until ?? over) } : row;
}

function iterationRow(group: StoryGroup, known: number): TimelineRow {
  const first = group.items[0]!;
  return {
    id: `iteration ${group.key}`,
    kind: "iteration",
    name: groupName(group),
    code: false,
    level: 1,
    sequence: first.sequence,
    from: group.items.find((item) => item.at !== undefined)?.at ?? known,
    state: "done",
  };
}

/** An item without a time stands where the one before it began. */
function rowOf(item: StoryItem, from: number, answers: readonly StoryItem[]): TimelineRow | undefined {
  const base = { id: item.id, code: false, level: 1, sequence: item.sequence, from, item } as const;
  const until = Math.max(from, item.until ?? from);
  switch (item.kind) {
    case "text":
      return {
        ...base,
        ...textName(item.object),
        kind: "text",
        state: item.growing ? "running" : "done",
        ...(item.growing ? {} : { to: until }),
      };
    case "tool":
      return {
        ...base,
        kind: "tool",
        name: item.name,
        code: true,
        state: item.state === "finished" ? "done" : item.state,
        ...(item.state === "running" ? {} : { to: item.until === undefined ? from + (item.duration ?? 0) : until }),
      };
    case "request": {
      const answer = answers.find(({ at, ...each }) => at === item.until && "text" in each && each.text.includes(item.text));
      return {
        ...base,
        kind: "wait",
        name: item.text || item.title,
        state: item.pending ? "waiting" : "done",
        ...(item.pending ? {} : { to: until }),
        ...(answer && "title" in answer ? { outcome: answer.title.toLowerCase() } : {}),
      };
    }
    case "paused":
      return { ...base, kind: "wait", name: "Paused", state: "paused" };
    case "failed":
      return { ...base, kind: "failure", name: item.code ?? "Failed", code: item.code !== undefined, state: "failed", to: from };
    case "answer":
    case "canceled":
    case "completed":
    case "notice":
    case "other":
    case "workflow":
    case "resumed":
    case "started":
      return undefined;
  }
}

function textName(object: string): { name: string; code: boolean } {
  if (object.includes("reasoning")) return { name: "Reasoning", code: false };
  if (object === "answer") return { name: "Answer", code: false };
  if (object === "text") return { name: "Text", code: false };
  return { name: object.replace(/\.delta$/, ""), code: true };
}

const states: Record<string, RowState> = {
  created: "running",
  started: "running",
  paused: "paused",
  awaiting_input: "waiting",
  failed: "failed",
  canceled: "canceled",
  completed: "done",
};

function stateOf(status: string): RowState {
  return Object.hasOwn(states, status) ? states[status]! : "running";
}

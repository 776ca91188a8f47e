import * as vscode from "vscode";
import type { JsonPath } from "#base/json/jsonPath.ts";
import { capital } from "#base/text/capital.ts";
import { commandIds } from "#host/commandIds.ts";
import { countOf, formatCount } from "#model/counts.ts";
import { shortId } from "#model/shortId.ts";
import { needsPerson, statusFacts } from "#model/status.ts";
import { formatDay, formatDayTime } from "#model/times.ts";
import { troubleWords } from "#model/troubleWords.ts";
import { type Cause, causeMessage, causeTitle } from "#runs/failures/causes.ts";
import type { KnownCauses } from "#runs/failures/knownCauses.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import type { BatchRuns, SavedView } from "#runs/store/savedView.ts";
import { machinesGroup, mockedGroup, type OutlineGroup } from "#workbench/explorer/core/runsOutline.ts";

const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

/** What people said about causes. */
export interface CauseMarks {
  isNew: (cause: Cause) => boolean;
  /** The note of a cause that was marked as known; empty without one. */
  note: (cause: Cause) => string | undefined;
}

/** What is known of causes: whether they are new, and which of them people marked as known. */
export type CauseKnowledge = Pick<KnownCauses, "isNew" | "known" | "shown" | "onDidChange">;

/** The marks of a connection's causes. */
export function causeMarks(known: CauseKnowledge | undefined, connectionId: string): CauseMarks {
  return {
    isNew: ({ id }) => known?.isNew(connectionId, id) ?? false,
    note: ({ id }) => known?.known(connectionId, id)?.note,
  };
}

interface GroupLook {
  /** Milliseconds since the epoch. */
  now: number;
  /** Whether it starts expanded. */
  isOpen: boolean;
}

/** The row of a cause, with its runs, when it was last seen, and whether it is new or known. */
export function causeItem(
  group: OutlineGroup,
  cause: Cause,
  { marks, now, isOpen }: GroupLook & { marks: CauseMarks },
): vscode.TreeItem {
  const label = causeTitle(cause);
  const item = new vscode.TreeItem(label, isOpen ? Expanded : Collapsed);
  const note = marks.note(cause);
  const mark = note !== undefined ? (note === "" ? "known" : `known: ${note}`) : marks.isNew(cause) ? "new" : "";
  const seen = cause.lastSeen === undefined ? "" : `last ${formatDayTime(cause.lastSeen, now)}`;
  item.description = [mark, shownCount(group), seen].filter((part) => part !== "").join(" · ");
  if (mark === "new") item.iconPath = new vscode.ThemeIcon("circle-filled", new vscode.ThemeColor("charts.blue"));
  if (note !== undefined) item.iconPath = new vscode.ThemeIcon("check");
  item.contextValue = note === undefined ? "cause" : "cause known";
  const first = cause.firstSeen === undefined ? "" : `First seen ${formatDayTime(cause.firstSeen, now)}, ${seen}`;
  const users = cause.users === 0 ? "" : countOf(cause.users, "user");
  const noteText = note ? `Known: ${note}` : "";
  item.tooltip = [label, causeMessage(cause), first, users, noteText].filter((line) => line !== "").join("\n");
  const parts = [label, mark === "new" ? "new cause" : mark, spokenCount(group), seen];
  item.accessibilityInformation = { label: parts.filter((part) => part !== "").join(", ") };
  return item;
}

/** The row of a group. */
export function groupItem(
  group: OutlineGroup,
  { now, isOpen, titlePath }: GroupLook & { titlePath: JsonPath | undefined },
): vscode.TreeItem {
  const label = groupTitle(group, now, titlePath);
  const item = new vscode.TreeItem(label, isOpen ? Expanded : Collapsed);
  const left = [heldWords(group), group.isUnfiltered ? "not filtered" : ""].filter((part) => part !== "").join(" · ");
  const count = [shownCount(group), left].filter((part) => part !== "").join(" · ");
  item.description = group.by === "session" && group.value !== "" ? `${count} · ${shortId(group.value)}` : count;
  item.contextValue = ["group", groupWord(group)].filter(Boolean).join(" ");
  item.accessibilityInformation = {
    label: [label, spokenCount(group), left].filter((part) => part !== "").join(", "),
  };
  if (group.by === "session" || group.by === "user") item.tooltip = group.value || label;
  return item;
}

/** What the menu of a group depends on. */
function groupWord({ by, value }: OutlineGroup): string {
  if (by === "session") return value === "" ? "" : "session";
  return by === "waiting" || (by === "status" && needsPerson(value)) ? "waiting" : "";
}

/** With more saved views and batches their row starts collapsed. */
const maxOpenViews = 5;

/** The row that contains the saved views and those that features add. */
export function viewsItem(title: string, count: number): vscode.TreeItem {
  const item = new vscode.TreeItem(title, count > maxOpenViews ? Collapsed : Expanded);
  item.description = formatCount(count);
  item.contextValue = "views";
  item.accessibilityInformation = { label: `${title}, ${count}` };
  return item;
}

/** The row of a saved search. Selecting it searches. */
export function savedSearchItem(id: string, name: string, search: string): vscode.TreeItem {
  const item = new vscode.TreeItem(name);
  if (search !== name) item.description = search;
  item.iconPath = new vscode.ThemeIcon("search");
  item.contextValue = "search";
  item.tooltip = search;
  item.accessibilityInformation = {
    label: search === name ? `Saved view ${name}` : `Saved view ${name}, ${search}`,
  };
  item.command = { command: commandIds.applyView, title: "Apply Saved View", arguments: [id] };
  return item;
}

/** The row of a saved view or a batch. @param failedRuns how many known runs of the batch have failed */
export function viewItem(
  { name, batch }: SavedView,
  group: OutlineGroup | undefined,
  failedRuns: number,
): vscode.TreeItem {
  const item = new vscode.TreeItem(name, Collapsed);
  const rest = batch ? troubleWords({ ...batch, failedRuns }, batch.isSending) : [];
  item.description = [group ? shownCount(group) : "", ...rest].join(" · ");
  item.iconPath = new vscode.ThemeIcon(batch ? "checklist" : "filter");
  item.contextValue = batch ? ["batch", ...batchContext(batch, failedRuns)].join(" ") : "view";
  const parts = [`${batch ? "Batch" : "Saved view"} ${name}`, ...(group ? [spokenCount(group)] : []), ...rest];
  item.accessibilityInformation = { label: parts.join(", ") };
  if (batch) item.tooltip = parts.join(", ");
  return item;
}

/** The actions for a batch, for the menus in package.json. */
function batchContext({ runs, isSending, waiting, missing, unknown }: BatchRuns, failedRuns: number): string[] {
  const words = { created: runs.ids.size, failedRuns };
  const ofLines = isSending ? { sending: 1 } : { waiting, missing, unknown };
  return Object.entries({ ...words, ...ofLines }).flatMap(([word, count]) => (count > 0 ? [word] : []));
}

/** A part of a long group: *Runs 1,001–2,000*. */
export function foldItem(from: number, to: number, isOpen: boolean): vscode.TreeItem {
  const item = new vscode.TreeItem(`Runs ${formatCount(from + 1)}–${formatCount(to)}`, isOpen ? Expanded : Collapsed);
  item.contextValue = "fold";
  return item;
}

/** The runs that have left a group while their rows stay in it: *1 answered*. */
function heldWords({ held = [] }: OutlineGroup): string {
  const kinds = [...new Set(held.map(({ act }) => act.kind))];
  return kinds.map((kind) => `${held.filter(({ act }) => act.kind === kind).length} ${kind}`).join(", ");
}

function shownCount({ count, atLeast }: OutlineGroup): string {
  return `${formatCount(count)}${atLeast ? "+" : ""}`;
}

function spokenCount({ count, atLeast }: OutlineGroup): string {
  return `${count}${atLeast ? " or more" : ""} ${count === 1 && !atLeast ? "run" : "runs"}`;
}

function groupTitle({ by, value, runs }: OutlineGroup, now: number, titlePath: JsonPath | undefined): string {
  switch (by) {
    case "status":
      return statusFacts(value).group;
    case "user":
      return value || "No User";
    case "session":
      return value === "" ? "No Session" : runs[0] ? runTitle(runs[0], titlePath) : shortId(value);
    case "day":
      return value === "" ? "Not Started" : dayTitle(value, now);
    case "waiting":
      return statusFacts("awaiting_input").group;
    case "cause":
      if (value === mockedGroup) return "Mocked Failures";
      return value === machinesGroup ? "Golden Tests, Batches, Forks and Agents" : value;
    case "view":
      return value;
  }
}

function dayTitle(value: string, now: number): string {
  return capital(formatDay(new Date(`${value}T12:00:00`).getTime(), now));
}

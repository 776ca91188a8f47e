import * as vscode from "vscode";
import type { Run } from "../../../api/schemas.ts";
import type { JsonPath } from "../../../base/json/jsonPath.ts";
import { isUuid } from "../../../base/uuid.ts";
import { runPickStep } from "../../../host/steps/pickStep.ts";
import { countOf } from "../../../model/counts.ts";
import { compareStatuses, knownStatuses, statusFacts, statusWord } from "../../../model/status.ts";
import { runTitle } from "../../../runs/labels/runLabel.ts";
import { lengthText } from "../../../runs/query/listQuery.ts";
import type { RunFilter } from "../../../runs/store/runFilter.ts";

export type FilterPart = keyof RunFilter;

/** The data for a step of *Filter Runs…*. */
interface FilterPlace {
  filter: RunFilter;
  /** Applies a part at once; `undefined` removes it. */
  change: (part: RunFilter) => Promise<void>;
  /** The loaded runs, whose values are suggested. */
  runs: readonly Run[];
  titlePath: JsonPath | undefined;
  /** Texts that were typed before *Back*. */
  drafts: Map<FilterPart, string>;
}

/** A step asks for one part. @returns whether to continue with the whole filter */
type Step = (place: FilterPlace) => Promise<boolean>;

export const filterSteps: Readonly<Record<FilterPart, Step>> = {
  statuses: askStatuses,
  userId: (place) => askValue(place, userQuestion),
  sessionId: (place) => askValue(place, sessionQuestion),
  maxAge: askAge,
};

const hour = 3_600_000;
const day = 24 * hour;
/** In milliseconds, with their names. */
const ages: readonly [number, string][] = [
  [hour, "Last hour"],
  [day, "Last 24 hours"],
  [7 * day, "Last 7 days"],
  [30 * day, "Last 30 days"],
];

async function askStatuses({ filter, change, runs }: FilterPlace): Promise<boolean> {
  const { statuses = [] } = filter;
  const all = new Set([...knownStatuses, ...runs.map(({ status }) => status), ...statuses]);
  const items = [...all].sort(compareStatuses).map((status) => ({
    label: `$(${statusFacts(status).icon}) ${statusWord(status)}`,
    status,
  }));
  const result = await runPickStep({
    title: "Filter by Status",
    placeholder: "Select statuses. None selected means all.",
    items,
    back: true,
    many: {
      isTicked: ({ status }) => statuses.includes(status),
      onChange: (ticked) => change({ statuses: ticked.map(({ status }) => status) }),
    },
  });
  return result !== undefined;
}

type AgeRow = vscode.QuickPickItem & { maxAge: number | undefined };

async function askAge({ filter, change }: FilterPlace): Promise<boolean> {
  const now = filter.maxAge;
  const others = now === undefined || ages.some(([each]) => each === now) ? [] : [now];
  const row = (maxAge: number | undefined, label: string): AgeRow => ({
    label,
    iconPath: new vscode.ThemeIcon(maxAge === now ? "check" : "blank"),
    maxAge,
  });
  const items = [
    row(undefined, "Any time"),
    ...ages.map(([age, name]) => row(age, name)),
    ...others.map((age) => row(age, `since:${lengthText(age)}`)),
  ];
  const placeholder = "Started within";
  const isActive = ({ maxAge }: AgeRow): boolean => maxAge === now;
  const result = await runPickStep({ title: "Filter by Age", placeholder, items, back: true, isActive });
  if (result?.kind === "item") await change({ maxAge: result.item.maxAge });
  return result !== undefined;
}

/** The texts of a question for a part that is a single value of a run. */
interface Question {
  part: "userId" | "sessionId";
  title: string;
  placeholder: string;
  any: string;
  valueOf: (run: Run) => string | null | undefined;
  /** A suggestion's description. */
  describe(runs: readonly Run[], titlePath: JsonPath | undefined): string;
  /** Why a typed text can't be a value. */
  problem(typed: string): { label: string; detail: string } | undefined;
}

const userQuestion: Question = {
  part: "userId",
  title: "Filter by User",
  placeholder: "Enter a user ID, or select one from the loaded runs",
  any: "Any user",
  valueOf: (run) => run.user_id,
  describe: countOfRuns,
  problem: () => undefined,
};

const sessionQuestion: Question = {
  part: "sessionId",
  title: "Filter by Session",
  placeholder: "Enter a session ID (a UUID), or select one from the loaded runs",
  any: "Any session",
  valueOf: (run) => run.session_id,
  describe: (runs, titlePath) => [countOfRuns(runs), runs[0] && runTitle(runs[0], titlePath)].join(" · "),
  problem: (typed) =>
    isUuid(typed)
      ? undefined
      : {
          label: `$(error) “${typed}” isn't a session ID`,
          detail: "A session ID is a UUID, such as 3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d.",
        },
};

function countOfRuns(runs: readonly Run[]): string {
  if (runs.length === 0) return "";
  return countOf(runs.length, "run");
}

type ValueRow = vscode.QuickPickItem & { value?: string; problem?: boolean };

function typedRow(typed: string): ValueRow {
  return { label: typed, description: "as typed", iconPath: new vscode.ThemeIcon("edit"), value: typed };
}

/** Asks for one of the loaded runs' values, or any other. @returns whether to continue with the whole filter */
async function askValue(place: FilterPlace, question: Question): Promise<boolean> {
  const { filter, change, runs, titlePath, drafts } = place;
  const { part, valueOf } = question;
  const now = filter[part];
  const known = new Map<string, Run[]>();
  for (const run of runs) {
    const value = valueOf(run);
    if (value) known.set(value, [...(known.get(value) ?? []), run]);
  }
  if (now !== undefined && !known.has(now)) known.set(now, []);
  const icon = (value: string | undefined) => new vscode.ThemeIcon(value === now ? "check" : "blank");
  const suggestions = [...known].map(([value, of]): ValueRow => {
    return { label: value, description: question.describe(of, titlePath), iconPath: icon(value), value };
  });
  suggestions.sort((a, b) => a.label.localeCompare(b.label, "en"));
  const any: ValueRow = { label: question.any, iconPath: icon(undefined) };
  const ofText = (typed: string): ValueRow | undefined => {
    const problem = question.problem(typed);
    // The beginning of a suggestion isn't a mistake yet.
    if (problem && suggestions.some(({ label }) => label.includes(typed))) return undefined;
    return problem ? { ...problem, problem: true } : typedRow(typed);
  };
  const result = await runPickStep({
    title: question.title,
    placeholder: question.placeholder,
    items: [any, ...suggestions],
    ofText,
    typed: drafts.get(part) ?? "",
    back: true,
    isActive: ({ value }) => value === now,
    canTake: ({ problem }) => !problem,
  });
  if (result?.kind === "item") await change({ [part]: result.item.value });
  drafts.set(part, result?.kind === "back" ? result.typed : "");
  return result !== undefined;
}

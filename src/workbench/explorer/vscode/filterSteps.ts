import * as vscode from "vscode";
import type { Run } from "#api/schemas.ts";
import type { JsonPath } from "#base/json/jsonPath.ts";
import { iconText } from "#base/text/iconText.ts";
import { isUuid } from "#base/uuid.ts";
import { runPickStep } from "#host/steps/pickStep.ts";
import { countOf } from "#model/counts.ts";
import { compareStatuses, knownStatuses, statusFacts, statusWord } from "#model/status.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import { lengthText } from "#runs/query/listQuery.ts";
import type { RunFilter } from "#runs/store/runFilter.ts";

export type FilterPart = keyof RunFilter;

/** The data for a step of *Filter Runs…*. */
interface FilterContext {
  filter: RunFilter;
  /** Applies a part at once; `undefined` removes it. */
  change: (part: RunFilter) => Promise<void>;
  /** The loaded runs, whose values are suggested. */
  runs: readonly Run[];
  /** The names of the connections. */
  names: readonly string[];
  titlePath: JsonPath | undefined;
  /** Texts that were typed before *Back*. */
  drafts: Map<FilterPart, string>;
}

/** A step asks for one part. @returns whether to continue with the whole filter */
type Step = (context: FilterContext) => Promise<boolean>;

export const filterSteps: Readonly<Record<FilterPart, Step>> = {
  statuses: askStatuses,
  userId: (context) => askValue(context, "userId"),
  sessionId: (context) => askValue(context, "sessionId"),
  maxAge: askAge,
  connections: askConnections,
};

const hour = 3_600_000;
const day = 24 * hour;
/** In milliseconds, with their names. */
const ageChoices: readonly [number, string][] = [
  [hour, "Last hour"],
  [day, "Last 24 hours"],
  [7 * day, "Last 7 days"],
  [30 * day, "Last 30 days"],
];

async function askStatuses({ filter, change, runs }: FilterContext): Promise<boolean> {
  const { statuses = [] } = filter;
  const all = new Set([...knownStatuses, ...runs.map(({ status }) => status), ...statuses]);
  const items = [...all].sort(compareStatuses).map((status) => ({
    label: `$(${statusFacts(status).icon}) ${statusWord(status)}`,
    status,
  }));
  const result = await runPickStep({
    title: "Filter by Status",
    placeholder: "Select statuses",
    prompt: "None selected means all.",
    items,
    back: true,
    many: {
      isTicked: ({ status }) => statuses.includes(status),
      onChange: (ticked) => change({ statuses: ticked.map(({ status }) => status) }),
    },
  });
  return result !== undefined;
}

async function askConnections({ filter, change, names }: FilterContext): Promise<boolean> {
  const { connections = [] } = filter;
  const items = [...new Set([...names, ...connections])].map((name) => ({ label: iconText(name), name }));
  const result = await runPickStep({
    title: "Filter by Connection",
    placeholder: "Select connections. None selected means all.",
    items,
    back: true,
    many: {
      isTicked: ({ name }) => connections.includes(name),
      onChange: (ticked) => change({ connections: ticked.map(({ name }) => name) }),
    },
  });
  return result !== undefined;
}

type AgeRow = vscode.QuickPickItem & { maxAge: number | undefined };

async function askAge({ filter, change }: FilterContext): Promise<boolean> {
  const now = filter.maxAge;
  const others = now === undefined || ageChoices.some(([each]) => each === now) ? [] : [now];
  const row = (maxAge: number | undefined, label: string): AgeRow => ({
    label,
    iconPath: new vscode.ThemeIcon(maxAge === now ? "check" : "blank"),
    maxAge,
  });
  const items = [
    row(undefined, "Any time"),
    ...ageChoices.map(([age, name]) => row(age, name)),
    ...others.map((age) => row(age, `since:${lengthText(age)}`)),
  ];
  const prompt = "Runs that started within:";
  const isActive = ({ maxAge }: AgeRow): boolean => maxAge === now;
  const result = await runPickStep({ title: "Filter by Age", prompt, items, back: true, isActive });
  if (result?.kind === "item") await change({ maxAge: result.item.maxAge });
  return result !== undefined;
}

/** A part that is a single value of a run, and the run's field that has it. */
const fields = { userId: "user_id", sessionId: "session_id" } as const;

type ValuePart = keyof typeof fields;

const valueWords: Readonly<Record<ValuePart, { name: string; id: string }>> = {
  userId: { name: "User", id: "a user ID" },
  sessionId: { name: "Session", id: "a session ID (a UUID)" },
};

/** A suggestion's description. */
function describe(part: ValuePart, runs: readonly Run[], titlePath: JsonPath | undefined): string {
  const [first] = runs;
  if (!first) return "";
  return [countOf(runs.length, "run"), ...(part === "sessionId" ? [runTitle(first, titlePath)] : [])].join(" · ");
}

/** The row of a typed text, which may say why it can't be a value. */
function typedRow(part: ValuePart, typed: string): ValueRow {
  if (part === "userId" || isUuid(typed))
    return { label: typed, description: "as typed", iconPath: new vscode.ThemeIcon("edit"), value: typed };
  return {
    label: `$(error) “${typed}” isn't a session ID`,
    detail: "A session ID is a UUID, such as 3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d.",
    problem: true,
  };
}

type ValueRow = vscode.QuickPickItem & { value?: string; problem?: boolean };

/** Asks for one of the loaded runs' values, or any other. @returns whether to continue with the whole filter */
async function askValue(context: FilterContext, part: ValuePart): Promise<boolean> {
  const { filter, change, runs, titlePath, drafts } = context;
  const { name, id } = valueWords[part];
  const now = filter[part];
  const runsByValue = new Map<string, Run[]>();
  for (const run of runs) {
    const value = run[fields[part]];
    if (value) runsByValue.set(value, [...(runsByValue.get(value) ?? []), run]);
  }
  if (now !== undefined && !runsByValue.has(now)) runsByValue.set(now, []);
  const icon = (value: string | undefined) => new vscode.ThemeIcon(value === now ? "check" : "blank");
  const suggestions = [...runsByValue].map(([value, of]): ValueRow => {
    return { label: value, description: describe(part, of, titlePath), iconPath: icon(value), value };
  });
  suggestions.sort((a, b) => a.label.localeCompare(b.label, "en"));
  const any: ValueRow = { label: `Any ${name.toLowerCase()}`, iconPath: icon(undefined) };
  const ofText = (typed: string): ValueRow | undefined => {
    const row = typedRow(part, typed);
    // The beginning of a suggestion isn't a mistake yet.
    return row.problem && suggestions.some(({ label }) => label.includes(typed)) ? undefined : row;
  };
  const result = await runPickStep({
    title: `Filter by ${name}`,
    placeholder: `Enter ${id}, or select one from the loaded runs`,
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

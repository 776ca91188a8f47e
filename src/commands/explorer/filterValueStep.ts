import * as vscode from "vscode";
import type { Run } from "../../api/schemas.ts";
import type { JsonPath } from "../../base/json/jsonPath.ts";
import { isUuid } from "../../base/uuid.ts";
import { countOf } from "../../model/counts.ts";
import { runTitle } from "../../runs/labels/runLabel.ts";
import { runPickStep } from "../steps/pickStep.ts";
import type { FilterPlace } from "./filterPlace.ts";

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

export const userQuestion: Question = {
  part: "userId",
  title: "Filter by User",
  placeholder: "Enter a user id, or select one from the loaded runs",
  any: "Any user",
  valueOf: (run) => run.user_id,
  describe: countOfRuns,
  problem: () => undefined,
};

export const sessionQuestion: Question = {
  part: "sessionId",
  title: "Filter by Session",
  placeholder: "Enter a session id (a UUID), or select one from the loaded runs",
  any: "Any session",
  valueOf: (run) => run.session_id,
  describe: (runs, titlePath) => [countOfRuns(runs), runs[0] && runTitle(runs[0], titlePath)].join(" · "),
  problem: (typed) =>
    isUuid(typed)
      ? undefined
      : {
          label: `$(error) “${typed}” isn't a session id`,
          detail: "A session id is a UUID, such as 3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d.",
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
export async function askValue(place: FilterPlace, question: Question): Promise<boolean> {
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
  const items = (typed: string): ValueRow[] => {
    if (typed === "") return [any, ...suggestions];
    const exact = suggestions.find(({ value }) => value === typed);
    if (exact) return [exact, ...suggestions.filter((each) => each !== exact)];
    const problem = question.problem(typed);
    // The beginning of a suggestion isn't a mistake yet.
    if (problem && suggestions.some(({ label }) => label.includes(typed))) return suggestions;
    const asTyped: ValueRow = problem ? { ...problem, problem: true } : typedRow(typed);
    return [{ ...asTyped, alwaysShow: true }, ...suggestions];
  };
  const result = await runPickStep({
    title: question.title,
    placeholder: question.placeholder,
    items,
    typed: drafts.get(part) ?? "",
    back: true,
    isActive: ({ value }) => value === now,
    canTake: ({ problem }) => !problem,
  });
  if (result?.kind === "item") await change({ [part]: result.item.value });
  drafts.set(part, result?.kind === "back" ? result.typed : "");
  return result !== undefined;
}

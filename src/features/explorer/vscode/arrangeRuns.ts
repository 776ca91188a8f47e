import * as vscode from "vscode";
import { showPick } from "../../../host/dialogs.ts";
import { ArgumentError } from "../../../host/errors/userError.ts";
import { isGiven } from "../../../host/givenArgument.ts";
import {
  type GroupBy,
  groupWords,
  isGroupBy,
  isSortBy,
  type SortBy,
  sortWords,
} from "../../../runs/store/runsLayout.ts";
import type { App } from "../../app.ts";
import { requireSession } from "../../connections/vscode/guards.ts";

type Needs = Pick<App, "activeRuns" | "layouts">;

/** Sets the grouping of the explorer. @param argument one of `groupWords`; without it, the person chooses */
export async function groupBy(context: Needs, argument: unknown): Promise<GroupBy | undefined> {
  const now = context.layouts.layout(requireSession(context.activeRuns).connectionId).groupBy;
  const wanted = isGiven(argument)
    ? check("groupBy", argument, isGroupBy, groupWords)
    : await ask("Group Runs By", groupWords, now);
  if (wanted) await context.layouts.setGroupBy(wanted);
  return wanted;
}

/** Sets the order of the explorer's runs. @param argument one of `sortWords`; without it, the person chooses */
export async function sortBy(context: Needs, argument: unknown): Promise<SortBy | undefined> {
  const now = context.layouts.layout(requireSession(context.activeRuns).connectionId).sortBy;
  const wanted = isGiven(argument)
    ? check("sortBy", argument, isSortBy, sortWords)
    : await ask("Sort Runs By", sortWords, now);
  if (wanted) await context.layouts.setSortBy(wanted);
  return wanted;
}

function check<T extends string>(
  name: string,
  argument: unknown,
  isOne: (value: unknown) => value is T,
  words: Readonly<Record<T, string>>,
): T {
  if (isOne(argument)) return argument;
  throw new ArgumentError(`${name}: expected one of ${Object.keys(words).join(", ")}.`);
}

async function ask<T extends string>(
  title: string,
  words: Readonly<Record<T, string>>,
  now: T,
): Promise<T | undefined> {
  const items = Object.entries<string>(words).map(([value, label]) => ({
    label,
    iconPath: new vscode.ThemeIcon(value === now ? "check" : "blank"),
    value: value as T,
  }));
  return (await showPick(items, { title }))?.value;
}

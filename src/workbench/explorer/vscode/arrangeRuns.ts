import * as vscode from "vscode";
import { commandIds } from "#host/commandIds.ts";
import { showPick } from "#host/dialogs.ts";
import { ArgumentError, NothingToDo } from "#host/errors/userError.ts";
import { isGiven } from "#host/givenArgument.ts";
import type { App } from "#workbench/app.ts";
import { groupWords, isGroupBy, sortWords } from "#workbench/explorer/core/runsLayout.ts";
import { type Arrangement, severalGroups, severalId } from "./layoutStore.ts";
import { requireShown } from "./shownRuns.ts";

type Context = Pick<App, "activeRuns" | "layouts" | "shownRuns">;

/** Sets the grouping of the explorer. A script gives one of `groupWords`; otherwise the person chooses. */
export const groupBy = arranging("groupBy", "Group Runs By", groupWords);

/** Sets the order of the explorer's runs. A script gives one of `sortWords`; otherwise the person chooses. */
export const sortBy = arranging("sortBy", "Sort Runs By", sortWords);

function arranging<Part extends keyof Arrangement>(
  part: Part,
  title: string,
  words: Readonly<Record<Arrangement[Part], string>>,
) {
  const isOne = (value: unknown): value is Arrangement[Part] =>
    typeof value === "string" && Object.hasOwn(words, value);
  return async (context: Context, argument: unknown): Promise<Arrangement[Part] | undefined> => {
    const { layoutId } = requireShown(context);
    const now = context.layouts.layout(layoutId)[part];
    const offered = layoutId === severalId ? ofSeveral(words) : words;
    if (isGiven(argument) && !isOne(argument))
      throw new ArgumentError(`${part}: expected one of ${Object.keys(words).join(", ")}.`);
    if (isOne(argument) && !Object.hasOwn(offered, argument)) throw ofOneApp(words[argument]);
    const chosen = isOne(argument) ? argument : await ask(title, offered, now);
    if (chosen) await context.layouts.arrange(part, chosen);
    return chosen;
  };
}

/** The groupings of the list of several connections; all orders. */
function ofSeveral(words: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(words).filter(([value]) => !isGroupBy(value) || severalGroups.has(value)));
}

function ofOneApp(word: string): NothingToDo {
  const way = { title: "Show the Active Connection", run: { command: commandIds.showOneConnection } };
  return new NothingToDo(`Runs of several connections can't be grouped by ${word.toLowerCase()}.`, [way]);
}

async function ask<T extends string>(
  title: string,
  words: Readonly<Record<string, string>>,
  now: T,
): Promise<T | undefined> {
  const items = Object.entries(words).map(([value, label]) => ({
    label,
    iconPath: new vscode.ThemeIcon(value === now ? "check" : "blank"),
    value: value as T,
  }));
  return (await showPick(items, { title }))?.value;
}

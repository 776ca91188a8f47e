import * as vscode from "vscode";
import { showPick } from "#host/dialogs.ts";
import { ArgumentError } from "#host/errors/userError.ts";
import { isGiven } from "#host/givenArgument.ts";
import type { App } from "#workbench/app.ts";
import { requireSession } from "#workbench/connections/vscode/guards.ts";
import { groupWords, sortWords } from "#workbench/explorer/core/runsLayout.ts";
import type { Arrangement } from "./layoutStore.ts";

type Needs = Pick<App, "activeRuns" | "layouts">;

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
  return async ({ activeRuns, layouts }: Needs, argument: unknown): Promise<Arrangement[Part] | undefined> => {
    const now = layouts.layout(requireSession(activeRuns).connectionId)[part];
    if (isGiven(argument) && !isOne(argument))
      throw new ArgumentError(`${part}: expected one of ${Object.keys(words).join(", ")}.`);
    const wanted = isOne(argument) ? argument : await ask(title, words, now);
    if (wanted) await layouts.arrange(part, wanted);
    return wanted;
  };
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

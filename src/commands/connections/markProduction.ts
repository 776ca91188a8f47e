import * as vscode from "vscode";
import type { Connection, ProductionMode } from "../../connections/connection.ts";
import { UserError } from "../../host/errors/userError.ts";
import type { App } from "../app.ts";
import { pickConnection } from "./pickConnection.ts";

type Needs = Pick<App, "connections">;

const choices: Record<ProductionMode | "off", string> = {
  ask: "Production: confirm every run, cancel and answer",
  warn: "Production: don't confirm",
  off: "Not production",
};

type Choice = keyof typeof choices;

/**
 * Marks a connection as production, or removes the mark.
 * @param argument its id; without it, the person chooses
 * @param wanted `ask`, `warn` or `off`; without it, the person chooses
 * @returns the connection's id, `undefined` when nothing was chosen
 */
export async function markProduction(context: Needs, argument: unknown, wanted: unknown): Promise<string | undefined> {
  if (typeof wanted === "string" && !isChoice(wanted)) {
    throw new UserError(`Expected ${Object.keys(choices).join(", ")} and not ${wanted}.`);
  }
  const connection = await pickConnection(context.connections, argument, "Mark which connection as production?");
  if (!connection) return undefined;
  const choice = isChoice(wanted) ? wanted : await choose(connection);
  if (!choice) return undefined;
  await context.connections.setProduction(connection.id, choice === "off" ? undefined : choice);
  return connection.id;
}

async function choose({ name, production }: Connection): Promise<Choice | undefined> {
  const current: Choice = production ?? "off";
  const items = Object.entries(choices).map(([choice, label]) => ({
    label,
    iconPath: new vscode.ThemeIcon(choice === current ? "check" : "blank"),
    choice: choice as Choice,
  }));
  return (await vscode.window.showQuickPick(items, { title: `Is ${name} production?` }))?.choice;
}

function isChoice(value: unknown): value is Choice {
  return typeof value === "string" && Object.hasOwn(choices, value);
}

import { randomUUID } from "node:crypto";
import * as z from "zod";
import { readAs } from "#base/stored.ts";
import { iconText } from "#base/text/iconText.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import {
  type AlarmRule,
  occasionForms,
  occasionOf,
  queryProblem,
  ruleText,
  writtenOccasion,
} from "#features/alarms/core/alarmRule.ts";
import { showPick } from "#host/dialogs.ts";
import { ArgumentError, NothingToDo, UserError } from "#host/errors/userError.ts";
import { isGiven } from "#host/givenArgument.ts";
import { notify } from "#host/notifications.ts";
import { runInputStep } from "#host/steps/inputStep.ts";
import type { Entities } from "#storage/memoryEntities.ts";
import type { App } from "#workbench/app.ts";
import { requireSession, requireTrust } from "#workbench/connections/vscode/guards.ts";
import { pickConnection } from "#workbench/connections/vscode/pickConnection.ts";
import { namedCause } from "#workbench/explorer/vscode/causeTarget.ts";
import { viewIdOf } from "#workbench/explorer/vscode/savedViews.ts";
import type { AlarmClock } from "./alarmClock.ts";

interface Needs extends Pick<App, "activeRuns" | "connections" | "layouts"> {
  alarmRules: Entities<AlarmRule>;
  alarmClock: AlarmClock;
}

type Subject = Omit<AlarmRule, "occasion">;
const searchSchema = z.object({ connectionId: z.string(), query: z.string() });

/**
 * Makes an alarm. @param argument a view or a cause by its row, `{ connectionId, query }`, or the id of a connection
 * @param written such as `waiting:10m`, from a script; without it, the person is asked @returns the rule's id
 */
export async function notifyMe(context: Needs, argument: unknown, written: unknown): Promise<string | undefined> {
  requireTrust("no app is looked at for alarms");
  const subject = await subjectOf(context, argument);
  if (!subject) return undefined;
  if (context.connections.get(subject.connectionId)?.local) {
    throw new NothingToDo("Local runs have no alarms. Switch to the connection of an app.");
  }
  const problem = subject.query === undefined ? undefined : queryProblem(subject.query);
  if (problem) throw new UserError(problem);
  const occasion = await askOccasion(subject.name, "failed", written);
  if (!occasion) return undefined;
  const id = randomUUID();
  const rule = { ...subject, occasion };
  await context.alarmRules.put(id, rule);
  await context.alarmClock.look();
  notify(`You are notified when: ${ruleText(rule)}.`).catch(onUnexpectedError);
  return id;
}

async function subjectOf(context: Needs, argument: unknown): Promise<Subject | undefined> {
  const search = readAs(searchSchema, argument);
  if (search) return { ...search, name: search.query };
  const cause = namedCause(context, argument);
  if (cause) return { connectionId: cause.connectionId, name: cause.title, causeId: cause.id };
  const viewId = typeof argument === "string" ? undefined : viewIdOf(argument);
  if (viewId !== undefined) {
    const { connectionId } = requireSession(context.activeRuns);
    const view = context.layouts.views(connectionId).find(({ id }) => id === viewId);
    if (view?.query === undefined) throw new UserError("This view has no query. Select a saved view or a search.");
    return { connectionId, name: view.name, query: view.query };
  }
  const given = typeof argument === "string" ? argument : undefined;
  const connection = await pickConnection(context.connections, given, "Notify Me: of the runs of which connection?");
  return connection && { connectionId: connection.id, name: connection.name };
}

async function askOccasion(name: string, value: string, written: unknown) {
  if (isGiven(written)) {
    const occasion = typeof written === "string" ? occasionOf(written) : undefined;
    if (!occasion) throw new ArgumentError(`occasion: expected ${occasionForms}.`);
    return occasion;
  }
  const check = (text: string): string | undefined => (occasionOf(text) ? undefined : `Write ${occasionForms}.`);
  const prompt = `Notify me of runs that are: ${occasionForms}`;
  const typed = await runInputStep({ title: `Notify Me: ${name}`, prompt, value, check });
  return typed && occasionOf(typed.value);
}

/** Changes or deletes an alarm. @param ruleId without it, the person chooses */
export async function manageAlarms({ alarmRules: rules }: Needs, ruleId: unknown): Promise<void> {
  const items = rules.entries().map(([id, rule]) => ({ label: iconText(ruleText(rule)), id, rule }));
  if (items.length === 0) throw new NothingToDo("There is no alarm yet. Make one with Notify Me….");
  const named = typeof ruleId === "string" ? items.find(({ id }) => id === ruleId) : undefined;
  if (typeof ruleId === "string" && !named) throw new UserError("This alarm no longer exists.");
  const chosen = named ?? (await showPick(items, { title: "Change which alarm?" }));
  if (!chosen) return;
  const { id, rule } = chosen;
  const acts = [
    { label: "Change…", act: "change" },
    { label: "End Snooze", act: "wake" },
    { label: "Delete", act: "delete" },
  ];
  const offered = acts.filter(({ act }) => act !== "wake" || (rule.snoozedUntil ?? 0) > Date.now());
  const act = (await showPick(offered, { title: ruleText(rule) }))?.act;
  if (act === "delete") await rules.delete(id);
  if (act === "wake") await rules.update(id, (before) => before && { ...before, snoozedUntil: undefined });
  if (act !== "change") return;
  const occasion = await askOccasion(rule.name, writtenOccasion(rule.occasion), undefined);
  if (occasion) await rules.update(id, (before) => before && { ...before, occasion });
}

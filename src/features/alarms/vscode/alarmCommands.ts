import * as vscode from "vscode";
import * as z from "zod";
import { readAs } from "#base/stored.ts";
import { iconText } from "#base/text/iconText.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { canOccur, queryProblem } from "#features/alarms/core/alarmQuery.ts";
import {
  type AlarmRule,
  isAboutConnection,
  isSnoozed,
  occasionForms,
  occasionOf,
  occasionText,
  ruleText,
  subjectText,
} from "#features/alarms/core/alarmRule.ts";
import type { AlarmService } from "#features/alarms/core/alarmService.ts";
import { showPick } from "#host/dialogs.ts";
import { ArgumentError, NothingToDo, UserError } from "#host/errors/userError.ts";
import { isGiven } from "#host/givenArgument.ts";
import { warn } from "#host/notifications.ts";
import { formatDayTime } from "#model/times.ts";
import { divideConnections } from "#runs/query/connectionTerms.ts";
import type { App } from "#workbench/app.ts";
import { requireTrust } from "#workbench/connections/vscode/guards.ts";
import { pickConnection } from "#workbench/connections/vscode/pickConnection.ts";
import { can } from "#workbench/core/connections/connectionAbilities.ts";
import { namedCause } from "#workbench/explorer/vscode/causeTarget.ts";
import { severalId } from "#workbench/explorer/vscode/layoutStore.ts";
import { searchIn } from "#workbench/explorer/vscode/runSearches.ts";
import { viewIdOf } from "#workbench/explorer/vscode/savedViews.ts";
import { requireShown } from "#workbench/explorer/vscode/shownRuns.ts";
import type { AlarmPolling } from "./alarmPolling.ts";
import { askAlarm, type Subject } from "./askAlarm.ts";
import { askSnooze } from "./showAlarms.ts";

interface AlarmContext extends Pick<App, "activeRuns" | "connections" | "layouts" | "points" | "shownRuns"> {
  alarmService: AlarmService;
  alarmPolling: Pick<AlarmPolling, "look">;
}

const searchSchema = z.object({ connectionId: z.string(), query: z.string() });
/** In milliseconds. */
const statusBarTime = 5_000;

/**
 * Makes an alarm. @param argument a view or a cause by its row, `{ connectionId, query }`, or the id of a connection
 * @param written such as `waiting:10m`, from a script; without it, the person is asked @returns the alarm's id
 */
export async function notifyMe(
  context: AlarmContext,
  argument: unknown,
  written: unknown,
): Promise<string | undefined> {
  requireTrust("alarms can't be set");
  const { alarmService, alarmPolling, connections } = context;
  const subject = await subjectOf(context, argument);
  if (!subject) return undefined;
  const rule = isGiven(written)
    ? ruleOf(subject, written)
    : await askAlarm({ subject, connectionName: nameOf(context, subject), hasOthers: alarmService.rules.length > 0 });
  if (rule === "manage") await manageAlarms(context, undefined);
  if (!rule || rule === "manage") return undefined;
  const id = await alarmService.add(rule);
  const about = subjectText(rule, nameOf(context, rule));
  const text = `${about}: you get a notification when ${occasionText(rule.occasion)}.`;
  vscode.window.setStatusBarMessage(text, statusBarTime);
  await alarmPolling.look();
  const { connectionId = "", problem } = alarmService.problemOf(rule) ?? {};
  if (problem !== undefined) {
    const name = connections.get(connectionId)?.name ?? "The app";
    warn(`The alarm is saved, but ${name} can't be checked now: ${problem} The alarm tries again in a minute.`).catch(
      onUnexpectedError,
    );
  }
  return id;
}

/** The same for the search whose results are shown. @throws NothingToDo without one */
export async function notifyMeOfSearch(context: AlarmContext): Promise<string | undefined> {
  const search = searchIn(context).shown();
  if (!search) throw new NothingToDo("Search runs first, then create an alarm for the search.");
  return notifyMe(context, search, undefined);
}

/** What the alarm is on. @throws UserError for runs that can have no alarm */
async function subjectOf(context: AlarmContext, argument: unknown): Promise<Subject | undefined> {
  const subject = await namedSubject(context, argument);
  if (!subject) return undefined;
  const { connectionId, several } = subject;
  const own = context.connections.list.filter(({ id }) => isAboutConnection({ connectionId, several }, id));
  if (own.length === 0) throw new UserError("This connection no longer exists. Select another one.");
  if (!own.some((connection) => can(connection, "reach")))
    throw new NothingToDo("Local runs have no alarms. Switch to an app's connection.");
  const problem = subject.query === undefined ? undefined : queryProblem(subject.query);
  if (problem !== undefined) throw new UserError(problem);
  return subject;
}

async function namedSubject(context: AlarmContext, argument: unknown): Promise<Subject | undefined> {
  const search = readAs(searchSchema, argument);
  if (search) return { ...search, name: search.query };
  const cause = namedCause(context, argument);
  if (cause) return { connectionId: cause.connectionId, name: cause.title, causeId: cause.id };
  const viewId = typeof argument === "string" ? undefined : viewIdOf(argument);
  if (viewId !== undefined) {
    const { layoutId } = requireShown(context);
    const view = context.layouts.views(layoutId).find(({ id }) => id === viewId);
    if (view?.query === undefined) throw new UserError("This row has no query. Select a saved view or a search.");
    const { rest, ...named } = divideConnections(view.query);
    const query = rest === "" ? {} : { query: rest };
    return { ...scopeOf(context, layoutId, named.connections), name: view.name, ...query };
  }
  const given = typeof argument === "string" ? argument : undefined;
  const connection = await pickConnection(context.connections, given, "Create an alarm for which connection?");
  return connection && { connectionId: connection.id };
}

/** The connections of a view: those that its query names, else those of its list. @throws UserError */
function scopeOf(
  { connections }: Pick<AlarmContext, "connections">,
  layoutId: string,
  names: readonly string[],
): Pick<Subject, "connectionId" | "several"> {
  const several = names.map((name) => {
    const connection = connections.list.find((each) => each.name.toLowerCase() === name.toLowerCase());
    if (!connection) throw new UserError(`No connection is named “${name}”. Correct the name in the view's query.`);
    return connection.id;
  });
  const [connectionId, ...others] = several;
  if (connectionId !== undefined && others.length === 0) return { connectionId };
  if (connectionId !== undefined) return { connectionId: severalId, several };
  return layoutId === severalId ? { connectionId: severalId, several: "all" } : { connectionId: layoutId };
}

/** @throws ArgumentError */
function ruleOf(subject: Subject, written: unknown): AlarmRule {
  const occasion = typeof written === "string" ? occasionOf(written) : undefined;
  if (!occasion) throw new ArgumentError(`occasion: expected ${occasionForms}.`);
  if (!canOccur(occasion, subject.query)) {
    throw new ArgumentError(
      `occasion: ${occasion.kind} can never match the statuses that “${subject.query}” allows. Change the query.`,
    );
  }
  return { ...subject, occasion };
}

/** Changes, snoozes or deletes an alarm. @param ruleId without it, the person chooses */
export async function manageAlarms(context: AlarmContext, ruleId: unknown): Promise<void> {
  const { alarmService } = context;
  const chosen =
    typeof ruleId === "string" ? alarmService.rules.find(([id]) => id === ruleId) : await pickAlarm(context);
  if (!chosen && typeof ruleId === "string") throw new UserError("This alarm no longer exists.");
  if (!chosen) return;
  const [id, rule] = chosen;
  const now = Date.now();
  const acts = [
    { label: "Change…", description: occasionText(rule.occasion), act: "change" },
    isSnoozed(rule, now) ? { label: "End Snooze", act: "wake" } : { label: "Snooze…", act: "snooze" },
    { label: "Delete", act: "delete" },
  ];
  const title = `Alarm: ${ruleText(rule, nameOf(context, rule))}`;
  const act = (await showPick(acts, { title }))?.act;
  if (act === "delete") await alarmService.delete(id);
  if (act === "wake") await alarmService.snooze(id, undefined);
  if (act === "snooze") {
    const until = await askSnooze(now);
    if (until !== undefined) await alarmService.snooze(id, until);
  }
  if (act === "change") await changeAlarm(context, id, rule);
}

async function pickAlarm(context: AlarmContext): Promise<[string, AlarmRule] | undefined> {
  const { rules } = context.alarmService;
  if (rules.length === 0) throw new NothingToDo("There is no alarm yet. Create one with “Notify Me…”.");
  const now = Date.now();
  const items = rules.map((entry) => {
    const [, rule] = entry;
    const { query, snoozedUntil = 0, occasion } = rule;
    const facts = [
      query !== undefined && query !== rule.name && query,
      isSnoozed(rule, now) && `snoozed until ${formatDayTime(snoozedUntil, now)}`,
    ];
    const { connectionId, problem } = context.alarmService.problemOf(rule) ?? {};
    const failed = rule.several && connectionId !== undefined ? ` of ${nameOf(context, { connectionId })}` : "";
    return {
      label: iconText(subjectText(rule, nameOf(context, rule))),
      description: iconText([occasionText(occasion), ...facts.filter(Boolean)].join(" · ")),
      detail: problem === undefined ? undefined : iconText(`The last check${failed} failed: ${problem}`),
      entry,
    };
  });
  return (await showPick(items, { title: "Manage Alarms", placeHolder: "Change, snooze or delete an alarm" }))?.entry;
}

async function changeAlarm(context: AlarmContext, id: string, rule: AlarmRule): Promise<void> {
  const { occasion: before, snoozedUntil: _, ...subject } = rule;
  const connectionName = nameOf(context, rule);
  const changed = await askAlarm({ subject, connectionName, before, hasOthers: false });
  if (!changed || changed === "manage") return;
  // Under a new id, all runs are news for it.
  const changedId = await context.alarmService.add(changed);
  if (changedId !== id) await context.alarmService.delete(id);
}

/** `Support`, `Support, Billing`, `all connections` */
function nameOf(
  { connections }: Pick<AlarmContext, "connections">,
  rule: Pick<AlarmRule, "connectionId" | "several">,
): string {
  if (rule.several === "all") return "all connections";
  const own = connections.list.filter(({ id }) => isAboutConnection(rule, id));
  return own.map(({ name }) => name).join(", ") || "a removed connection";
}

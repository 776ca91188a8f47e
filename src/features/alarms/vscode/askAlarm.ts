import * as vscode from "vscode";
import { capital } from "#base/text/capital.ts";
import { canOccur, queryProblem } from "#features/alarms/core/alarmQuery.ts";
import { type AlarmRule, type Occasion, occasionText, subjectText } from "#features/alarms/core/alarmRule.ts";
import { runInputStep } from "#host/steps/inputStep.ts";
import { runPickStep } from "#host/steps/pickStep.ts";
import { minute } from "#model/duration.ts";
import { lengthText } from "#runs/query/listQuery.ts";
import { readLength } from "#runs/query/queryTimes.ts";

/** The runs that an alarm is about. */
export type Subject = Omit<AlarmRule, "occasion">;

type TimedKind = Extract<Occasion, { over: number }>["kind"];
type Choice = { occasion: Occasion } | { timed: TimedKind } | { act: "query" | "manage" };
type Row = vscode.QuickPickItem & { choice?: Choice };

interface Asked {
  subject: Subject;
  connectionName: string;
  /** What the alarm is about until now, if it is changed. */
  before?: Occasion;
  /** Whether there are alarms that the person may have meant. */
  hasOthers: boolean;
}

/** In milliseconds: how long a run may wait or take, until a person says otherwise. */
const defaultLengths: Readonly<Record<TimedKind, number>> = { waiting: 10 * minute, duration: 5 * minute };

/** Asks what an alarm is about. @returns "manage" to see the other alarms instead, `undefined` when dismissed */
export async function askAlarm(asked: Asked): Promise<AlarmRule | "manage" | undefined> {
  const { connectionName, before } = asked;
  let { subject } = asked;
  for (;;) {
    const title = `Notify Me: ${subjectText(subject, connectionName)}`;
    const picked = await runPickStep<Row>({
      title,
      placeholder: "Show a notification when…",
      items: rowsOf({ ...asked, subject }),
      isActive: ({ choice }) => isBefore(choice, before),
    });
    if (picked?.kind !== "item" || !picked.item.choice) return undefined;
    const { choice } = picked.item;
    if ("occasion" in choice) return { ...subject, occasion: choice.occasion };
    if ("timed" in choice) {
      const over = await askLength(title, choice.timed, before);
      if (over === undefined) return undefined;
      if (over !== "back") return { ...subject, occasion: { kind: choice.timed, over } };
    } else if (choice.act === "manage") return "manage";
    else {
      const query = await askQuery(title, subject.query ?? "");
      if (query === undefined) return undefined;
      if (query !== "back") subject = withQuery(subject, query);
    }
  }
}

function rowsOf({ subject, connectionName, hasOthers }: Asked): Row[] {
  const { query, causeId } = subject;
  const occasions: Row[] = [
    { label: "A run fails", choice: { occasion: { kind: "failed" } } },
    {
      label: "A run fails with a new cause",
      description: "the first run of each cause",
      choice: { occasion: { kind: "new-cause" } },
    },
    { label: "A run waits longer than…", description: "for an answer", choice: { timed: "waiting" } },
    { label: "A run takes longer than…", choice: { timed: "duration" } },
  ];
  const separator: Row = { label: "", kind: vscode.QuickPickItemKind.Separator };
  const chosen: Row = {
    label: "Select Runs with a Query…",
    description: query ?? `all runs of ${connectionName}`,
    iconPath: new vscode.ThemeIcon("filter"),
    choice: { act: "query" },
  };
  const manage: Row = {
    label: "Manage Alarms…",
    iconPath: new vscode.ThemeIcon("bell"),
    choice: { act: "manage" },
  };
  // A cause has failed runs only, and is itself what the query would say.
  if (causeId !== undefined)
    return [occasions[0], ...(hasOthers ? [separator, manage] : [])].filter((row) => row !== undefined);
  const possible = occasions.filter(({ choice }) => choice && canOccur(occasionIn(choice), query));
  return [...possible, separator, chosen, ...(hasOthers ? [manage] : [])];
}

function occasionIn(choice: Choice): Occasion {
  if ("occasion" in choice) return choice.occasion;
  return "timed" in choice ? { kind: choice.timed, over: defaultLengths[choice.timed] } : { kind: "failed" };
}

function isBefore(choice: Choice | undefined, before: Occasion | undefined): boolean {
  if (!choice || !before || "act" in choice) return false;
  return occasionIn(choice).kind === before.kind;
}

async function askLength(title: string, kind: TimedKind, before: Occasion | undefined) {
  const over = before && "over" in before && before.kind === kind ? before.over : defaultLengths[kind];
  const check = (text: string): string | undefined =>
    readLength(text) ? undefined : "Enter a duration, such as 30s, 10min or 2h.";
  // What a notification will say, but for the length.
  const [prompt] = capital(occasionText({ kind, over })).split(` ${lengthText(over)}`);
  const typed = await runInputStep({
    title,
    prompt: `${prompt} this duration, for example 30s, 10min or 2h`,
    value: lengthText(over),
    check,
    back: true,
  });
  if (typed?.kind === "back") return "back";
  return typed && readLength(typed.value);
}

async function askQuery(title: string, value: string) {
  const typed = await runInputStep({
    title,
    prompt: "A query for the runs to watch. Empty means all runs.",
    placeholder: "user:anna error:timeout input.amount:>1000",
    value,
    back: true,
    check: (text) => (text === "" ? undefined : queryProblem(text)),
  });
  return typed?.kind === "back" ? "back" : typed?.value;
}

/** The same connections, with other runs of them. */
function withQuery({ connectionId, several }: Subject, query: string): Subject {
  const of = several === undefined ? { connectionId } : { connectionId, several };
  return query === "" ? of : { ...of, name: query, query };
}

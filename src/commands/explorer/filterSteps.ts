import * as vscode from "vscode";
import { capital } from "../../base/text/capital.ts";
import { compareStatuses, knownStatuses, statusIcon, statusWord } from "../../model/status.ts";
import { ageWords, offeredAges } from "../../runs/store/filters/filterWords.ts";
import { runInputStep } from "../steps/inputStep.ts";
import { runPickStep } from "../steps/pickStep.ts";
import type { FilterPart, FilterPlace } from "./filterPlace.ts";
import { askValue, sessionQuestion, userQuestion } from "./filterValueStep.ts";

/** A step asks for one part. @returns whether to continue with the whole filter */
type Step = (place: FilterPlace) => Promise<boolean>;

export const filterSteps: Readonly<Record<FilterPart, Step>> = {
  statuses: askStatuses,
  userId: (place) => askValue(place, userQuestion),
  sessionId: (place) => askValue(place, sessionQuestion),
  text: askText,
  maxAge: askAge,
};

async function askStatuses({ filter, change, runs }: FilterPlace): Promise<boolean> {
  const { statuses = [] } = filter;
  const all = new Set([...knownStatuses, ...runs.map(({ status }) => status), ...statuses]);
  const items = [...all].sort(compareStatuses).map((status) => ({
    label: `$(${statusIcon(status)}) ${statusWord(status)}`,
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

async function askText({ filter, change, drafts }: FilterPlace): Promise<boolean> {
  const result = await runInputStep({
    title: "Filter by Text",
    prompt: "Searches the title, id, user and session of loaded runs. The app has no search.",
    placeholder: "refund",
    value: drafts.get("text") ?? filter.text ?? "",
    back: true,
    check: () => undefined,
  });
  if (!result) return false;
  if (result.kind === "back") drafts.set("text", result.value);
  else {
    drafts.delete("text");
    await change({ text: result.value });
  }
  return true;
}

type AgeRow = vscode.QuickPickItem & { maxAge: number | undefined };

async function askAge({ filter, change }: FilterPlace): Promise<boolean> {
  const now = filter.maxAge;
  const ages = [...new Set([...offeredAges, ...(now === undefined ? [] : [now])])].sort((a, b) => a - b);
  const row = (maxAge: number | undefined, label: string): AgeRow => ({
    label,
    iconPath: new vscode.ThemeIcon(maxAge === now ? "check" : "blank"),
    maxAge,
  });
  const items = [row(undefined, "Any time"), ...ages.map((age) => row(age, capital(ageWords(age))))];
  const placeholder = "Started within";
  const isActive = ({ maxAge }: AgeRow): boolean => maxAge === now;
  const result = await runPickStep({ title: "Filter by Age", placeholder, items, back: true, isActive });
  if (result?.kind === "item") await change({ maxAge: result.item.maxAge });
  return result !== undefined;
}

import * as vscode from "vscode";
import { iconText } from "#base/text/iconText.ts";
import { isRow } from "#host/givenArgument.ts";
import { warn } from "#host/notifications.ts";
import { runInputStep } from "#host/steps/inputStep.ts";
import { runPickStep } from "#host/steps/pickStep.ts";
import { isApproval } from "#runs/labels/pendingInputRequests.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import type { App } from "#workbench/app.ts";
import { requestLines, inputRequestTitle, paramWords } from "#workbench/inputRequests/core/answerWords.ts";
import type { InputRequestTarget } from "./inputRequestTarget.ts";
import { oneAfterAnother } from "./oneAfterAnother.ts";
import { sendDraft } from "./sendAnswer.ts";
import { whileOpen } from "./whileOpen.ts";

type Context = Pick<App, "activeRuns" | "answers" | "connections" | "log" | "panels" | "rowSays" | "sessions">;

/**
 * Approves an input request with its values unchanged. A person sees the prompt and all values first, since a row shows
 * only their beginning.
 *
 * @param argument a row, or from a script a run's id or `{ runId, requestId }`, which sends at once unless `review` is
 *   set; without it, the person chooses
 * @returns the input request's id when the answer has arrived
 */
export async function approveRequest(context: Context, argument: unknown): Promise<string | undefined> {
  const choice = { title: "Approve which input request?", wanted: isApproval };
  return oneAfterAnother(context, argument, choice, async (target) => {
    if (!(await passesEdits(context, target))) return undefined;
    return isSeen(argument) ? approve(context, target) : reviewApproval(context, target);
  });
}

/** Shows all that an approval allows, and approves or rejects it. @returns the id of an answered input request */
export async function reviewApproval(context: Context, target: InputRequestTarget): Promise<string | undefined> {
  const { ref, run, request, connection } = target;
  const { prompt, values } = requestLines(request, lineWidth);
  const isWhole = prompt.length + values.length <= maxLines;
  const others = [row("Reject…", "close", "reject"), row("Open Run", "go-to-file", "open")];
  const review = (closes: AbortSignal) =>
    runPickStep<ReviewRow>({
      closes,
      title: `Approve: ${inputRequestTitle(request, 80)}`,
      prompt: isWhole
        ? "Read the request, then press Enter to approve."
        : "The request is too long to show here. Open the run to approve it.",
      items: [
        ...(isWhole
          ? [row("Approve", "check", "approve", `${runTitle(run, connection.titlePath)} · ${connection.name}`)]
          : []),
        ...(isWhole ? [] : others),
        heading("Prompt"),
        ...prompt.slice(0, maxLines).map((line) => row(line)),
        ...(values.length > 0 ? [heading("Values"), ...values.slice(0, maxLines).map((line) => row(line))] : []),
        heading(""),
        ...(isWhole ? others : []),
      ],
      canTake: ({ act }) => act !== undefined,
    });
  const result = await whileOpen(context, target, review);
  switch (result?.kind === "item" ? result.item.act : undefined) {
    case "approve":
      return approve(context, target);
    case "reject":
      return rejectRequest(context, ref);
    case "open":
      context.panels.open(ref);
      return undefined;
    case undefined:
      return undefined;
  }
}

/** In characters: what fits into a line of VS Code's list. */
const lineWidth = 76;
/** More lines than these aren't read in a list. */
const maxLines = 400;

interface ReviewRow extends vscode.QuickPickItem {
  act?: "approve" | "reject" | "open";
}

function row(text: string, icon?: string, act?: ReviewRow["act"], description?: string): ReviewRow {
  return {
    label: iconText(text),
    // Typing hides nothing of it.
    alwaysShow: true,
    iconPath: icon === undefined ? undefined : new vscode.ThemeIcon(icon),
    description: description === undefined ? undefined : iconText(description),
    act,
  };
}

function heading(label: string): ReviewRow {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** Whether a script, or a notification with all values, names the input request. */
function isSeen(argument: unknown): boolean {
  if (typeof argument === "string") return true;
  if (typeof argument !== "object" || argument === null || isRow(argument)) return false;
  const { runId, review } = argument as { runId?: unknown; review?: unknown };
  return typeof runId === "string" && review !== true;
}

/** Approves without the draft: only the values that were shown are sent. */
function approve(context: Context, target: InputRequestTarget): Promise<string | undefined> {
  return sendDraft(context, target, {}, "approve");
}

/** Asks about values that were edited in the panel and wouldn't be sent. @returns whether to approve without them */
async function passesEdits({ answers, panels }: Context, { ref, request }: InputRequestTarget): Promise<boolean> {
  const edited = answers.draft(ref)?.params ?? {};
  if (Object.keys(edited).length === 0) return true;
  const unchanged = "Approve Unchanged";
  const question = `You edited the values of this approval: ${paramWords(edited)}. “Approve Unchanged” sends the original values: ${paramWords(request.params)}.`;
  const chosen = await warn(question, "Open Run", unchanged);
  if (chosen === "Open Run") panels.open(ref);
  return chosen === unchanged;
}

/**
 * Rejects an input request, with a reason if the person enters one. The draft is kept until the answer has arrived.
 *
 * @param argument a row, or `{ runId, requestId }`; with a `reason` (which may be empty) nothing is asked
 * @returns the input request's id when the answer has arrived
 */
export async function rejectRequest(context: Context, argument: unknown): Promise<string | undefined> {
  const choice = { title: "Reject which input request?", wanted: isApproval };
  return oneAfterAnother(context, argument, choice, async (target) => {
    const reason = givenReason(argument) ?? (await askReason(context, target));
    if (reason === undefined) return undefined;
    return sendDraft(context, target, { reason }, "reject");
  });
}

async function askReason(context: Context, target: InputRequestTarget): Promise<string | undefined> {
  const { answers } = context;
  const { ref, request, connection } = target;
  const result = await whileOpen(context, target, (closes) =>
    runInputStep({
      closes,
      title: `Reject: ${inputRequestTitle(request, 80)}`,
      prompt: `Reason (optional, sent to the agent in ${connection.name})`,
      placeholder: "Reason",
      value: answers.draft(ref)?.reason ?? "",
      onType: (reason) => answers.setDraft(ref, { ...answers.draft(ref), reason }),
      check: () => undefined,
    }),
  );
  return result?.kind === "value" ? result.value : undefined;
}

function givenReason(argument: unknown): string | undefined {
  const { reason } = (argument ?? {}) as { reason?: unknown };
  return typeof reason === "string" ? reason.trim() : undefined;
}

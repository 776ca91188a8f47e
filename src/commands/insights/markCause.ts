import * as vscode from "vscode";
import type { App } from "../app.ts";
import { findCause } from "./causeTarget.ts";

type Needs = Pick<App, "activeRuns" | "knownCauses">;

/** Marks a cause as known, with a note. @param note from a script; without it, the person is asked */
export async function markCauseAsKnown(context: Needs, argument: unknown, note: unknown): Promise<void> {
  const cause = await findCause(context, argument, "Mark which cause as known?");
  if (!cause) return;
  const { connectionId, fingerprints, title } = cause;
  const before = context.knownCauses.known(connectionId, fingerprints)?.note ?? "";
  const prompt = "Note (optional), such as the issue that tracks it";
  const text =
    typeof note === "string"
      ? note
      : await vscode.window.showInputBox({ title: `Mark as Known: ${title}`, prompt, value: before });
  if (text !== undefined) await context.knownCauses.mark(connectionId, fingerprints, text);
}

/** Takes the mark of a known cause away. */
export async function forgetKnownCause(context: Needs, argument: unknown): Promise<void> {
  const cause = await findCause(context, argument, "Mark which cause as not known?");
  if (cause) await context.knownCauses.unmark(cause.connectionId, cause.fingerprints);
}

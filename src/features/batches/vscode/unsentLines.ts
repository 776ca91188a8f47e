import * as vscode from "vscode";
import { countOf, formatCount } from "../../../model/counts.ts";
import { confirmProduction } from "../../connections/vscode/confirmProduction.ts";
import type { KnownBatch } from "../core/batchStore.ts";
import { resend } from "./createMissing.ts";
import { sentLines } from "./linesToSend.ts";
import { pickBatch, takeUp } from "./pickBatch.ts";
import type { BatchApp } from "./services.ts";
import type { BatchResult } from "./workOnBatch.ts";

const none = "No batch has unsent lines.";
const fits = ({ waiting, sending }: { waiting: number; sending: number }): boolean => waiting + sending > 0;

/** Sends the unsent lines of a batch that was stopped or whose window was closed. @returns the result */
export async function sendUnsent(context: BatchApp, known: KnownBatch): Promise<BatchResult | undefined> {
  const button = "Send the Unsent Lines";
  const { name } = known.head;
  return resend(context, known, {
    kinds: ["waiting"],
    button,
    choose: async (batch, connection, files) => {
      const waiting = batch.numbers("waiting");
      const lines = waiting.flatMap((n) => batch.lines[n] ?? []);
      const what = `${countOf(lines.length, "line")} of ${name} that ${lines.length === 1 ? "wasn't" : "weren't"} sent`;
      const facts = [(await sentLines(context, connection, lines, files)).join("\n\n")];
      const question = { deed: `Continue ${name}`, what, facts, button, keep: "Not Now" };
      return (await confirmProduction(connection, question, context.reports)) ? waiting : undefined;
    },
  });
}

/** Discards the unsent lines of a batch: they count as failed, and can be retried. */
export async function discardBatch(context: BatchApp, argument: unknown): Promise<void> {
  const known = await pickBatch(context, argument, {
    title: "Discard the unsent lines of which batch?",
    fits,
    sends: true,
    none,
  });
  if (!known) return;
  const open = await takeUp(context, known);
  try {
    const waiting = open.batch.numbers("waiting");
    const reason = "It was discarded before it was sent.";
    await Promise.all(waiting.map((n) => open.batch.settle(n, { kind: "failed", reason })));
    vscode.window.setStatusBarMessage(`${formatCount(waiting.length)} lines of ${known.head.name} discarded`, 5000);
  } finally {
    await open.close();
  }
}

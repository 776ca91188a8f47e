import * as vscode from "vscode";
import { openFolders } from "../../../host/runFilePlace.ts";
import { countOf, formatCount } from "../../../model/counts.ts";
import type { App } from "../../app.ts";
import { confirmProduction } from "../../connections/vscode/confirmProduction.ts";
import type { Batch } from "../core/batch.ts";
import type { KnownBatch } from "../core/batchStore.ts";
import type { BatchLine } from "../core/batchTypes.ts";
import { LineFiles } from "../core/lineFiles.ts";
import { connectionOf } from "./batchSender.ts";
import { chooseLinesByUser, sentLines } from "./linesToSend.ts";
import { pickBatch, takeUp } from "./pickBatch.ts";
import type { BatchServices } from "./services.ts";
import { type BatchResult, workOnBatch } from "./workOnBatch.ts";

type Needs = Pick<App, "connections" | "consent" | "creator" | "log" | "reports" | "requirements" | "sessions"> &
  Pick<BatchServices, "batches">;

const none = "No batch has unsent lines.";
const fits = ({ waiting, sending }: { waiting: number; sending: number }): boolean => waiting + sending > 0;

/** Sends the unsent lines of a batch that was stopped or whose window was closed. @returns the result */
export async function sendUnsent(context: Needs, known: KnownBatch): Promise<BatchResult | undefined> {
  const open = await takeUp(context, known);
  const waiting = open.batch.numbers("waiting");
  const attached = waiting.flatMap((n) => open.batch.lines[n] ?? []);
  let lines: readonly number[] | undefined;
  let files: LineFiles | undefined;
  try {
    files = await LineFiles.look(open.batch.head.id, attached, openFolders());
    if (await agreesTo(context, open.batch, attached, files)) lines = await linesToSend(context, open.batch, waiting);
  } finally {
    if (!lines) await open.close();
  }
  return lines && files && workOnBatch(context, open, lines, files);
}

function linesToSend(context: Needs, { head, lines }: Batch, numbers: readonly number[]) {
  return chooseLinesByUser(context, context.sessions.get(head.connectionId), {
    name: head.name,
    lines,
    numbers,
  });
}

async function agreesTo(
  context: Needs,
  { head }: Batch,
  lines: readonly BatchLine[],
  files: LineFiles,
): Promise<boolean> {
  const button = "Send the Unsent Lines";
  const connection = connectionOf(context, head);
  const gates = [{ found: files.outside(lines) }];
  if (!(await context.consent.ask({ name: head.name, button, connection, gates }))) return false;
  const what = `${countOf(lines.length, "line")} of ${head.name} that ${lines.length === 1 ? "wasn't" : "weren't"} sent`;
  const facts = (await sentLines(context, connection, lines, files)).join("\n\n");
  return confirmProduction(
    connection,
    {
      deed: `Continue ${head.name}`,
      what,
      facts: [facts],
      button,
      keep: "Not Now",
    },
    context.reports,
  );
}

/** Discards the unsent lines of a batch: they count as failed, and can be retried. */
export async function discardBatch(context: Needs, argument: unknown): Promise<void> {
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

import type { Batch } from "#features/batches/core/batch.ts";
import type { KnownBatch } from "#features/batches/core/batchStore.ts";
import type { BatchLine } from "#features/batches/core/batchTypes.ts";
import { LineFiles } from "#features/batches/core/lineFiles.ts";
import { choose } from "#host/confirm.ts";
import { NothingToDo, UserError } from "#host/errors/userError.ts";
import { openFolders } from "#host/runFilePaths.ts";
import { countOf, formatCount } from "#model/counts.ts";
import { nameLines } from "#model/nameLines.ts";
import { confirmProduction } from "#workbench/connections/vscode/confirmProduction.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import { showBatch } from "./batchCommands.ts";
import { connectionOf } from "./batchSender.ts";
import { chooseLinesByUser, sentLines } from "./linesToSend.ts";
import { takeUp } from "./pickBatch.ts";
import type { BatchApp } from "./services.ts";
import { type BatchResult, workOnBatch } from "./workOnBatch.ts";

/** The buttons that send lines, by their state. */
const buttons = {
  waiting: "Send the Unsent Lines",
  failed: "Send the Lines Without a Run",
  unknown: "Send Again",
} as const;

type Resent = keyof typeof buttons;

/** Lines of a batch that may be sent, all in one state. */
interface Question {
  batch: Batch;
  connection: Connection;
  lines: readonly BatchLine[];
  files: LineFiles;
}

/**
 * Opens a batch, asks what has to be asked about its lines in one state, and sends them: the unsent ones, those that
 * weren't accepted, or those that were sent and have no response.
 *
 * @returns the result; `undefined` when the person declined
 */
export async function resend(context: BatchApp, known: KnownBatch, kind: Resent): Promise<BatchResult | undefined> {
  const { head } = known;
  const open = await takeUp(context, known);
  const { batch } = open;
  let sent: { lines: readonly number[]; files: LineFiles } | undefined;
  try {
    const connection = connectionOf(context, head);
    const numbers = batch.numbers(kind).filter((n) => batch.lines[n]?.request);
    if (numbers.length === 0) throw nothingToSend(context, batch, kind);
    const lines = numbers.flatMap((n) => batch.lines[n] ?? []);
    const files = await LineFiles.look(head.id, lines, openFolders());
    const question = { batch, connection, lines, files };
    const isWanted = await (kind === "unknown"
      ? confirmTwice(context, question)
      : confirmOnce(context, question, kind));
    const consent = { name: head.name, button: buttons[kind], connection, gates: [{ found: files.outside(lines) }] };
    if (isWanted && (await context.consent.ask(consent))) {
      const session = context.sessions.get(head.connectionId);
      const chosen = await chooseLinesByUser(context, session, { name: head.name, lines: batch.lines, numbers });
      sent = chosen && { lines: chosen, files };
    }
    if (sent) await open.tell(false);
    const unsettled = sent?.lines.filter((n) => batch.states[n]?.kind !== "waiting") ?? [];
    await Promise.all(unsettled.map(async (n) => batch.settle(n, { kind: "waiting" })));
  } catch (error) {
    await open.close();
    throw error;
  }
  if (sent) return workOnBatch(context, open, sent.lines, sent.files);
  await open.close();
  return undefined;
}

function nothingToSend(context: BatchApp, { head, counts }: Batch, kind: Resent): Error {
  const show = { title: "Show Batch Results", run: () => showBatch(context, head.id) };
  if (kind === "unknown")
    return new NothingToDo(`${head.name} no longer has lines with an unknown outcome: every run was found.`, [show]);
  const lines = kind === "waiting" ? "unsent lines" : "lines without a run";
  if (counts.invalid === 0) return new NothingToDo(`${head.name} no longer has ${lines}.`, [show]);
  const them = counts.invalid === 1 ? "it" : "them";
  const what = `${head.name} has ${countOf(counts.invalid, "line")} that can't be sent`;
  return new UserError(`${what}. Correct ${them} and run ${them} as a new batch.`, [show]);
}

/** Lines that certainly have no run: a person is asked only before an app in production. */
async function confirmOnce(
  context: BatchApp,
  { batch, connection, lines, files }: Question,
  kind: "waiting" | "failed",
): Promise<boolean> {
  const { name } = batch.head;
  const unsent = lines.length === 1 ? "that wasn't sent" : "that weren't sent";
  const what = `${countOf(lines.length, "line")} of ${name} ${kind === "waiting" ? unsent : "without a run"}`;
  const facts = [(await sentLines(context, connection, lines, files)).join("\n\n")];
  const question = { deed: `Continue ${name}`, what, facts, button: buttons[kind], keep: "Not Now" };
  return confirmProduction(connection, question, context.reports);
}

/** Lines without a response: the person has to accept that they may run twice. */
async function confirmTwice(context: BatchApp, { batch, connection, lines, files }: Question): Promise<boolean> {
  const { id, name } = batch.head;
  const possible = batch.states.filter((state) => state.kind === "unknown" && state.possible).length;
  const names = connection.production === "ask" ? [] : files.names(lines);
  const [were, runs, them] = lines.length === 1 ? ["was", "a run", "it"] : ["were", "runs", "them"];
  const count = countOf(lines.length, "line");
  const detail = [
    `${new URL(connection.baseUrl).host}${connection.production ? ", marked as production" : ""}`,
    `${count} of ${name} ${were} sent, and may or may not have created ${runs}. ` +
      `Sending ${them} again may create duplicate runs.`,
    possible === 0 ? "" : `${countOf(possible, "line")} may already have a run. See the results.`,
    ...(await sentLines(context, connection, lines, files)),
    names.length === 0 ? "" : nameLines("Attached files:", names).join("\n"),
  ];
  const question = `Send ${count} of ${name} again on ${connection.name}?`;
  const again = `Send ${formatCount(lines.length)} ${lines.length === 1 ? "Line" : "Lines"} Again`;
  const choices = possible === 0 ? [again] : [again, "Show Batch Results"];
  const text = detail.filter(Boolean).join("\n\n");
  const chosen = await choose({ question, detail: text, buttons: choices }, context.reports);
  if (chosen === "Show Batch Results") await showBatch(context, id);
  return chosen === again;
}

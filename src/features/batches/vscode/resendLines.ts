import type { Connection } from "../../../connections/connection.ts";
import { choose } from "../../../host/confirm.ts";
import { NothingToDo, UserError } from "../../../host/errors/userError.ts";
import { openFolders } from "../../../host/runFilePlace.ts";
import { countOf, formatCount } from "../../../model/counts.ts";
import { nameLines } from "../../../model/nameLines.ts";
import { confirmProduction } from "../../connections/vscode/confirmProduction.ts";
import type { Batch } from "../core/batch.ts";
import type { KnownBatch } from "../core/batchStore.ts";
import type { BatchLine, LineState } from "../core/batchTypes.ts";
import { LineFiles } from "../core/lineFiles.ts";
import { showBatch } from "./batchCommands.ts";
import { connectionOf } from "./batchSender.ts";
import { chooseLinesByUser, sentLines } from "./linesToSend.ts";
import { takeUp } from "./pickBatch.ts";
import type { BatchApp } from "./services.ts";
import { type BatchResult, workOnBatch } from "./workOnBatch.ts";

/** Sends the unsent lines of a batch that was stopped or whose window was closed. @returns the result */
export function sendUnsent(context: BatchApp, known: KnownBatch): Promise<BatchResult | undefined> {
  const words = { button: "Send the Unsent Lines", one: "that wasn't sent", several: "that weren't sent" };
  return resendKind(context, known, "waiting", words);
}

/** Sends the lines of a batch again that weren't accepted. @returns the result */
export function createMissing(context: BatchApp, known: KnownBatch): Promise<BatchResult | undefined> {
  const words = { button: "Create Missing Runs", one: "without a run", several: "without a run" };
  return resendKind(context, known, "failed", words);
}

/** Sends lines that certainly have no run. A person is asked only before an app in production. */
async function resendKind(
  context: BatchApp,
  known: KnownBatch,
  kind: "waiting" | "failed",
  { button, one, several }: Record<"button" | "one" | "several", string>,
): Promise<BatchResult | undefined> {
  const { name } = known.head;
  return resend(context, known, {
    kind,
    button,
    choose: async (batch, connection, files) => {
      const numbers = batch.numbers(kind).filter((n) => batch.lines[n]?.request);
      if (numbers.length === 0) throw nothingToSend(context, batch, kind);
      const lines = numbers.flatMap((n) => batch.lines[n] ?? []);
      const what = `${countOf(lines.length, "line")} of ${name} ${lines.length === 1 ? one : several}`;
      const facts = [(await sentLines(context, connection, lines, files)).join("\n\n")];
      const question = { deed: `Continue ${name}`, what, facts, button, keep: "Not Now" };
      return (await confirmProduction(connection, question, context.reports)) ? numbers : undefined;
    },
  });
}

/**
 * Sends the lines of a batch again that were sent and have no response, if the person accepts that they may run twice.
 *
 * @returns the result
 */
export function resendUnknown(context: BatchApp, known: KnownBatch): Promise<BatchResult | undefined> {
  return resend(context, known, {
    kind: "unknown",
    button: "Resend",
    choose: (...asked) => chooseUnknown(context, ...asked),
  });
}

function nothingToSend(context: BatchApp, { head, counts }: Batch, kind: Resending["kind"]): Error {
  const show = { title: "Show Batch Results", run: () => showBatch(context, head.id) };
  if (kind === "unknown")
    return new NothingToDo(`${head.name} has no unknown lines any more: every run was found.`, [show]);
  if (counts.invalid === 0) return new NothingToDo(`${head.name} has no such lines any more.`, [show]);
  const what = `The lines of ${head.name} without a run can't be sent (${countOf(counts.invalid, "line")})`;
  return new UserError(`${what}. Correct them and run them as a new batch.`, [show]);
}

/** Lines of a batch that a person wants to be sent. */
interface Resending {
  /** The state of the lines that may be sent. */
  kind: LineState["kind"];
  button: string;
  /** @returns the lines that are sent; `undefined` when nothing is */
  choose: (batch: Batch, connection: Connection, files: LineFiles) => Promise<readonly number[] | undefined>;
}

/** Opens a batch, asks what has to be asked about its lines, and sends them. @returns the result */
async function resend(
  context: BatchApp,
  known: KnownBatch,
  { kind, button, choose: chooseFrom }: Resending,
): Promise<BatchResult | undefined> {
  const { head } = known;
  const open = await takeUp(context, known);
  const { batch } = open;
  let sent: { lines: readonly number[]; files: LineFiles } | undefined;
  try {
    const connection = connectionOf(context, head);
    const linesOf = (numbers: readonly number[]): BatchLine[] => numbers.flatMap((n) => batch.lines[n] ?? []);
    const files = await LineFiles.look(head.id, linesOf(batch.numbers(kind)), openFolders());
    const numbers = await chooseFrom(batch, connection, files);
    const gates = [{ found: files.outside(linesOf(numbers ?? [])) }];
    if (numbers && (await context.consent.ask({ name: head.name, button, connection, gates }))) {
      const session = context.sessions.get(head.connectionId);
      const lines = await chooseLinesByUser(context, session, { name: head.name, lines: batch.lines, numbers });
      sent = lines && { lines, files };
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

async function chooseUnknown(
  context: BatchApp,
  batch: Batch,
  connection: Connection,
  files: LineFiles,
): Promise<readonly number[] | undefined> {
  const { id, name } = batch.head;
  const unknown = batch.numbers("unknown");
  if (unknown.length === 0) throw nothingToSend(context, batch, "unknown");
  const lines = unknown.flatMap((n) => batch.lines[n] ?? []);
  const possible = batch.states.filter((state) => state.kind === "unknown" && state.possible).length;
  const names = connection.production === "ask" ? [] : files.names(lines);
  const [were, runs, them] = unknown.length === 1 ? ["was", "a run", "it"] : ["were", "runs", "them"];
  const count = countOf(unknown.length, "line");
  const detail = [
    `${new URL(connection.baseUrl).host}${connection.production ? ", marked as production" : ""}`,
    `${count} of ${name} ${were} sent, and may or may not have created ${runs}. ` +
      `Sending ${them} again may create duplicate runs.`,
    possible === 0 ? "" : `${countOf(possible, "line")} may already have a run. See the results.`,
    ...(await sentLines(context, connection, lines, files)),
    names.length === 0 ? "" : nameLines("Attached files:", names).join("\n"),
  ];
  const question = `Send ${count} of ${name} again on ${connection.name}?`;
  const again = `Resend ${formatCount(unknown.length)} Unknown ${unknown.length === 1 ? "Line" : "Lines"}`;
  const buttons = possible === 0 ? [again] : [again, "Show Batch Results"];
  const chosen = await choose({ question, detail: detail.filter(Boolean).join("\n\n"), buttons }, context.reports);
  if (chosen === "Show Batch Results") await showBatch(context, id);
  return chosen === again ? unknown : undefined;
}

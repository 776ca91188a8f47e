import type { Connection } from "../../../connections/connection.ts";
import { choose, type TextPlace } from "../../../host/confirm.ts";
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

/**
 * Sends the lines of a batch again that weren't accepted. Lines that may have created runs are looked for, and sent only
 * if the person accepts that they may run twice.
 *
 * @returns the result
 */
export async function createMissing(context: BatchApp, known: KnownBatch): Promise<BatchResult | undefined> {
  return resend(context, known, {
    kinds: ["failed", "unknown"],
    button: "Create",
    choose: (...asked) => chooseLines(context, ...asked),
  });
}

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

/** Lines of a batch that a person wants to be sent. */
interface Resending {
  /** The states of lines that may be sent. */
  kinds: readonly LineState["kind"][];
  button: string;
  /** @returns the lines that are sent; `undefined` when nothing is */
  choose: (batch: Batch, connection: Connection, files: LineFiles) => Promise<readonly number[] | undefined>;
}

/** Opens a batch, asks what has to be asked about its lines, and sends them. @returns the result */
async function resend(
  context: BatchApp,
  known: KnownBatch,
  { kinds, button, choose: chooseFrom }: Resending,
): Promise<BatchResult | undefined> {
  const { head } = known;
  const open = await takeUp(context, known);
  const { batch } = open;
  let sent: { lines: readonly number[]; files: LineFiles } | undefined;
  try {
    const connection = connectionOf(context, head);
    const linesOf = (numbers: readonly number[]): BatchLine[] => numbers.flatMap((n) => batch.lines[n] ?? []);
    const files = await LineFiles.look(head.id, linesOf(batch.numbers(...kinds)), openFolders());
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

/** @returns `undefined` when nothing is to be sent */
async function chooseLines(
  context: BatchApp,
  batch: Batch,
  connection: Connection,
  files: LineFiles,
): Promise<number[] | undefined> {
  const failed = batch.numbers("failed").filter((n) => batch.lines[n]?.request);
  const unknown = batch.numbers("unknown");
  if (failed.length + unknown.length === 0) {
    const invalid = batch.counts.failed;
    const show = { title: "Show Batch Results", run: () => showBatch(context, batch.head.id) };
    if (invalid === 0) throw new NothingToDo(`${batch.head.name} has no missing runs: every run was found.`, [show]);
    const what = `The lines of ${batch.head.name} without a run can't be sent (${countOf(invalid, "line")})`;
    throw new UserError(`${what}. Correct them and run them as a new batch.`, [show]);
  }
  if (unknown.length === 0 && connection.production !== "ask") return failed;
  const possible = batch.states.filter((state) => state.kind === "unknown" && state.possible).length;
  const factsOf = async (numbers: readonly number[]): Promise<string[]> => {
    const lines = numbers.flatMap((n) => batch.lines[n] ?? []);
    if (connection.production === "ask") return sentLines(context, connection, lines, files);
    const names = files.names(lines);
    return names.length > 0 ? [nameLines("Attached files:", names).join("\n")] : [];
  };
  const facts = { failed: await factsOf(failed), unknown: await factsOf(unknown) };
  const counts = { failed: failed.length, unknown: unknown.length, possible };
  const chosen = await ask(batch.head.name, connection, { ...counts, facts }, context.reports);
  if (chosen === "show") await showBatch(context, batch.head.id);
  return chosen === "all" ? [...failed, ...unknown].sort((a, b) => a - b) : chosen === "failed" ? failed : undefined;
}

/** How many lines to ask about; `possible` of the unknown ones have a run in the list that may be theirs. */
interface Doubtful {
  failed: number;
  unknown: number;
  possible: number;
  /** What they send to a production app, or else their attachments. */
  facts: Record<"failed" | "unknown", readonly string[]>;
}

async function ask(
  name: string,
  connection: Connection,
  { failed, unknown, possible, facts }: Doubtful,
  reports: TextPlace,
): Promise<"failed" | "all" | "show" | undefined> {
  const where = `${new URL(connection.baseUrl).host}${connection.production ? ", marked as production" : ""}`;
  const doubt = `${countOf(unknown, "line")} of ${name} ${unknown === 1 ? "was" : "were"} sent, and may or may not have created ${unknown === 1 ? "a run" : "runs"}. Sending ${unknown === 1 ? "it" : "them"} again may create duplicate runs.`;
  const found = possible === 0 ? "" : `\n\n${countOf(possible, "line")} may already have a run. See the results.`;
  const runs = failed === 1 ? "Run" : "Runs";
  const lines = unknown === 1 ? "Line" : "Lines";
  const onlyFailed = `Create ${formatCount(failed)} Missing ${runs}`;
  const all = `${failed > 0 ? "Also Resend" : "Resend"} ${formatCount(unknown)} Unknown ${lines}`;
  const show = "Show Batch Results";
  const buttons = [...(failed > 0 ? [onlyFailed] : []), ...(unknown > 0 ? [all] : []), ...(possible > 0 ? [show] : [])];
  const question = `Send ${failed > 0 ? countOf(failed, "missing line") : countOf(unknown, "line")} of ${name} again on ${connection.name}?`;
  const only = failed > 0 && facts.unknown.length > 0 ? `Only “${all}” sends these:` : "";
  const shown = [...facts.failed, only, ...facts.unknown];
  const detail = [where, unknown > 0 ? `${doubt}${found}` : "", ...shown].filter(Boolean).join("\n\n");
  const chosen = await choose({ question, detail, buttons }, reports);
  return chosen === show ? "show" : chosen === all ? "all" : chosen === onlyFailed ? "failed" : undefined;
}

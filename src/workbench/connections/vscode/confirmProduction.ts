import type { CreateRunRequest, FileSource } from "#api/contract.ts";
import { oneLine } from "#base/text/oneLine.ts";
import { confirm, type TextViewer } from "#host/confirm.ts";
import { openFolders } from "#host/runFilePaths.ts";
import { fileFact, requestFacts } from "#runs/questions/requestFacts.ts";
import { Cover } from "#runs/values/cover.ts";
import type { App } from "#workbench/app.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";

/** A request that is about to be sent to an app. */
export interface ProductionAct {
  /** What the question is about: *Run refund.run.json*, *Send the message “…”*. */
  deed: string;
  /** More about it, in a line. */
  what?: string;
  /** More facts to check, one per line. */
  facts?: readonly string[];
  button: string;
  /** Why it is asked about on every app, as a sentence. */
  why?: string;
  /**
   * The label of the button that sends nothing, where *Cancel* could be misread as the opposite answer or as ending
   * something.
   */
  keep?: string;
}

/** The reason for a question about something else than the person agreed to. */
export const changedReason = "A file or the address has changed since you agreed.";

/**
 * Asks before something is sent to an app whose connection is marked as production with `ask`, and where there is
 * another reason; otherwise it asks nothing.
 *
 * @param reports where facts are shown that don't fit into a dialog
 * @returns whether to send it
 */
export async function confirmProduction(
  connection: Connection | undefined,
  act: ProductionAct,
  reports: TextViewer,
): Promise<boolean> {
  const { why } = act;
  if (!connection || (connection.production !== "ask" && why === undefined)) return true;
  const marked = connection.production === undefined ? "" : ", which is marked as production";
  const question = [`${oneLine(act.deed)} on ${connection.name}${marked}?`, why ?? []].flat().join(" ");
  const facts = act.facts?.length ? ["", ...act.facts] : [];
  const detail = [act.what ?? [], new URL(connection.baseUrl).host, ...facts].flat().join("\n");
  return confirm({ question, detail, act: act.button, keep: act.keep }, reports);
}

/** All that a run is started with, as lines for a person. @param variables the notations of those with values */
export async function sentFacts(
  { connections }: Pick<App, "connections">,
  { request, files }: { request: CreateRunRequest; files: readonly FileSource[] },
  variables: readonly string[] = [],
): Promise<string[]> {
  const cover = await connections.withKeys((keys) => new Cover(keys));
  const shown = await Promise.all(files.map((file) => fileFact(file, openFolders()[0] ?? "")));
  return requestFacts({ request, files: shown, variables, fresh: new Map() }, cover);
}

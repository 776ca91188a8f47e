import { basename } from "node:path";
import type { RunMode } from "#api/contract.ts";
import { readFileText } from "#host/readFileText.ts";
import { selectedUris, selectRunFile } from "#host/selection.ts";
import type { App } from "#workbench/app.ts";
import { requireAbility, requireSession, requireTrust } from "#workbench/connections/vscode/guards.ts";
import { startRun } from "./create/startRun.ts";
import { prepareRunFile } from "./prepareRunFile.ts";
import { runWithoutFile } from "./runWithoutFile.ts";
import { fileKinds, readyApps } from "./services.ts";

/**
 * Creates a run from a JSON file, with every other selected file attached. The command's mode takes precedence over the
 * file's.
 *
 * @returns the run's id; several run files, a list of requests or a folder become a batch
 */
export function runFile(ownMode?: RunMode) {
  return async (context: App, clicked: unknown, selected: unknown): Promise<unknown> => {
    requireTrust("no run is started from its files");
    const uris = selectedUris(clicked, selected);
    for (const isReady of context.points.of(readyApps)) if (!(await isReady(uris[0]))) return undefined;
    requireSession(context.activeRuns);
    for (const kind of context.points.of(fileKinds)) if (await kind.includes(uris)) return kind.run(clicked, selected);
    const selection = await selectRunFile(clicked, selected);
    if (!selection) return undefined;
    if (!selection.runFile) return runWithoutFile(context, selection.others, ownMode ?? "stream");
    const uri = selection.runFile;
    const name = basename(uri.path);
    const text = await readFileText(uri);
    const what = ["file", ownMode, uri.toString(), text, selection.others.map(String)];
    return context.starts.once({ name, what, connections: context.connections }, async () => {
      const read = await prepareRunFile(context, selection, text);
      if (!read) return undefined;
      const { request, files, connection, saveTo, variables } = read;
      requireAbility(connection, "start");
      const mode = ownMode ?? read.mode ?? "stream";
      const run = { request, files, mode, name, file: uri.toString(), saveTo };
      return startRun(context, { run, connection, takesMarked: true, button: "Run", variables });
    });
  };
}

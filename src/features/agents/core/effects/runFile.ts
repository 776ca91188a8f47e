import * as z from "zod";
import type { ApiError } from "#api/errors.ts";
import { linkSignals } from "#base/linkedSignal.ts";
import {
  connectionOfFile,
  type PreparedRunFile,
  preparedRunFile,
} from "#features/agents/core/files/preparedRunFile.ts";
import { lookWords, lossWords } from "#runs/create/unknownCreate.ts";
import { confirmationOf, shownText } from "#runs/questions/confirmation.ts";
import { requestFacts } from "#runs/questions/requestFacts.ts";
import { RequirementChecks } from "#runs/requirements/requirementChecks.ts";
import { missingSentence } from "#runs/requirements/requirementText.ts";
import { connectionFor, connectionLabel } from "#workbench/tools/core/connectionFor.ts";
import { effectTool } from "#workbench/tools/core/defineTool.ts";
import { connectionField } from "#workbench/tools/core/inputFields.ts";
import type { ToolApp } from "#workbench/tools/core/toolHost.ts";
import { workspaceLocation } from "#workbench/tools/core/workspaceFile.ts";

const requirements = new RequirementChecks();

export const runFile = effectTool({
  name: "runFile",
  order: 11,
  title: "Run File",
  doing: "Starting a run",
  description:
    "Starts a run of a Dynamiq app from a run file in the workspace (*.run.json, *.run.jsonc), and returns the run's ID immediately. " +
    "The person confirms each start and sees the app, the input and the files. Call waitForRun next. To see the effect " +
    "of a change, start the run again and call compareRuns.",
  tags: ["dynamiq", "runs", "effects"],
  input: z.strictObject({
    path: z.string().min(1).max(1_000).describe("The run file, relative to a workspace folder."),
    connection: connectionField.describe(
      "Name or ID of a connection. Default: the one in the file, or the active one.",
    ),
  }),
  async prepare({ path, connection: wanted }, host, { signal, cover }) {
    const { effects } = host;
    const location = await workspaceLocation(path, effects.folders, "path");
    const connection = await connectionFor(host, wanted ?? (await connectionOfFile(location, host)));
    const file = await preparedRunFile(location, host, connection.id);
    const app = await host.app(connection.id);
    const facts = [
      `Run file: ${shownText(location.shown)}`,
      ...requestFacts(file.shown, cover),
      ...(await missingAccounts(app, file, signal)),
    ];
    const act = { tool: "runFile", act: `Start a run with ${file.name}`, button: "Start Run" } as const;
    const sent = [file.content, file.files.map(({ path: name, version }) => [name, version])];
    return {
      confirmation: confirmationOf({ ...act, connection, facts, cover, sent }),
      async run({ data, signal: stop, onProgress }) {
        // Once the run exists, only cancelRun ends it.
        const link = linkSignals([stop]);
        onProgress("Starting the run");
        try {
          const { request, files, name } = file;
          const onLook = (why: ApiError): void => onProgress(lookWords(why));
          const run = { request, files, name, mode: "background" } as const;
          const { runId, lost } = await effects.creator.create(app, run, { signal: link.signal, onLook });
          effects.onStarted(connection.id, runId, "runFile");
          data.add(`- id: ${runId}`);
          const found = lost ? ` The run was found in the list of runs, although ${lossWords(lost)}.` : "";
          const unsaved = file.saves ? " Its output isn't saved to a file: read it with getRun." : "";
          return {
            summary: `A run was started on ${connectionLabel(connection)}.${found}${unsaved}`,
            hint: "Call waitForRun with its ID.",
          };
        } finally {
          link.release();
        }
      },
    };
  },
});

/** An app that can't be asked doesn't stop the run. */
async function missingAccounts(app: ToolApp, { request }: PreparedRunFile, signal: AbortSignal): Promise<string[]> {
  if (request.user_id === undefined) return [];
  const check = await requirements.check(app, request.user_id, signal);
  return check.kind === "missing" ? [`${missingSentence(check.missing)}, so the run may fail.`] : [];
}

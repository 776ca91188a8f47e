import type { CreateRunRequest, FileSource } from "#api/contract.ts";
import { ApiError } from "#api/errors.ts";
import type { Run, RunEvent } from "#api/schemas.ts";
import { fileFromPath } from "#api/upload/fileSource.ts";
import { withDoubles } from "#base/json/exactNumber.ts";
import { parseJson } from "#base/json/parseJson.ts";
import { openFolders } from "#host/runFilePaths.ts";
import { diskPath } from "#host/selection.ts";
import { ReadGate } from "#runFiles/consent/readGate.ts";
import { UploadsFailed } from "#runs/create/attachmentService.ts";
import type { CreatedRun, CreateHooks, NewRun } from "#runs/create/newRun.ts";
import type { RunsSession } from "#runs/store/runsSession.ts";
import type { App } from "#workbench/app.ts";
import { confirmProduction, sentFacts } from "#workbench/connections/vscode/confirmProduction.ts";
import { requireAbility, requireSession, requireTrust } from "#workbench/connections/vscode/guards.ts";
import { confirmRequirements } from "#workbench/runFiles/vscode/create/checkRequirements.ts";
import type { PublicCalls, PublicCreateOptions } from "./publicApi.ts";

type Context = Pick<App, "activeRuns" | "connections" | "consent" | "creator" | "log" | "reports" | "requirements">;

/** What the calls of the public API do. */
export function publicCalls(context: Context): PublicCalls {
  return {
    listRuns: async (query) => withDoubles(await (await requireSession(context.activeRuns).api()).listRuns(query)),
    getRun: async (id) => withDoubles(await (await requireSession(context.activeRuns).api()).getRun(id)),
    createRun: async (request, options) =>
      withDoubles(await create(context, parseJson(request) as CreateRunRequest, options)),
  };
}

async function create(context: Context, request: CreateRunRequest, options: PublicCreateOptions): Promise<Run> {
  requireTrust("no run is started");
  const session = requireSession(context.activeRuns);
  requireAbility(context.connections.get(session.connectionId), "start");
  const { mode = "stream", signal } = options;
  const onEvent = options.onEvent && ((event: RunEvent) => options.onEvent?.(withDoubles(event)));
  const files = await Promise.all((options.files ?? []).map((uri) => fileFromPath(diskPath(uri))));
  if (!signal?.aborted) await askPerson(context, session.connectionId, request, files);
  if (!signal?.aborted) await askForAccounts(context, session, request, signal);
  const run = { request, files, mode, name: "A run from another extension" };
  const created = await send(context, session, run, { onEvent, signal, looksWhenStopped: false });
  return mode === "background" && created.run ? created.run : created.finished;
}

/** @throws ApiError, also when a file that must be uploaded first wasn't */
async function send({ creator }: Context, session: RunsSession, run: NewRun, hooks: CreateHooks): Promise<CreatedRun> {
  try {
    return await creator.create(session, run, hooks);
  } catch (error) {
    throw error instanceof UploadsFailed ? error.ofRun : error;
  }
}

/** @throws ApiError when a file is outside the workspace or the app is production, and the person declines */
async function askPerson(
  { connections, consent, reports }: Context,
  connectionId: string,
  request: CreateRunRequest,
  files: readonly FileSource[],
): Promise<void> {
  const connection = connections.get(connectionId);
  const gate = new ReadGate({ source: "another extension", folders: openFolders() });
  await gate.lookAtPaths(files.flatMap(({ path }) => path ?? []));
  if (connection && !(await consent.ask({ name: "another extension", button: "Run", connection, gates: [gate] }))) {
    const message =
      "The person at VS Code decided not to send files that are outside the workspace folder. Nothing was sent.";
    throw new ApiError({ kind: "aborted", message });
  }
  const facts = await sentFacts({ connections }, { request, files });
  if (
    await confirmProduction(connection, { deed: "Run a request from another extension", facts, button: "Run" }, reports)
  )
    return;
  const message = `The person at VS Code decided not to start the run on ${connection?.name}, which is marked as production. Nothing was sent.`;
  throw new ApiError({ kind: "aborted", message });
}

/** @throws ApiError when the request's user hasn't connected all accounts, and the person declines */
async function askForAccounts(
  context: Context,
  session: RunsSession,
  { user_id: userId }: CreateRunRequest,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (await confirmRequirements(context, session, { userId, name: "A run from another extension", signal })) return;
  const message =
    "The person at VS Code decided not to start the run, because the run's user hasn't connected all required accounts. Nothing was sent.";
  throw new ApiError({ kind: "aborted", message });
}

import type { FileSource } from "../../api/contract.ts";
import { isApiError } from "../../api/errors.ts";
import type { Run } from "../../api/schemas.ts";
import type { BatchLine } from "../../runs/batches/batchTypes.ts";
import { NotSentError } from "../../runs/batches/lineOutcome.ts";
import { UploadsFailed } from "../../runs/create/attachmentService.ts";
import { sendWithFiles } from "../../runs/create/sendFiles.ts";
import type { RunsSession } from "../../runs/store/session.ts";
import type { CommandContext } from "../commandContext.ts";

type Context = Pick<CommandContext, "service" | "requestTools">;

/**
 * Creates the run of a line in the background, with its files as the person's setting wants them to travel. It is not
 * followed by a stream of its own: a thousand would be too many. The explorer reads what is under way.
 *
 * @throws ApiError, NotSentError
 */
export async function createLine(context: Context, session: RunsSession, line: BatchLine): Promise<Run> {
  const files = await openFiles(context, line);
  const api = await session.api();
  const whole = { request: line.request ?? { input: {} }, files };
  try {
    return await sendWithFiles(context.service, session, whole, {}, async ({ request, files: attached }) => {
      // The batch looks for its lost lines itself: this keeps other look-ups from taking what a line makes.
      const sent = session.creates.begin(request, []);
      let runId: string | undefined;
      try {
        const run = await api.createRun(request, { mode: "background", files: attached });
        runId = run.id;
        return run;
      } finally {
        session.creates.end(sent, runId);
      }
    });
  } catch (error) {
    throw error instanceof UploadsFailed ? error.ofRun : error;
  }
}

async function openFiles({ requestTools }: Context, { files = [] }: BatchLine): Promise<FileSource[]> {
  try {
    return await Promise.all(files.map((path) => requestTools.fileFromPath(path)));
  } catch (error) {
    throw isApiError(error)
      ? error
      : new NotSentError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

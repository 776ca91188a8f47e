import { placeOf } from "../../agentTools/connectionFor.ts";
import { coveredRun, type RunWithStory, readRunWithStory } from "../../agentTools/stories/heldStories.ts";
import { withoutBytes } from "../../runs/resultFiles/withoutBytes.ts";
import { RunStory } from "../../runs/story/runStory.ts";
import type { Cover } from "../../runs/values/cover.ts";
import { withoutLarge } from "../../runs/values/largeValue.ts";
import { loadExportedRun } from "../../views/documents/exportFiles.ts";
import type { App } from "../app.ts";
import type { RunTarget } from "../runs/runTarget.ts";

type Needs = Pick<App, "connections" | "sessions">;

/** A run with its story, covered, from its app or from an export. @throws ApiError, ExportFileError */
export async function runToCopy(
  context: Needs,
  target: RunTarget,
  cover: Cover,
  signal: AbortSignal,
): Promise<RunWithStory> {
  const { connectionId, runId, file } = target;
  if (file === undefined) {
    const call = { signal, onProgress: () => undefined };
    return readRunWithStory(context.sessions.get(connectionId), runId, call, cover);
  }
  const { exported } = await loadExportedRun(file, runId)();
  const story = new RunStory(withoutLarge);
  story.apply(exported.events.map(withoutBytes));
  return coveredRun({ run: exported.run, story: story.story }, cover);
}

/** Where a run is, for the title of a copy: `Support Triage (acme.apps.example.com, production)`. */
export function whereIs({ connections }: Needs, { connectionId, file }: RunTarget): string {
  if (file !== undefined) return "an app, from an export";
  const connection = connections.get(connectionId);
  if (!connection) return "a removed connection";
  const { name, baseUrl, production } = connection;
  return placeOf({ name, host: new URL(baseUrl).host, production });
}

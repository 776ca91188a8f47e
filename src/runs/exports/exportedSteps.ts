import type { Run } from "../../api/schemas.ts";
import { EventsAndStory } from "../live/eventLog.ts";
import type { StoryStep } from "../story/storySteps.ts";
import { parseExport, runInExport } from "./exportFile.ts";

/**
 * A run in an export, with its steps.
 *
 * @param text of the export
 * @param fileName for messages
 * @throws ExportFileError
 */
export function exportedStory(
  text: string,
  fileName: string,
  runId: string,
): { run: Run; steps: readonly StoryStep[] } {
  const record = new EventsAndStory({ limit: Infinity, weight: Infinity });
  const { run, events } = runInExport(parseExport(text, fileName), runId, fileName);
  record.takeRun(run);
  record.add(events);
  return { run, steps: record.runStory.steps };
}

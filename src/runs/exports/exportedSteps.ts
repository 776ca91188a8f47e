import { EventsAndStory } from "../live/eventLog.ts";
import type { StoryStep } from "../story/storySteps.ts";
import { parseExport, runInExport } from "./exportFile.ts";

/**
 * The steps of a run in an export.
 *
 * @param text of the export
 * @param fileName for messages
 * @throws ExportFileError
 */
export function exportedSteps(text: string, fileName: string, runId: string): readonly StoryStep[] {
  const record = new EventsAndStory({ limit: Infinity, weight: Infinity });
  record.add(runInExport(parseExport(text, fileName), runId, fileName).events);
  return record.runStory.steps;
}

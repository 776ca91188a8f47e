import type { Run } from "../../api/schemas.ts";
import { EventsAndStory } from "../live/eventLog.ts";
import type { StoryStep } from "../story/storySteps.ts";
import { type ExportedRun, parseExport, runInExport } from "./exportFile.ts";

/** A run in the text of an export, with its steps. @param fileName for messages @throws ExportFileError */
export function exportedStory(
  text: string,
  fileName: string,
  runId: string,
): { run: Run; steps: readonly StoryStep[] } {
  const exported = runInExport(parseExport(text, fileName), runId, fileName);
  return { run: exported.run, steps: stepsOfExport(exported) };
}

export function stepsOfExport({ run, events }: ExportedRun): readonly StoryStep[] {
  const record = new EventsAndStory({ limit: Infinity, weight: Infinity });
  record.takeRun(run);
  record.add(events);
  return record.runStory.steps;
}

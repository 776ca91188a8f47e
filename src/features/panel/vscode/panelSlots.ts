import type { Run } from "../../../api/schemas.ts";
import type { Event } from "../../../base/emitter.ts";
import type { RunWatch } from "../../../runs/live/watchTypes.ts";
import type { GoldenView } from "../page/goldenViews.ts";
import type { PanelMemory } from "../page/messages.ts";

/** A run, by its connection or file. */
export type RunPlace = Pick<PanelMemory, "connectionId" | "runId" | "file">;

/** Runs that are in files. */
export interface FileRuns {
  /** @param file the file's URI */
  watch(file: string, runId: string): RunWatch;
  read(file: string, runId: string): Promise<Run>;
}

/** What a feature knows of a run, and shows in its panel as a banner and marks on steps. */
export interface RunMarks {
  /** Fires when a run may have other marks. */
  onDidChange: Event<void>;
  view(place: RunPlace, watch: RunWatch): Promise<GoldenView | undefined>;
}

/** A run that others can be compared with. */
interface ComparableRun {
  /** Fires when another run was selected. */
  onDidChange: Event<void>;
  canCompare(place: RunPlace): boolean;
}

/** What other features show in the panel of a run. Without its feature a slot is empty. */
export interface PanelSlots {
  files?: FileRuns;
  marks?: RunMarks;
  compared?: ComparableRun;
}

/** @throws Error without the feature that reads runs from files */
export function fileRuns({ files }: PanelSlots): FileRuns {
  if (!files) throw new Error("Runs in files can't be read here.");
  return files;
}

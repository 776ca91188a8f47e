import type { Attachment } from "#runs/create/sentFiles.ts";
import type { RunWatch } from "#runs/live/runWatcher.ts";
import type { ResultFile } from "#runs/resultFiles/resultFile.ts";
import type { AnswerService } from "#workbench/inputRequests/core/answerService.ts";
import type { InputRequestRef } from "#workbench/inputRequests/core/answerTypes.ts";
import type {
  EventRequest,
  PanelMemory,
  PanelMessage,
  ReadingState,
  ValueRequest,
} from "#workbench/panel/page/messages.ts";
import type { PanelConnection } from "./headerView.ts";
import type { RunNotes, RunSources } from "./runPoints.ts";

type PanelAct =
  | Extract<PanelMessage, { type: "copy" | "openLink" | "action" | "act" }>
  /** The input request, with the event that asked, as the panel showed it. */
  | ({ type: "answerInEditor" } & Pick<InputRequestRef, "requestId" | "asked">)
  | { type: "openLiveView"; address: string }
  /** @property path absolute, of a file that is as it was sent, or of one in the workspace; its line counts from 1 */
  | { type: "openFile"; path: string; line?: number };

export interface RunPanelServices {
  /** Called when the panel gets or loses the focus, or when its run has changed. */
  onLook(): void;
  /** The live run, shared with all others who watch it. */
  watch(memory: PanelMemory): RunWatch;
  connection(memory: PanelMemory): PanelConnection;
  act: (action: PanelAct, memory: PanelMemory) => void;
  /** Where the reader was in this run when its page was there last: a replaced preview loses what it kept itself. */
  readingState(memory: PanelMemory): ReadingState | undefined;
  keepReadingState(memory: PanelMemory, readingState: ReadingState): void;
  /** The files that it was started with, if that was here. */
  attachments(memory: PanelMemory): Promise<readonly Attachment[]>;
  answers: AnswerService;
  /** What features show in the panel. */
  notes: () => readonly RunNotes[];
  /** Where the code of apps is that run on this machine. */
  sources: () => readonly RunSources[];
  /** Handles an event's JSON or a value of the run once it is there. @param name for a file or a document */
  use(use: UseOfValue, value: unknown, name: string): void;
  /** Saves a file of the run where the person chooses. @param nameOf the file's name */
  saveFile(file: Promise<ResultFile | undefined>, nameOf: (file: ResultFile) => string): void;
}

export type UseOfValue = Exclude<EventRequest["use"] | ValueRequest["use"], "show">;

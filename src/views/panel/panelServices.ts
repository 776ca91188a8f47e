import type { EventRequest, PanelMemory, PanelMessage, ValueRequest } from "../../protocol/messages.ts";
import type { AnswerService } from "../../runs/inputRequests/answerService.ts";
import type { RunWatch } from "../../runs/live/runWatcher.ts";
import type { ResultFile } from "../../runs/resultFiles/resultFile.ts";
import type { PanelConnection } from "./headerView.ts";

type PanelAct =
  | Extract<PanelMessage, { type: "copy" | "openLink" | "action" | "answerInEditor" }>
  | { type: "openLiveView"; address: string };

export interface RunPanelServices {
  /** Hears that the panel has got or lost the focus, or that its run is another version. */
  onLook(): void;
  /** The live run, shared with everyone else who watches it. */
  watch(memory: PanelMemory): RunWatch;
  connection(memory: PanelMemory): PanelConnection;
  act(action: PanelAct, memory: PanelMemory): void;
  /** Where its requests are answered. */
  answers: AnswerService;
  /**
   * Does something with an event's JSON or a value of the run, once it is there. @param name what it is called, for a
   * file or a document
   */
  use(use: UseOfValue, value: unknown, name: string): void;
  /** Saves a file of the run where the person says. @param nameOf what it is called */
  saveFile(file: Promise<ResultFile | undefined>, nameOf: (file: ResultFile) => string): void;
}

export type UseOfValue = Exclude<EventRequest["use"] | ValueRequest["use"], "show">;

import type { InputAnswer, RunMode } from "#api/contract.ts";
import type { RefuseValue } from "./requests/answerBody.ts";
import type { CreateBody } from "./requests/createBody.ts";
import type { FileStore, StoredFile } from "./runs/fileStore.ts";
import type { RunRepository } from "./runs/runRepository.ts";
import type { ServedRun } from "./runs/servedRun.ts";

/** What an app does with its runs. The sample app plays a script, a local app runs a workflow of the workspace. */
export interface RunService {
  /** Creates a run with the status `created`. It starts by itself, whether or not anybody listens. */
  create(body: CreateBody, files: readonly StoredFile[]): ServedRun;
  /** Does nothing to a run that is terminal. */
  cancel(run: ServedRun): void;
  /** @param answer to one of its pending input requests */
  answer(run: ServedRun, answer: InputAnswer): void;
}

/** An app as the Runs API shows it. */
export interface ServedApp {
  runs: RunRepository;
  service: RunService;
  files: FileStore;
  refuseValue?: RefuseValue;
  /** What it takes of an answer. @throws ApiFailure for one that it refuses */
  readAnswer?: (run: ServedRun, body: Record<string, unknown>) => Record<string, unknown>;
  onCreate?: (run: ServedRun, mode: RunMode, files: readonly StoredFile[]) => void;
  /** @param body as it was sent */
  onAnswer?: (run: ServedRun, body: Record<string, unknown>) => void;
}

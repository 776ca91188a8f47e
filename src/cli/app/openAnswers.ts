import { AnswerService } from "../../features/inputRequests/core/answerService.ts";
import { MemoryEntities } from "../../storage/memoryEntities.ts";
import type { AppRuns } from "./appRuns.ts";

/** Answers are sent once, and looked up when their response is lost, as in the extension. */
export function openAnswers(app: AppRuns): AnswerService {
  return new AnswerService({
    api: app.api,
    onRun: (_, run) => app.watcher.take(run),
    confirm: async () => true,
    storage: { drafts: new MemoryEntities(), records: new MemoryEntities() },
  });
}

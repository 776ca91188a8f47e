import type { ConnectionStore } from "../../connections/connectionStore.ts";
import type { Log } from "../../host/log.ts";
import type { AnswerService } from "../../runs/inputRequests/answerService.ts";
import type { RunsSessions } from "../../runs/store/session.ts";
import type { WatchedRuns } from "../../views/connections/watchedRuns.ts";
import type { formAnswer } from "../../views/inputRequests/formAnswer.ts";
import type { RunPlaces } from "../runs/runTarget.ts";

/** What the commands that answer input requests work with. */
export interface InputRequestCommands extends RunPlaces {
  connections: ConnectionStore;
  sessions: RunsSessions;
  /** The runs of the active connection and of all other watched ones. */
  watched: WatchedRuns;
  /** The service that answers input requests and keeps drafts. */
  answers: AnswerService;
  formAnswer: typeof formAnswer;
  log: Log;
}

import { confirmAnswer } from "../commands/inputRequests/confirmAnswer.ts";
import type { ConnectionStore } from "../connections/connectionStore.ts";
import { AnswerService } from "../runs/inputRequests/answerService.ts";
import { ShownNotifications } from "../runs/notifications/shownNotifications.ts";
import { AnswerFiles } from "../views/inputRequests/answerFiles.ts";
import type { ConnectionsModule } from "./connectionsModule.ts";
import type { ModuleBase } from "./moduleBase.ts";
import type { SessionsModule } from "./sessionsModule.ts";
import { forgetRemoved } from "./sharedState.ts";

export interface InputRequestsModule {
  /** The only service that answers input requests. */
  answers: AnswerService;
  /** Drafts of answers as files in editors. */
  answerFiles: AnswerFiles;
  /** Remembers which input requests were shown in a notification. */
  shown: ShownNotifications;
}

/** Input requests and their answers. */
export function inputRequestsModule(
  base: ModuleBase,
  { connections, clients }: ConnectionsModule,
  { sessions }: SessionsModule,
): InputRequestsModule {
  const { owned, shared, window, onError } = base;
  const answers = owned.add(
    new AnswerService({
      api: (id) => clients.get(id),
      onRun: (id, run) => sessions.get(id).watcher.take(run),
      confirm: confirmAnswer(connections, sessions),
      storage: shared,
      onError,
    }),
  );
  const shown = new ShownNotifications(shared.shown, onError);
  forgetWithConnections(base, connections, (id) => {
    answers.forget(id);
    shown.forget(id);
  });
  const answerFiles = owned.add(new AnswerFiles({ answers, connections, sessions, window, onError }));
  return { answers, answerFiles, shown };
}

/** Removes the drafts and marks of a connection when it is removed, here or in another window. */
function forgetWithConnections(
  { owned, shared, onError }: ModuleBase,
  connections: ConnectionStore,
  forget: (connectionId: string) => void,
): void {
  const forgetShared = (): void => forgetRemoved(shared, (id) => connections.wasRemoved(id), onError);
  owned.add(
    connections.onDidChange(({ client }) => {
      if (client === undefined || connections.get(client)) return;
      forget(client);
      forgetShared();
    }),
  );
  forgetShared();
}

import * as vscode from "vscode";
import type { Run } from "#api/schemas.ts";
import { type Disposable, DisposableStore } from "#base/disposable.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { Burst } from "#features/notifications/core/burst.ts";
import { notifiesOfEnd } from "#features/notifications/core/notificationRules.ts";
import { ToldApart } from "#features/notifications/core/toldApart.ts";
import { commandIds } from "#host/commandIds.ts";
import { explorerViewId } from "#host/ids.ts";
import { notify, warn } from "#host/notifications.ts";
import * as settingIds from "#host/settingIds.ts";
import { readSetting } from "#host/settings.ts";
import { isTerminal } from "#model/status.ts";
import type { App } from "#workbench/app.ts";
import { endNotification, isInSight } from "./notificationContent.ts";

type Context = Pick<App, "connections" | "panels" | "points" | "sessions" | "started">;

interface EndedRun {
  connectionId: string;
  run: Run;
}

/** Shows notifications about the ends of runs that were started here, if the setting says so. */
export function notifyOfEnds(app: Context): Disposable {
  const { sessions, started } = app;
  const owned = new DisposableStore();
  const told = new ToldApart();
  const burst = owned.add(new Burst<EndedRun>({ flush: (runs) => tell(app, runs, told), gather: () => 300 }));
  /** Recorded first, so that no other window, and not this one after a reload, shows it again. */
  const claim = async (ended: EndedRun): Promise<void> => {
    const { connectionId, run } = ended;
    if (await started.setEnded(connectionId, run.id)) burst.add(`${connectionId}/${run.id}`, ended);
  };
  owned.add(
    sessions.onDidChange((connectionId) => {
      const { store } = sessions.get(connectionId);
      for (const runId of started.underWay(connectionId)) {
        const run = store.get(runId);
        if (run && isTerminal(run.status)) claim({ connectionId, run }).catch(onUnexpectedError);
      }
    }),
  );
  return owned;
}

/** @returns whether there was something to tell */
function tell(app: Context, ended: readonly EndedRun[], told: ToldApart): boolean {
  const which = readSetting(settingIds.notificationsFinishedRuns);
  const runs = ended
    .filter(({ connectionId, run }) =>
      notifiesOfEnd(which, run.status, {
        isInSight: isInSight(app, connectionId, run),
        isInBackground: app.started.of(connectionId, run.id)?.inBackground === true,
      }),
    )
    .flatMap(({ connectionId, run }) => {
      const connection = app.connections.get(connectionId);
      // It was removed while its runs were gathered.
      if (!connection) return [];
      const { blockedBy } = app.sessions.get(connectionId).store.endOf(run);
      return { connectionId, run, blockedBy, connectionName: connection.name, titlePath: connection.titlePath };
    });
  const [first] = runs;
  if (!first) return false;
  const { text, buttons } = endNotification(runs, told);
  const show = runs.every(({ run }) => run.status === "completed") ? notify : warn;
  show(text, ...buttons).then((chosen) => {
    const ref = { connectionId: first.connectionId, runId: first.run.id };
    if (chosen === "Open Run") return vscode.commands.executeCommand(commandIds.openRun, ref);
    return chosen === "Show Runs" ? vscode.commands.executeCommand(`${explorerViewId}.focus`) : undefined;
  }, onUnexpectedError);
  return true;
}

import * as vscode from "vscode";
import type { Run } from "../../../api/schemas.ts";
import { type Disposable, DisposableStore } from "../../../base/disposable.ts";
import { onUnexpectedError } from "../../../base/unexpectedError.ts";
import type { ConnectionStore } from "../../../connections/connectionStore.ts";
import { commandIds, explorerViewId } from "../../../host/ids.ts";
import { readNotifyEnded } from "../../../host/settings.ts";
import { isTerminal } from "../../../model/status.ts";
import type { StartedRuns } from "../../../runs/create/startedRuns.ts";
import type { RunsSessions } from "../../../runs/store/runsSession.ts";
import type { PanelSlots } from "../../panel/vscode/panelSlots.ts";
import type { RunPanels } from "../../panel/vscode/runPanels.ts";
import { Burst } from "../core/burst.ts";
import { notifiesOfEnd } from "../core/notificationRules.ts";
import { ToldApart } from "../core/toldApart.ts";
import { endNotification, type Named } from "./notificationContent.ts";

export interface EndNotificationsOptions {
  connections: ConnectionStore;
  sessions: RunsSessions;
  panels: Pick<RunPanels, "isInSight">;
  panelSlots: Pick<PanelSlots, "isInSight">;
  started: StartedRuns;
}

interface EndedRun {
  connectionId: string;
  run: Run;
  /** The hook that blocked it, as far as it is known by then. */
  blockedBy?: string;
}

const leastGap = 10_000;

/** Shows notifications about the ends of runs that were started here, if the setting says so. */
export class EndNotifications implements Disposable {
  readonly #options: EndNotificationsOptions;
  readonly #disposables = new DisposableStore();
  readonly #told = new ToldApart();
  readonly #burst = this.#disposables.add(
    new Burst<EndedRun>({ flush: (runs) => this.#tell(runs), gather: () => 300, gap: leastGap }),
  );

  constructor(options: EndNotificationsOptions) {
    this.#options = options;
    this.#disposables.add(options.sessions.onDidChange((connectionId) => this.#look(connectionId)));
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #look(connectionId: string): void {
    const { sessions, started } = this.#options;
    const { store } = sessions.get(connectionId);
    for (const runId of started.underWay(connectionId)) {
      const run = store.get(runId);
      if (!run || !isTerminal(run.status)) continue;
      this.#claim({ connectionId, run }).catch(onUnexpectedError);
    }
  }

  /** Recorded first, so that no other window, and not this one after a reload, shows it again. */
  async #claim(ended: EndedRun): Promise<void> {
    const { connectionId, run } = ended;
    if (await this.#options.started.setEnded(connectionId, run.id)) this.#burst.add(`${connectionId}/${run.id}`, ended);
  }

  #tell(ended: readonly EndedRun[]): boolean {
    const { connections, panels, panelSlots, started } = this.#options;
    const which = readNotifyEnded();
    const wanted = ended
      .filter(({ connectionId, run }) =>
        notifiesOfEnd(which, run.status, {
          isInSight:
            panels.isInSight({ connectionId, runId: run.id }) || (panelSlots.isInSight?.(connectionId, run) ?? false),
          isInBackground: started.isInBackground(connectionId, run.id),
        }),
      )
      .map((each) => {
        const { name = "", titlePath } = connections.get(each.connectionId) ?? {};
        const { blockedBy } = this.#options.sessions.get(each.connectionId).store.endOf(each.run);
        return { ...each, blockedBy, connectionName: name, titlePath };
      });
    if (wanted.length > 0) this.#show(wanted);
    return wanted.length > 0;
  }

  #show(runs: readonly Named<EndedRun>[]): void {
    const { text, buttons } = endNotification(runs, this.#told);
    const show = runs.every(({ run }) => run.status === "completed")
      ? vscode.window.showInformationMessage
      : vscode.window.showWarningMessage;
    show(text, ...buttons).then((chosen) => {
      const [first] = runs;
      if (chosen === "Open Run" && first)
        return vscode.commands.executeCommand(commandIds.openRun, {
          connectionId: first.connectionId,
          runId: first.run.id,
        });
      return chosen === "Show Runs" ? vscode.commands.executeCommand(`${explorerViewId}.focus`) : undefined;
    }, onUnexpectedError);
  }
}

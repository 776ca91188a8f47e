/**
 * Connections: the named apps whose runs a person sees. `src/connections` keeps them and their keys. Here are the
 * commands that add, change and switch them, the sample app, the runs of the active connection (`activeRuns.ts`) and of
 * all watched ones (`watchedRuns.ts`), and the status bar.
 */

import { connectionLacks } from "#host/contextKeys.ts";
import type { CommandsOf } from "#host/contributions/contributes.ts";
import type { App } from "#workbench/app.ts";
import { lackedBy } from "#workbench/core/connections/connectionAbilities.ts";
import { keepContextKeys } from "#workbench/core/contextKeys.ts";
import type { Core } from "#workbench/core/core.ts";
import type { Feature } from "#workbench/core/feature.ts";
import type { contributions } from "./contributes.ts";
import { ActiveRuns } from "./vscode/activeRuns.ts";
import { addConnection } from "./vscode/addConnection.ts";
import {
  markProduction,
  removeConnection,
  renameConnection,
  replaceKey,
  startSampleApp,
  watchForWaiting,
  editAddress,
} from "./vscode/changeConnection.ts";
import { showConnectionStatus } from "./vscode/connectionStatus.ts";
import { diagnoseConnection } from "./vscode/diagnoseConnection.ts";
import { manageConnection } from "./vscode/manageConnection.ts";
import { SampleAppHost } from "./vscode/sampleAppHost.ts";
import type { ConnectionServices } from "./vscode/services.ts";
import { switchConnection } from "./vscode/switchConnection.ts";
import { WatchedRuns } from "./vscode/watchedRuns.ts";

export const connections: Feature<Core, ConnectionServices, CommandsOf<typeof contributions>, object, App> = {
  id: "connections",
  build({ connections: list, sessions, owned, runsChanged }) {
    const activeRuns = owned.add(new ActiveRuns(list, sessions));
    owned.add(activeRuns.onDidChange((change) => runsChanged.fire(change)));
    const watched = owned.add(new WatchedRuns(list, sessions));
    owned.add(showConnectionStatus(activeRuns, watched));
    owned.add(
      keepContextKeys([list], { connectionLacks }, () => ({
        connectionLacks: list.active ? lackedBy(list.active).join(" ") : "",
      })),
    );
    return { sampleApp: owned.add(new SampleAppHost(list)), activeRuns, watched };
  },
  commands: {
    addConnection,
    switchConnection,
    manageConnection,
    renameConnection,
    editAddress,
    replaceKey,
    removeConnection,
    markProduction,
    watchForWaiting,
    diagnoseConnection,
    startSampleApp,
    showLog: ({ log }) => log.show(),
  },
};

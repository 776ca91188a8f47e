/**
 * Local apps: workflows of the workspace, served on this machine like deployed apps. `core/localAppServer.ts` is the server:
 * the Runs API of `src/server`, with runs that go on in Python processes (`worker/dynamiq_worker.py`) and are kept in files.
 * `vscode/localApps.ts` serves them and keeps a connection for each; lenses, problems and the debugger are beside it. `cli/`
 * serves one for the time of a command.
 */

import { join } from "node:path";
import { hasServedWorkflow, servesLocalApps, showsLocalApp } from "#host/contextKeys.ts";
import type { CommandsOf } from "#host/contributions/contributes.ts";
import type { App } from "#workbench/app.ts";
import { keepContextKeys } from "#workbench/core/contextKeys.ts";
import type { Feature } from "#workbench/core/feature.ts";
import { adds } from "#workbench/core/points.ts";
import { runSources } from "#workbench/panel/vscode/runPoints.ts";
import { emptyInputs, readyApps } from "#workbench/runFiles/vscode/services.ts";
import type { contributions } from "./contributes.ts";
import {
  debugWorkflow,
  emptyInputOf,
  runLocalApp,
  serveForFile,
  serveWorkflow,
  showLocalAppLog,
  showRunLog,
  stopLocalApp,
} from "./vscode/commands.ts";
import { startDebugging } from "./vscode/debugging.ts";
import { showLoadProblems } from "./vscode/loadProblems.ts";
import { LocalApps } from "./vscode/localApps.ts";
import { LocalAppSources } from "./vscode/localAppSources.ts";
import type { LocalAppServices } from "./vscode/services.ts";

export const localApps: Feature<App, LocalAppServices, CommandsOf<typeof contributions>> = {
  id: "localApps",
  build({ extension, owned, connections, firstSteps }) {
    const apps = owned.add(
      new LocalApps({
        connections,
        window: extension.workspaceState,
        storage: (extension.storageUri ?? extension.globalStorageUri).fsPath,
        workerFile: join(extension.extensionPath, "dist", "dynamiq_worker.py"),
      }),
    );
    owned.add(apps.onDidChange(() => apps.all.length > 0 && firstSteps.note(hasServedWorkflow)));
    owned.add(showLoadProblems(apps));
    owned.add(
      keepContextKeys([apps, connections], { servesLocalApps, showsLocalApp }, () => ({
        servesLocalApps: apps.all.length > 0,
        showsLocalApp: connections.active?.served !== undefined,
      })),
    );
    return {
      localApps: apps,
      sources: owned.add(new LocalAppSources(apps)),
      debugTarget: (target) => startDebugging(apps, target),
    };
  },
  adds: [
    adds(runSources, ({ sources }) => sources),
    adds(readyApps, (app) => (file) => serveForFile(app, file)),
    adds(emptyInputs, (app) => (connectionId) => emptyInputOf(app, connectionId)),
  ],
  resume: async ({ localApps: apps }) => apps.resume(),
  commands: { serveWorkflow, debugWorkflow, runLocalApp, stopLocalApp, showRunLog, showLocalAppLog },
};

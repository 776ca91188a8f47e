import { join } from "node:path";
import type * as vscode from "vscode";
import type { GoldenSuiteServices } from "../commands/golden/goldenCommands.ts";
import { goldenSuite } from "../commands/golden/goldenSuite.ts";
import { goldenTasks } from "../commands/golden/goldenTask.ts";
import { runningTestsPlace } from "../commands/golden/runningTestsPlace.ts";
import { showError } from "../host/errors/showError.ts";
import { RunningTests } from "../runs/golden/runningTests.ts";
import { exportedRun } from "../views/documents/exportFiles.ts";
import { GoldenTests } from "../views/golden/goldenTests.ts";
import type { ConnectionsModule } from "./connectionsModule.ts";
import type { CreateModule } from "./createModule.ts";
import type { ExplorerModule } from "./explorerModule.ts";
import type { InputRequestsModule } from "./inputRequestsModule.ts";
import type { ModuleBase } from "./moduleBase.ts";
import type { PanelModule } from "./panelModule.ts";
import type { RunFilesModule } from "./runFilesModule.ts";
import type { SessionsModule } from "./sessionsModule.ts";

export interface GoldenModule {
  /** Golden tests in the Test Explorer, once there is a golden file. */
  goldenTests: () => GoldenTests;
  /** Tasks that run golden tests with the command line. */
  goldenTasks: vscode.TaskProvider;
}

/** The modules that golden tests are built on. */
interface GoldenParts {
  connections: ConnectionsModule;
  sessions: SessionsModule;
  inputRequests: InputRequestsModule;
  explorer: ExplorerModule;
  panel: PanelModule;
  runFiles: RunFilesModule;
  create: CreateModule;
}

/** Golden tests in the Test Explorer. */
export function goldenModule(
  { owned, window, log, onError }: ModuleBase,
  extensionPath: string,
  { connections, sessions, inputRequests, explorer, panel, runFiles, create }: GoldenParts,
): GoldenModule {
  const services: GoldenSuiteServices = {
    connections: connections.connections,
    activeRuns: explorer.activeRuns,
    sessions: sessions.sessions,
    creator: create.starting.creator,
    requirements: create.starting.requirements,
    log,
    answers: inputRequests.answers,
    consent: runFiles.consent,
    exportedRun,
  };
  const goldenTasksOf = goldenTasks({ ...services, commandLine: join(extensionPath, "dist/cli.cjs") });
  const results = panel.goldenResults;
  const running = new RunningTests(runningTestsPlace(window), onError);
  let made: GoldenTests | undefined;
  const onShownError = (error: unknown): void => showError(error, onError);
  return {
    goldenTasks: goldenTasksOf,
    goldenTests: () =>
      (made ??= owned.add(new GoldenTests({ begin: goldenSuite(services), results, running, onShownError, onError }))),
  };
}

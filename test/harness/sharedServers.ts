import type { TestProject } from "vitest/node";
import { extensionFolder, temporaryFolder } from "./paths.ts";
import { writeCompanion } from "./vscode/companion.ts";
import { writeScriptedAgent } from "./vscode/scriptedAgent.ts";
import { builtInsForTests, startTestServer } from "./vscode/vscodeServer.ts";

/** What a worker has to know of the VS Code server that its tests share. */
export interface SharedServer {
  origin: string;
  /** The folder with its data, extensions and log. */
  state: string;
  logFile: string;
}

/** The sample app that a person starts in a window on a shared server plays quickly. */
const env = { DYNAMIQ_RUNS_SAMPLE_SPEED: "3" };

declare module "vitest" {
  interface ProvidedContext {
    sharedServers: SharedServer[];
  }
}

/**
 * Starts a VS Code server for each worker of the project. They belong to vitest's own process, which survives its
 * workers.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    while (closing.length > 0) await closing.pop()?.();
  };
  try {
    const servers: SharedServer[] = [];
    for (let worker = 0; worker < project.config.maxWorkers; worker++) {
      const folder = await temporaryFolder();
      closing.push(folder.remove);
      const server = await startTestServer({
        state: folder.path,
        extensions: [extensionFolder, await writeCompanion(folder.path), await writeScriptedAgent(folder.path)],
        env,
        builtIns: builtInsForTests,
      });
      closing.push(() => server.stop());
      servers.push({ origin: server.origin, state: folder.path, logFile: server.logFile });
    }
    project.provide("sharedServers", servers);
    return close;
  } catch (error) {
    await close();
    throw error;
  }
}

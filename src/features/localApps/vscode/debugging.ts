import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import * as vscode from "vscode";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { UserError } from "#host/errors/userError.ts";
import { interpreterFor } from "./interpreter.ts";
import type { Debugging, LocalApps } from "./localApps.ts";
import type { WorkspaceTarget } from "./workspaceTarget.ts";

/** Microsoft's extension, which brings debugpy: a person installs nothing else. */
const debuggerId = "ms-python.debugpy";

/**
 * Serves a workflow with a debugger. Each of its processes waits for the debugger before it loads the code, so that a
 * breakpoint anywhere in it is hit, also after a file was saved.
 *
 * @returns the id of its connection, `undefined` when the person canceled
 * @throws UserError without the Python debugger
 */
export async function startDebugging(apps: LocalApps, target: WorkspaceTarget): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension(debuggerId);
  if (!extension) {
    throw new UserError("Debugging needs Microsoft's Python Debugger. Install it, or select Serve to run without it.", [
      {
        title: "Show Extension",
        run: () => vscode.commands.executeCommand("workbench.extensions.search", `@id:${debuggerId}`),
      },
    ]);
  }
  const interpreter = await interpreterFor(target.folder);
  const debugpy = join(extension.extensionPath, "bundled", "libs", "debugpy");
  const connection = await apps.serve(target, {
    debugging: await debugging(apps, target, [interpreter, debugpy]),
  });
  return connection?.id;
}

/** Starts a debug session for each process that is started. */
async function debugging(
  apps: LocalApps,
  { folder, name }: WorkspaceTarget,
  [interpreter, debugpy]: readonly [string, string],
): Promise<Debugging> {
  let port = await freePort();
  const attach = (to: number): Thenable<boolean> =>
    vscode.debug.startDebugging(folder, {
      type: "debugpy",
      request: "attach",
      name: `Dynamiq: ${name}`,
      connect: { host: "127.0.0.1", port: to },
      justMyCode: true,
      subProcess: false,
    });
  return {
    command: () => {
      const own = port;
      freePort().then((next) => (port = next), onUnexpectedError);
      attach(own).then(undefined, onUnexpectedError);
      const listen = ["--listen", `127.0.0.1:${own}`, "--wait-for-client"];
      return [interpreter, debugpy, ...listen, apps.workerFile, "--debugged"];
    },
  };
}

/** A port of loopback that nobody has at the moment. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => void server.close(resolve));
  return port;
}

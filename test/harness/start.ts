import { cp } from "node:fs/promises";
import { join } from "node:path";
import { extensionFolder, temporaryFolder, sampleWorkspace } from "./paths.ts";
import { ProcessGroup, run } from "./processes.ts";
import { asRoot, findDesktop, freshDataArguments } from "./vscode/desktop.ts";
import { startPersonServer } from "./vscode/vscodeServer.ts";

/** Makes the extension start its sample app, with a connection to it, as soon as it activates. */
const env = { DYNAMIQ_RUNS_SAMPLE: "1" };

await run({ file: process.execPath, args: ["esbuild.mjs"], cwd: extensionFolder });

const state = await temporaryFolder();
const interrupted = new Promise<void>((resolve) => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => resolve());
});
try {
  const workspace = join(state.path, "dynamiq-sample");
  await cp(sampleWorkspace, workspace, { recursive: true });
  const desktop = await findDesktop();
  if (desktop) await openDesktop(desktop, workspace);
  else await serve(workspace);
} finally {
  await state.remove();
}

async function openDesktop(program: string, workspace: string): Promise<void> {
  const args = [workspace, `--extensionDevelopmentPath=${extensionFolder}`, "--new-window"];
  const group = new ProcessGroup(
    { file: program, args: [...args, ...freshDataArguments(state.path), ...asRoot()], env: { ...process.env, ...env } },
    "ignore",
  );
  const ended = new Promise<void>((resolve, reject) => {
    group.child.once("error", reject);
    group.child.once("exit", () => resolve());
  });
  try {
    announce(["VS Code is opening with Dynamiq Runs.", "Close its window or press Ctrl+C here to stop."]);
    await Promise.race([ended, interrupted]);
  } finally {
    await group.stop();
  }
}

async function serve(workspace: string): Promise<void> {
  // The workspace's README leads on.
  const settings = {
    "files.autoSave": "afterDelay",
    "workbench.startupEditor": "readme",
  };
  const extensions = [extensionFolder];
  const server = await startPersonServer({ state: state.path, folder: workspace, extensions, settings, env });
  try {
    announce([
      "VS Code with Dynamiq Runs is ready. Open this address in a browser:",
      `  ${server.origin}`,
      "Press Ctrl+C here to stop.",
    ]);
    await Promise.race([server.ended, interrupted]);
  } finally {
    await server.stop();
  }
}

function announce(lines: readonly string[]): void {
  const width = Math.max(...lines.map((line) => line.length));
  const edge = "─".repeat(width + 2);
  console.log([`┌${edge}┐`, ...lines.map((line) => `│ ${line.padEnd(width)} │`), `└${edge}┘`].join("\n"));
}

import { closeSync, openSync } from "node:fs";
import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { patience } from "../../support/patience.ts";
import { ProcessGroup } from "../processes.ts";
import { ensureServer } from "./installServer.ts";

export interface ServerOptions {
  /** A folder of its own for data, extensions and log. */
  state: string;
  /** Folders of extensions that count as installed. */
  extensions: readonly string[];
  /** User settings, read when the server starts. */
  settings?: Readonly<Record<string, unknown>>;
  /** Added to the environment, which reaches the extension host. */
  env?: Readonly<Record<string, string>>;
}

export interface TestServerOptions extends ServerOptions {
  smokeTestDriver?: boolean;
  /** Only these of the extensions that come with VS Code; all of them unless told otherwise. */
  builtIns?: readonly string[];
}

/**
 * What tests need of the extensions that come with VS Code: the themes, and JSON and Markdown in editors. The other 90,
 * such as Git and Copilot, would take a fifth of the processor time of each window.
 */
export const builtInsForTests = [
  ...["theme-defaults", "theme-seti", "theme-modern-icons"],
  ...["json", "json-language-features", "markdown-basics"],
];

export interface VscodeServer {
  readonly origin: string;
  readonly logFile: string;
  /** Resolves when the server has ended. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** Settings for a window without what is not ours: no start page, no chat, no question. */
const quietSettings = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.editor.useModal": "off",
  "chat.disableAIFeatures": true,
  "remote.autoForwardPorts": false,
  // Else the extension host looks into every process of the machine for a port, again and again.
  "remote.autoForwardPortsSource": "output",
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "git.openRepositoryInParentFolders": "never",
  "extensions.ignoreRecommendations": true,
};

/**
 * The server for tests: the page is told by its URL what to open and which suite to run. Nothing is compressed on the
 * way to the page, as on the desktop, where no network is between them.
 */
export async function startTestServer(options: TestServerOptions): Promise<VscodeServer> {
  const { data, extensions } = await prepare(options, "data/User");
  const home = join(await ensureServer(), "lib/vscode");
  const server = join(home, "out/server-main.js");
  const args = [
    ...[server, "--host", "127.0.0.1", "--port", "0", "--without-connection-token", "--accept-server-license-terms"],
    ...["--server-data-dir", data, "--extensions-dir", extensions, "--telemetry-level", "off"],
    "--disable-websocket-compression",
    ...(options.smokeTestDriver ? ["--enable-smoke-test-driver"] : []),
    ...(options.builtIns
      ? ["--builtin-extensions-dir", await pickBuiltIns(home, options.state, options.builtIns)]
      : []),
  ];
  return await start(args, options, /agent listening on (\d+)/);
}

/** The server for a person: keeps secrets and state over a reload of the page. */
export async function startPersonServer(options: ServerOptions & { folder: string }): Promise<VscodeServer> {
  const { data, extensions } = await prepare(options, "User");
  const args = [
    ...[join(await ensureServer(), "out/node/entry.js"), "--auth", "none", "--bind-addr", "127.0.0.1:0"],
    ...["--user-data-dir", data, "--extensions-dir", extensions, "--config", join(data, "config.yaml")],
    ...["--disable-telemetry", "--disable-update-check", "--disable-workspace-trust", options.folder],
  ];
  return await start(args, options, /HTTP server listening on http:\/\/127\.0\.0\.1:(\d+)/);
}

/** Takes away what the user data of a server for tests holds, and writes the settings that the next window reads. */
export async function resetUserData(state: string, settings: ServerOptions["settings"]): Promise<void> {
  const user = join(state, "data/data/User");
  await rm(user, { recursive: true, force: true, maxRetries: 5 });
  await writeSettings(user, settings);
}

/** Those of scope `machine` count in a browser only if they are the remote machine's. */
async function writeSettings(user: string, settings: ServerOptions["settings"]): Promise<void> {
  for (const folder of [user, join(user, "../Machine")]) {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "settings.json"), JSON.stringify({ ...quietSettings, ...settings }));
  }
}

async function prepare(options: ServerOptions, settingsFolder: string): Promise<{ data: string; extensions: string }> {
  const data = join(options.state, "data");
  const extensions = join(options.state, "extensions");
  await mkdir(extensions, { recursive: true });
  await writeSettings(join(data, settingsFolder), options.settings);
  for (const folder of options.extensions) await symlink(folder, join(extensions, await installedName(folder)));
  return { data, extensions };
}

/** @returns a folder with only these of the extensions that come with VS Code */
async function pickBuiltIns(home: string, state: string, names: readonly string[]): Promise<string> {
  const picked = join(state, "built-ins");
  await mkdir(picked);
  for (const name of names) await symlink(join(home, "extensions", name), join(picked, name));
  return picked;
}

/** The folder name that VS Code gives an installed extension. */
async function installedName(folder: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const { publisher, name, version } = manifest as Record<"publisher" | "name" | "version", string>;
  return `${publisher}.${name}-${version}`;
}

async function start(args: readonly string[], options: ServerOptions, listening: RegExp): Promise<VscodeServer> {
  const logFile = join(options.state, "server.log");
  const log = openSync(logFile, "w");
  const group = new ProcessGroup(
    { file: process.execPath, args, cwd: options.state, env: { ...process.env, ...options.env } },
    ["ignore", log, log],
  );
  closeSync(log);
  let over = false;
  const ended = new Promise<void>((resolve) => {
    group.child.once("exit", () => resolve());
    group.child.once("error", () => resolve());
  }).then(() => {
    over = true;
  });
  for (let waited = 0; waited < patience; waited += 100) {
    const text = await readFile(logFile, "utf8");
    const port = listening.exec(text)?.[1];
    if (port) return { origin: `http://127.0.0.1:${port}`, logFile, ended, stop: () => group.stop() };
    if (over) throw new Error(`The VS Code server ended at once:\n${text}`);
    await delay(100);
  }
  await group.stop();
  throw new Error(`The VS Code server did not start:\n${await readFile(logFile, "utf8")}`);
}

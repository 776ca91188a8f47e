import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { cacheFolder } from "../paths.ts";
import { exitCode, run, type Command } from "../processes.ts";

/** code-server 4.139.1 carries VS Code 1.139.1 and wants Node 24 (the devDependency `node`). */
const version = "4.139.1";

/** The folder of the package `code-server`, installed into the cache folder when it isn't there yet. */
export async function ensureServer(): Promise<string> {
  const home = join(cacheFolder(), `code-server-${version}`);
  if (!existsSync(home)) await install(home);
  return join(home, "node_modules/code-server");
}

/** Installs beside `home` and renames at the end, so that a broken installation never looks like a whole one. */
async function install(home: string): Promise<void> {
  console.log(`Installing the VS Code server once (about 600 MB, a minute) into ${home}`);
  await mkdir(dirname(home), { recursive: true });
  const draft = await mkdtemp(`${home}-`);
  try {
    await writeFile(join(draft, "package.json"), JSON.stringify({ private: true }));
    const server = join(draft, "node_modules/code-server/lib/vscode");
    await run(npm(draft, "install", "--ignore-scripts", "--no-audit", "--no-fund", `code-server@${version}`));
    await run(npm(server, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev"));
    // The only two native modules without a prebuilt binary that the server loads. It also runs without them.
    const rebuilt = await exitCode(
      npm(server, "rebuild", "--loglevel=silent", "@vscode/spdlog", "@vscode/native-watchdog"),
    );
    if (rebuilt !== 0) {
      console.log("Going on without log files in the VS Code server: those want make, g++ and python3 installed.");
    }
    await rename(draft, home).catch((error: unknown) => {
      if (!existsSync(home)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** npm on the Node that runs this script, whatever the caller's PATH says. */
function npm(cwd: string, ...args: string[]): Command {
  const PATH = [dirname(process.execPath), process.env["PATH"]].join(delimiter);
  return { file: "npm", args, cwd, env: { ...process.env, PATH } };
}

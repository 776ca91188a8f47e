import { execFile } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { downloadAndUnzipVSCode, runTests } from "@vscode/test-electron";
import { extensionFolder } from "../paths.ts";
import type { HostPlace, HostRun } from "./hostRun.ts";

interface Manifest {
  engines: { vscode: string };
}

/** Where @vscode/test-electron downloads VS Code from. */
const downloads = "https://update.code.visualstudio.com/api/releases/stable";

/**
 * The program of a desktop VS Code: an installed one, one that was downloaded before, or one downloaded now; undefined
 * when there is no screen or none can be had. `DYNAMIQ_RUNS_HOST` says `desktop` or `server` to decide by hand.
 */
export async function findDesktop(): Promise<string | undefined> {
  const wanted = process.env["DYNAMIQ_RUNS_HOST"];
  if (wanted && wanted !== "desktop" && wanted !== "server") {
    throw new Error(`DYNAMIQ_RUNS_HOST is "${wanted}"; it takes "desktop" or "server".`);
  }
  if (wanted === "server") return undefined;
  if (wanted !== "desktop" && !hasScreen()) return undefined;
  const installed = await findInstalled();
  if (installed) return installed;
  if (wanted !== "desktop" && !(await canDownload())) return undefined;
  return await downloadAndUnzipVSCode({ version: "stable", cachePath: join(extensionFolder, ".vscode-test") });
}

/** Calls the suite's `run()` in a desktop VS Code with fresh data, as the VS Code server does with its payload. */
export async function runInDesktop(program: string, run: HostRun, place: HostPlace): Promise<void> {
  try {
    await runTests({
      vscodeExecutablePath: program,
      extensionDevelopmentPath: run.extension,
      extensionTestsPath: run.suite,
      extensionTestsEnv: place.env,
      launchArgs: [place.workspace, ...freshDataArguments(place.state), ...asRoot()],
    });
  } catch (error) {
    // A failed test ends VS Code with an error; the result says more than that.
    if (!existsSync(place.resultFile)) throw error;
  }
}

/** Arguments that keep a desktop VS Code away from the person's own settings and extensions. */
export function freshDataArguments(state: string): string[] {
  return [
    `--user-data-dir=${join(state, "desktop")}`,
    `--extensions-dir=${join(state, "desktop-extensions")}`,
    ...["--disable-workspace-trust", "--disable-telemetry", "--skip-welcome", "--skip-release-notes"],
  ];
}

/** Electron's sandbox refuses to run as root. */
export function asRoot(): string[] {
  return process.getuid?.() === 0 ? ["--no-sandbox"] : [];
}

function hasScreen(): boolean {
  return process.platform !== "linux" || Boolean(process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"]);
}

/** VS Code behind the `code` on the PATH, when it is new enough for the extension. */
async function findInstalled(): Promise<string | undefined> {
  const command = process.platform === "win32" ? "code.cmd" : "code";
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const launcher = join(folder, command);
    const program = existsSync(launcher) ? programOf(realpathSync(launcher)) : undefined;
    if (program && (await isNewEnough(launcher))) return program;
  }
  return undefined;
}

/** The program that the launcher script in `bin` starts; undefined for the launcher of a remote window. */
function programOf(launcher: string): string | undefined {
  const bin = dirname(launcher);
  const candidates = [join(bin, "../code"), join(bin, "../Code.exe"), join(bin, "../../../MacOS/Electron")];
  return candidates.find((file) => existsSync(file));
}

async function isNewEnough(launcher: string): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)(launcher, ["--version"], {
      timeout: 10_000,
      shell: process.platform === "win32",
    });
    const [major = 0, minor = 0] = stdout.split(".").map(Number);
    const [wantedMajor = 0, wantedMinor = 0] = await wantedVersion();
    return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
  } catch (error) {
    console.log(`Leaving aside ${launcher}, which does not tell its version: ${String(error)}`);
    return false;
  }
}

/** The oldest VS Code that the extension can be installed in. @returns the numbers of its version */
async function wantedVersion(): Promise<number[]> {
  const manifest = JSON.parse(await readFile(join(extensionFolder, "package.json"), "utf8")) as Manifest;
  return manifest.engines.vscode.replace("^", "").split(".").map(Number);
}

async function canDownload(): Promise<boolean> {
  try {
    const answer = await fetch(downloads, { method: "HEAD", signal: AbortSignal.timeout(5_000) });
    return answer.ok;
  } catch {
    return false;
  }
}

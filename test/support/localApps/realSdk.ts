import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onTestFinished } from "vitest";
import type { RunsClient } from "#api/client.ts";
import { type LocalAppOptions, type LocalAppServer, serveLocalApp } from "#features/localApps/core/localAppServer.ts";
import { clientOf } from "./localApp.ts";

export const python = process.env["DYNAMIQ_SDK_PYTHON"] ?? "python3";
/** Why there is no SDK; empty if there is one. */
export const missing = whyMissing();

/** The reason for skipping stands in the title. */
export function withSdk(title: string): string {
  return missing === "" ? title : `${title} (skipped: ${missing})`;
}

function whyMissing(): string {
  try {
    execFileSync(python, ["-c", "import dynamiq"], { stdio: "ignore" });
    return "";
  } catch {
    return `${python} has no dynamiq; name one in DYNAMIQ_SDK_PYTHON`;
  }
}

/** Serves code with the real worker and SDK, until the test ends. @param files by their names */
export async function serveReal(
  target: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  options: Partial<LocalAppOptions> = {},
): Promise<{ server: LocalAppServer; client: RunsClient; folder: string }> {
  const cwd = await mkdtemp(join(tmpdir(), "local-sdk-"));
  onTestFinished(() => rm(cwd, { recursive: true, force: true }));
  for (const [name, code] of Object.entries(files)) await writeFile(join(cwd, name), code);
  const workerFile = resolve("src/features/localApps/worker/dynamiq_worker.py");
  const ignore = (): undefined => undefined;
  const server = await serveLocalApp({
    target,
    python,
    workerFile,
    cwd,
    env: process.env,
    folder: join(cwd, "kept"),
    onLog: ignore,
    onProblem: ignore,
    ...options,
  });
  onTestFinished(() => server.close());
  return { server, client: clientOf(server), folder: cwd };
}

import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import type { CompanionRequest } from "../../harness/vscode/companion.ts";
import type { Workbench } from "../../harness/vscode/workbench.ts";

/** Has the companion do something inside the window, and waits until it is done. Throws the companion's error. */
export async function askCompanion(workbench: Workbench, request: CompanionRequest): Promise<void> {
  const folder = join(workbench.state, "companion");
  const done = join(folder, "done");
  await rm(done, { force: true });
  await writeFile(join(folder, "request.json"), JSON.stringify(request));
  await workbench.runCommand("Companion: Do What The File Says");
  await expect.poll(() => readFile(done, "utf8").catch(() => "not done"), { interval: 20 }).toBe("");
}

/** Connects the window to an app, by its real address or that of a gate before it. */
export async function connect(
  workbench: Workbench,
  { accessKey, url }: { accessKey: string; url: string },
  { name = "Support Triage", baseUrl = url }: { name?: string; baseUrl?: string } = {},
): Promise<void> {
  await askCompanion(workbench, { connect: { name, baseUrl, accessKey } });
  await workbench.page.locator(".statusbar-item", { hasText: name }).waitFor();
}

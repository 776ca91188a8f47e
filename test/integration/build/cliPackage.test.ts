import { execFile } from "node:child_process";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { layOutCliPackage } from "../../../.ci/build/cliPackage.ts";
import { temporaryFolder } from "../../harness/paths.ts";
import { startSampleApp } from "../../support/sample/testApp.ts";
import { accessKey } from "../api/servers.ts";

/** npm and what it puts into `.bin` are scripts on Windows. */
const shell = process.platform === "win32";
const execute = promisify(execFile);

test("the packed command line runs a golden test and serves agents from a folder that has nothing else", async () => {
  const { path, remove } = await temporaryFolder();
  const app = await startSampleApp({ speed: 200, pastRuns: 0, accessKey });
  try {
    const staged = join(path, "staged");
    const folder = join(path, "empty");
    await layOutCliPackage(staged);
    await mkdir(folder);
    await execute("npm", ["pack", staged, "--pack-destination", path], { shell });
    const { version, dependencies } = JSON.parse(await readFile(join(staged, "package.json"), "utf8"));
    const packed = join(path, `dynamiq-runs-${version}.tgz`);
    expect(dependencies).toBeUndefined();
    expect((await stat(packed)).size).toBeLessThan(400_000);
    await execute("npm", ["install", "--offline", "--no-audit", "--no-fund", "--prefix", folder, packed], { shell });

    const checks = [{ status: "completed" }, { output: "category", equals: "billing" }];
    const request = { input: { ticket_subject: "Charged twice for order 4411" } };
    const suite = { tests: [{ name: "Charged twice", request, checks }] };
    await writeFile(join(folder, "refund.golden.json"), JSON.stringify(suite));
    const command = join(folder, "node_modules/.bin/dynamiq-runs");
    const env = { ...process.env, DYNAMIQ_APP_URL: app.url, DYNAMIQ_ACCESS_KEY: accessKey };
    const options = { cwd: folder, env, shell };
    expect((await execute(command, ["test", "--junit", "results.xml"], options)).stderr).toMatch(/\n1 passed in /);
    expect(await readFile(join(folder, "results.xml"), "utf8")).toContain('<testsuite name="refund.golden.json"');

    const server = execute(command, ["mcp"], options);
    const hello = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "test", version: "1" } };
    const asked = [
      { id: 1, method: "initialize", params: hello },
      { method: "notifications/initialized" },
      { id: 2, method: "prompts/list", params: {} },
    ];
    for (const message of asked) server.child.stdin?.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
    let told = "";
    server.child.stdout?.on("data", (text: string) => (told += text));
    await expect.poll(() => told).toContain('"id":2');
    server.child.stdin?.end();
    expect((await server).stdout).toMatch(/"serverInfo"[^]*"debug-failed-run"/);
  } finally {
    await app.close();
    await remove();
  }
});

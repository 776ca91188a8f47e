import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const check = "node .ci/build/needsNode.mjs && ";
const manifest = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as { scripts: Record<string, string> };

function runOn(version: string) {
  const pretend = `Object.defineProperty(process, "versions", { value: { node: ${JSON.stringify(version)} } })`;
  const args = ["--import", `data:text/javascript,${pretend}`, ".ci/build/needsNode.mjs"];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  return { status, said: stderr };
}

test("an older Node is told what to do, and a newer one nothing", () => {
  expect(runOn("20.20.2")).toEqual({
    status: 1,
    said:
      "This script needs Node 24, and runs on Node 20.20.2. `npm ci` installs Node 24 for the scripts, but not with " +
      "--ignore-scripts: run `npm rebuild node --ignore-scripts=false`, then try again.\n",
  });
  for (const version of ["24.0.0", "26.1.0"]) expect(runOn(version)).toEqual({ status: 0, said: "" });
});

test("every script that runs TypeScript checks the version of Node first", () => {
  const running = Object.entries(manifest.scripts).filter(([, script]) => /\.ts\b|esbuild\.mjs|oxlint/.test(script));
  expect(running.map(([name]) => name)).toEqual(expect.arrayContaining(["start", "test", "build", "lint"]));
  // `npm run` and the packaging lead to one of the others.
  const unchecked = running.filter(([, script]) => !script.startsWith(check) && !script.startsWith("npm run -s "));
  expect(unchecked).toEqual([]);
});

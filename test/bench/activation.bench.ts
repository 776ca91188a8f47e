import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { extensionFolder, temporaryFolder } from "../harness/paths.ts";
import { runInHost } from "../harness/vscode/hostSuite.ts";
import { ensureServer } from "../harness/vscode/installServer.ts";
import { median, report } from "./figures.ts";
import type { ActivationTimes } from "./probes/activationProbe.ts";

/**
 * Measures how long activation takes in a real extension host, beside an extension that imports `vscode` and does
 * nothing. In each host another extension goes first and pays the shared costs; then the two take turns.
 */
const rounds = 12;
const limit = 3;
const ours = "dynamiq-community.dynamiq-runs";
const empty = "dynamiq-community.empty";
const first = "dynamiq-community.first";
const nothing = 'const vscode = require("vscode"); exports.activate = () => {};';

await ensureServer();
const folder = await temporaryFolder();
try {
  const asleep = await writeOurs();
  const others = [await writeExtension("empty", nothing), await writeExtension("first", nothing)];
  const stage = await writeExtension("stage", "");
  const times: Record<string, ActivationTimes>[] = [];
  for (let round = 0; round < rounds; round++) {
    const order = [first, ...(round % 2 === 0 ? [empty, ours] : [ours, empty])];
    const result = await runInHost({
      extension: stage,
      installed: [asleep, ...others],
      suite: join(extensionFolder, "out/bench/probes/activationProbe.cjs"),
      env: { DYNAMIQ_RUNS_ACTIVATE: order.join(",") },
    });
    times.push(result as Record<string, ActivationTimes>);
  }
  const [own, other] = [span(ours, times), span(empty, times)];
  report({
    name: "activation: loading and activate()",
    value: own,
    unit: "ms",
    ratio: own / other,
    baseline: "an empty extension in the same host",
    target: { atMost: limit },
  });
} finally {
  await folder.remove();
}

/** Our extension, except that VS Code does not activate it: the probe does, and measures the time. */
async function writeOurs(): Promise<string> {
  const path = join(folder.path, "ours");
  await mkdir(path);
  const manifest = JSON.parse(await readFile(join(extensionFolder, "package.json"), "utf8")) as object;
  await writeFile(join(path, "package.json"), JSON.stringify({ ...manifest, activationEvents: [] }));
  for (const name of ["dist", "media", "package.nls.json"])
    await symlink(join(extensionFolder, name), join(path, name));
  return path;
}

async function writeExtension(name: string, code: string): Promise<string> {
  const path = join(folder.path, name);
  await mkdir(path);
  const manifest = {
    name,
    publisher: "dynamiq-community",
    version: "0.0.1",
    engines: { vscode: "^1.109.0" },
    main: "./main.cjs",
    activationEvents: [],
  };
  await writeFile(join(path, "package.json"), JSON.stringify(manifest));
  await writeFile(join(path, "main.cjs"), code);
  return path;
}

/** The median over the rounds, in milliseconds. */
function span(id: string, rounds: readonly Record<string, ActivationTimes>[]): number {
  return median(rounds.flatMap(({ [id]: times }) => (times ? [times.loading + times.activating] : [])));
}

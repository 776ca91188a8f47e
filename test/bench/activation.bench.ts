import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { extensionFolder, temporaryFolder } from "../harness/paths.ts";
import { runInHost } from "../harness/vscode/hostSuite.ts";
import { ensureServer } from "../harness/vscode/installServer.ts";
import { median, report } from "./figures.ts";
import type { ActivationTimes } from "./probes/activationProbe.ts";

/**
 * Measures how long activation takes in a real extension host, beside an extension that imports `vscode` and does
 * nothing, and beside one that only registers as many commands. VS Code allows no less than the latter. Each runs in a
 * new host beside the empty one. There another extension goes first and pays the shared costs; then the two take turns.
 */
const rounds = 12;
const limit = 3;
const ours = "dynamiq-community.dynamiq-runs";
const empty = "dynamiq-community.empty";
const least = "dynamiq-community.least";
const first = "dynamiq-community.first";
const nothing = 'const vscode = require("vscode"); exports.activate = () => {};';
const onlyCommands = (count: number): string => `const vscode = require("vscode");
exports.activate = ({ subscriptions }) => {
  for (let i = 0; i < ${count}; i++)
    subscriptions.push(vscode.commands.registerCommand("least.command" + i, async () => undefined));
};`;

await ensureServer();
const folder = await temporaryFolder();
try {
  const asleep = await writeOurs();
  const count = await countCommands();
  const others = [
    await writeExtension("empty", nothing),
    await writeExtension("first", nothing),
    await writeExtension("least", onlyCommands(count)),
  ];
  const stage = await writeExtension("stage", "");
  const times: Record<string, ActivationTimes>[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const tried of round % 4 < 2 ? [ours, least] : [ours]) {
      const order = [first, ...(round % 2 === 0 ? [empty, tried] : [tried, empty])];
      const result = await runInHost({
        extension: stage,
        installed: [asleep, ...others],
        suite: join(extensionFolder, "out/bench/probes/activationProbe.cjs"),
        env: { DYNAMIQ_RUNS_ACTIVATE: order.join(",") },
      });
      times.push(result as Record<string, ActivationTimes>);
    }
  }
  const [own, other, floor] = [spans(ours, times), spans(empty, times), spans(least, times)];
  const { both } = own;
  report({
    name: "activation: loading and activate()",
    value: both,
    unit: "ms",
    ratio: both / other.both,
    baseline: "an empty extension in the same host",
    target: { atMost: limit },
    limits: `${count} commands, each some 20 µs of VS Code's own; explorer, panels and all else already come after it`,
  });
  report({
    name: `activation: an extension that only registers ${count} commands`,
    value: floor.both,
    unit: "ms",
    ratio: floor.both / other.both,
    baseline: "an empty extension",
  });
  report({
    name: "activation: loading",
    value: own.loading,
    unit: "ms",
    ratio: own.loading / other.loading,
    baseline: "an empty extension",
  });
  report({ name: "activation: activate()", value: own.activating, unit: "ms" });
} finally {
  await folder.remove();
}

/** Commands are not registered later: VS Code calls the one that it activates for as soon as activation is over. */
async function countCommands(): Promise<number> {
  const manifest = JSON.parse(await readFile(join(extensionFolder, "package.json"), "utf8")) as {
    contributes: { commands: unknown[] };
  };
  return manifest.contributes.commands.length;
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
    engines: { vscode: "^1.105.0" },
    main: "./main.cjs",
    activationEvents: [],
  };
  await writeFile(join(path, "package.json"), JSON.stringify(manifest));
  await writeFile(join(path, "main.cjs"), code);
  return path;
}

/** The medians over the rounds, in milliseconds. */
function spans(id: string, rounds: readonly Record<string, ActivationTimes>[]) {
  const of = (span: (times: ActivationTimes) => number) =>
    median(rounds.flatMap((round) => (round[id] ? [span(round[id])] : [])));
  const both = of((times) => times.loading + times.activating);
  return { loading: of((times) => times.loading), activating: of((times) => times.activating), both };
}

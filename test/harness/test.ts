import { inspect } from "node:util";
import { extensionFolder } from "./paths.ts";
import { run } from "./processes.ts";
import { countProcessorTime } from "./processorTime.ts";
import { stages, type Count, type Suite } from "./suites.ts";

const suites = stages.flat();
const long = "--long";
const wanted = process.argv.slice(2).filter((name) => name !== long);
// `test/support/cases.ts` reads it in each suite.
if (process.argv.includes(long)) process.env["DYNAMIQ_RUNS_TIMES"] ??= "20";
const unknown = wanted.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  throw new Error(`No suite is called ${unknown.join(", ")}; there are ${suites.map(({ name }) => name).join(", ")}.`);
}

await run({ file: process.execPath, args: ["esbuild.mjs"], cwd: extensionFolder });

const all: Count = { passed: 0, failed: 0, failures: [] };
const isWanted = ({ name }: Suite): boolean => wanted.length === 0 || wanted.includes(name);
const preparing = prepareAll(suites.filter(isWanted));
for (const stage of stages) {
  await Promise.all(
    stage.filter(isWanted).map(async (suite) => {
      const { passed, failed, failures } = await runSuite(suite, preparing.get(suite));
      all.passed += passed;
      all.failed += failed;
      all.failures.push(...failures.map((failure) => `${suite.name}: ${failure}`));
    }),
  );
}
process.exitCode = all.failed > 0 ? 1 : 0;
for (const failure of all.failures) console.log(`\nFailed in ${firstLines(failure)}`);
console.log(`\n${all.passed} passed, ${all.failed} failed`);

/** Gets what the suites need onto the machine, one after the other, while the first of them run, which need nothing. */
function prepareAll(running: readonly Suite[]): Map<Suite, Promise<unknown>> {
  const prepared = new Map<Suite, Promise<unknown>>();
  let before: Promise<unknown> = Promise.resolve();
  for (const suite of running) {
    const mine = before.then(suite.prepare);
    prepared.set(suite, mine);
    // Whoever waits for it hears of a failure; the next one tries all the same.
    before = mine.catch(() => undefined);
  }
  return prepared;
}

/** A suite that cannot run, or that has no test, counts as one failure. */
async function runSuite(suite: Suite, prepared: Promise<unknown> | undefined): Promise<Count> {
  console.log(`\n── ${suite.name} ──`);
  const started = performance.now();
  try {
    await prepared;
    // The suite without a process of its own has all the processes that no other suite has.
    const processor = countProcessorTime((pid) =>
      suite.pid === undefined ? suites.every((other) => other.pid !== pid) : pid === suite.pid,
    );
    const count = await suite.run(suite);
    const seconds = ((performance.now() - started) / 1_000).toFixed(1);
    const took = `${seconds} s, ${processor.stop().toFixed(0)} s of processor time`;
    console.log(`${suite.name}: ${count.passed} passed, ${count.failed} failed in ${took}`);
    if (count.passed + count.failed > 0) return count;
    return { passed: 0, failed: 1, failures: ["no test was found"] };
  } catch (error) {
    console.log(error);
    return { passed: 0, failed: 1, failures: [inspect(error)] };
  }
}

/** A failure without the frames of the libraries, and without most of a very long difference. */
function firstLines(failure: string): string {
  const lines = failure.split("\n").filter((line) => !line.includes("node_modules"));
  return lines.slice(0, 40).join("\n");
}

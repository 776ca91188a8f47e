import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readCommandLine } from "#cli/args/commandLine.ts";
import { commandNames, commandShapes } from "#cli/args/options.ts";
import { exitCodes } from "#cli/exitCodes.ts";
import { UsageError } from "#cli/usageError.ts";

const problem = (...args: string[]): string => {
  try {
    readCommandLine(args, "a-key-without-prefix");
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as UsageError).message;
  }
  throw new Error("It was understood.");
};

test("a run file with its options is read, wherever they stand", () => {
  const allowed = { variables: [], paths: [], outputs: [] };
  const run = { kind: "run", file: "a.run.json", app: "my-app.example.com", mode: "wait", json: "out.json", allowed };
  expect(readCommandLine(["run", "--app", run.app, run.file, "--wait", "--json=out.json"])).toEqual(run);
  const lists = ["--allow-env", "ORDER", "--allow-env=USER", "--allow-read", "../data", "--allow-write", "src"];
  const given = { variables: ["ORDER", "USER"], paths: ["../data"], outputs: ["src"] };
  const odd = { file: "--odd.json", mode: undefined, allowed: given };
  expect(readCommandLine(["run", ...lists, "--", "--odd.json"])).toMatchObject(odd);
});

test("list and show are read with what they have without options", () => {
  const all = { statuses: [], userId: undefined, sessionId: undefined, query: undefined };
  const list = { kind: "list", app: undefined, limit: 25, isJson: false };
  expect(readCommandLine(["list"])).toEqual({ ...list, ...all });
  const given = ["--status", "failed", "--status=waiting", "--user", "anna", "--query", "since:24h", "--limit", "200"];
  const filter = { statuses: ["failed", "waiting"], userId: "anna", query: "since:24h", limit: 200, isJson: true };
  expect(readCommandLine(["list", ...given, "--json"])).toEqual({ ...list, ...all, ...filter });
  const show = { kind: "show", app: "a.example", run: "8c2c8e2e", tokens: 4_000, isJson: false };
  expect(readCommandLine(["show", show.run, "--app", show.app])).toEqual(show);
  expect(readCommandLine(["show", "--json", "8c2c8e2e"])).toMatchObject({ run: "8c2c8e2e", isJson: true });
});

test.each([
  [["--help"], { kind: "help" }],
  [["help", "run"], { kind: "help", of: "run" }],
  [["run", "--help", "a.json"], { kind: "help", of: "run" }],
  [["--version"], { kind: "version" }],
])("%j asks for information", (args, wanted) => {
  expect(readCommandLine(args)).toEqual(wanted);
});

test.each([
  [[], "Specify a command: "],
  [["rnu"], "rnu isn't a command. Did you mean run?"],
  [["test", "--concurency", "2"], "--concurency isn't an option. Did you mean --concurrency?"],
  [["test", "--concurrency", "0"], "--concurrency must be a whole number from 1 to 100."],
  [["run"], "The run file is missing"],
  [["run", "a.json", "--wiat"], "--wiat isn't an option. Did you mean --wait?"],
  [["run", "a.json", "--wait", "--stream"], "--stream and --wait can't be combined."],
  [["lst"], "lst isn't a command. Did you mean list?"],
  [["list", "--limit", "201"], "--limit must be a whole number from 1 to 200."],
  [["list", "--json", "a.json"], "list takes no files."],
  [["show"], "The ID of the run is missing: dynamiq-runs show RUN."],
  [["show", "a", "--json=a.json"], "--json takes no value."],
  [["run", "a.json", "--app"], "--app needs a value: --app URL."],
  [["run", "a.json", "--app", "a", "--app", "b"], "--app can be given only once."],
])("%j is refused with a way out", (args, says) => {
  expect(problem(...args)).toContain(says);
});

test.each([
  ["run", "a.json", "--access-key", "hush"],
  ["run", "a.json", "--key=hush"],
  ["run", "a.json", "--TOKEN", "hush"],
])("%s %s %s points to the environment and repeats no value", (...args) => {
  expect(problem(...args)).toContain("Set the environment variable DYNAMIQ_ACCESS_KEY");
  expect(problem(...args)).not.toContain("hush");
});

test.each(["dynamiq_acc_0123456789", "dyn_pat_0123456789", "--app=uak_0123456789", "a-key-without-prefix"])(
  "a key in an argument is refused and not repeated (%s)",
  (key) => {
    const told = problem("run", "a.json", key);
    expect(told).toContain("looks like an access key");
    expect(told).not.toContain("0123456789");
    expect(told).not.toContain("without-prefix");
  },
);

test("docs/cli.md has each option, exit code and version", () => {
  const page = readFileSync(join(import.meta.dirname, "../../../../docs/cli.md"), "utf8");
  const options = commandNames.flatMap((name) => Object.keys(commandShapes[name].options));
  expect(options.filter((name) => name !== "help" && !page.includes(`\`--${name}`))).toEqual([]);
  const rows = page.split("\n").filter((line) => /^\| \d/.test(line));
  const isTold = (code: number): boolean => rows.some((row) => row.split("|")[1]!.includes(String(code)));
  expect(Object.values(exitCodes).filter((code) => !isTold(code))).toEqual([]);
});

import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { HostResult } from "../host/index.ts";
import { ensureChromium } from "./chromium.ts";
import { extensionFolder, temporaryFolder } from "./paths.ts";
import { exitCode } from "./processes.ts";
import { findDesktop } from "./vscode/desktop.ts";
import { hostSuite, runInHost } from "./vscode/hostSuite.ts";
import { ensureServer } from "./vscode/installServer.ts";

export interface Count {
  passed: number;
  failed: number;
  /** What failed, and why: printed once more at the very end, because a CI may keep only the end of its log. */
  failures: string[];
}

export interface Suite {
  name: string;
  /** The process that it runs in, if it has one of its own. */
  pid?: number;
  /** Gets what the suite needs onto the machine. */
  prepare: () => Promise<unknown>;
  run: (suite: Suite) => Promise<Count>;
}

/**
 * In the order in which they run. Host tests wait for VS Code, workbench tests for a window: what calculates meanwhile, at
 * low priority, keeps two cores busy. Panel tests need both cores: beside workbench tests, they made both slower.
 */
export const stages: readonly (readonly Suite[])[] = [
  [
    { name: "unit", prepare: async () => {}, run: runVitest },
    { name: "integration", prepare: async () => {}, run: runVitest },
    { name: "host", prepare: prepareHost, run: runHost },
  ],
  [{ name: "webview", prepare: ensureChromium, run: runVitest }],
  [
    { name: "fuzz", prepare: async () => {}, run: runVitest },
    { name: "e2e", prepare: prepareServer, run: runVitest },
  ],
];

async function prepareHost(): Promise<void> {
  if (!(await findDesktop())) await prepareServer();
}

async function prepareServer(): Promise<void> {
  await ensureChromium();
  await ensureServer();
}

/** What we read of vitest's JSON report, the one that jest writes. */
interface VitestReport {
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
  }[];
}

async function runVitest(suite: Suite): Promise<Count> {
  const folder = await temporaryFolder();
  try {
    const report = join(folder.path, "report.json");
    const code = await exitCode({
      file: process.execPath,
      args: [
        ...[join(extensionFolder, "node_modules/vitest/vitest.mjs"), "run"],
        ...["--config", join(extensionFolder, "test/vitest.config.ts"), "--project", suite.name],
        ...["--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
      ],
      cwd: extensionFolder,
      env: suite.name === "e2e" ? process.env : { ...process.env, ...temporaryFilesIn(folder.path) },
      onStart: (pid) => (suite.pid = pid),
    });
    const count = countVitest(JSON.parse(await readFile(report, "utf8")) as VitestReport);
    // An error outside of any test fails the suite, too.
    if (code === 0 || count.failed > 0) return count;
    return { ...count, failed: 1, failures: ["an error outside of any test; the log above has it"] };
  } finally {
    await folder.remove();
  }
}

/**
 * Nothing that a test leaves there outlives its suite. VS Code has sockets among its temporary files, and macOS takes at
 * most 103 characters for their paths.
 */
function temporaryFilesIn(path: string): NodeJS.ProcessEnv {
  return { TMPDIR: path, TEMP: path, TMP: path };
}

/** A file that broke before its tests could run counts as one failed test. */
function countVitest({ testResults }: VitestReport): Count {
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((test) => ({ ...test, title: `${relative(extensionFolder, name)} > ${test.fullName}` })),
  );
  const failed = tests.filter((test) => test.status === "failed");
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  );
  return {
    passed: tests.filter((test) => test.status === "passed").length,
    failed: failed.length + broken.length,
    failures: [
      ...failed.map((test) => `${test.title}\n${test.failureMessages.join("\n")}`),
      ...broken.map(({ name, message }) => `${relative(extensionFolder, name)}\n${message}`),
    ],
  };
}

/** In milliseconds. */
const slow = 300;

async function runHost(): Promise<Count> {
  const { tests } = (await runInHost(hostSuite)) as HostResult;
  const failures: string[] = [];
  for (const { title, took = 0, error } of tests) {
    // As vitest does.
    const time = took > slow ? ` ${took}ms` : "";
    console.log(` ${error === undefined ? "✓" : "✗"} ${title}${time}`);
    if (error === undefined) continue;
    console.log(error.replaceAll(/^/gm, "   "));
    failures.push(`${title}\n${error}`);
  }
  return { passed: tests.length - failures.length, failed: failures.length, failures };
}

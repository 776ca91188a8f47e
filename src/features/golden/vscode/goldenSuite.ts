import type * as vscode from "vscode";
import { oncePerKey } from "#base/oncePerKey.ts";
import { maxRunsOf } from "#features/golden/core/file/goldenTypes.ts";
import { runGoldenTest } from "#features/golden/core/run/runGoldenTest.ts";
import type { GoldenTestDeps, NotStarted } from "#features/golden/core/run/testDeps.ts";
import { replayFacts } from "#features/golden/core/testFacts.ts";
import { confirm } from "#host/confirm.ts";
import { UserError } from "#host/errors/userError.ts";
import { countOf } from "#model/counts.ts";
import { shownText } from "#runs/questions/confirmation.ts";
import { userName } from "#runs/requirements/requirementText.ts";
import type { RunsSession } from "#runs/store/runsSession.ts";
import { Cover } from "#runs/values/cover.ts";
import type { App } from "#workbench/app.ts";
import { confirmProduction } from "#workbench/connections/vscode/confirmProduction.ts";
import { requireAbility, requireSession, requireTrust } from "#workbench/connections/vscode/guards.ts";
import { pickConnection } from "#workbench/connections/vscode/pickConnection.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import { confirmRequirements } from "#workbench/runFiles/vscode/create/checkRequirements.ts";
import { goldenRunOf } from "./endedRun.ts";
import { type FilledGoldenFile, fillGoldenFile, sentFacts } from "./filledGoldenFile.ts";
import type { TestRow } from "./goldenItems.ts";
import type { BeginSuite } from "./goldenTests.ts";
import type { GoldenSuite } from "./suiteRun.ts";

type Context = Pick<
  App,
  | ("activeRuns" | "answers" | "connections" | "consent" | "creator" | "exportFiles")
  | ("log" | "reports" | "requirements" | "sessions")
>;

/** How many runs of one test are in progress at the same time. */
const runsAtOnce = 4;

/** Asks what has to be asked before golden tests run, once for all of them. */
export function goldenSuite(services: Context): BeginSuite {
  return async (tests, target) => {
    requireTrust("its golden tests can't be run");
    const { activeRuns, connections } = services;
    const connection =
      target === "other"
        ? await pickConnection(connections, undefined, "Run golden tests on which connection?")
        : connections.get(requireSession(activeRuns).connectionId);
    requireAbility(connection, "start");
    const files = connection && (await openFiles(services, tests, connection));
    if (!files || !(await confirmTests(services, connection, tests, files))) return undefined;
    const noReplay = (await confirmReplays(services, connection, tests)) ? undefined : unconfirmedResult;
    const checkUser = await checkTestUsers(services, services.sessions.get(connection.id), files.values());
    return suiteOn(services, connection, files, { noReplay, checkUser });
  };
}

const unconfirmedResult: NotStarted = {
  kind: "canceled",
  failure: {
    kind: "asked",
    sentence: "You didn't agree to send the recorded answers, so no run was started.",
  },
};

function suiteOn(
  services: Context,
  { id, name, baseUrl }: Connection,
  files: ReadonlyMap<string, FilledGoldenFile>,
  asked: Pick<GoldenTestDeps, "noReplay" | "checkUser">,
): GoldenSuite {
  const { sessions, creator, answers, connections } = services;
  return {
    connection: { id, name },
    async run({ uri, test }, signal, onProgress) {
      const changed = new AbortController();
      const following = connections.onDidChange(({ client }) => client === id && changed.abort());
      // The person agreed to run the tests on the app that the connection had then.
      const requireSameApp = (): void => {
        if (!changed.signal.aborted && connections.get(id)?.baseUrl === baseUrl) return;
        throw new UserError(`${name} has changed, so its remaining runs weren't started. Run the tests again.`);
      };
      const deps: GoldenTestDeps = {
        app: sessions.get(id),
        creator,
        answers: {
          send: async (...given) => {
            requireSameApp();
            return answers.send(...given);
          },
        },
        prepare: async (each, turn, session) => {
          requireSameApp();
          return fileOf(files, uri).requests.prepare(each, turn, session);
        },
        ...asked,
        goldenRun: (_, turn) => goldenRunOf(services, uri, turn),
        gone: changed.signal,
        concurrency: runsAtOnce,
      };
      try {
        return await runGoldenTest(test, deps, signal, onProgress);
      } finally {
        following.dispose();
      }
    },
  };
}

function fileOf(files: ReadonlyMap<string, FilledGoldenFile>, uri: vscode.Uri): FilledGoldenFile {
  const file = files.get(uri.toString());
  if (!file) throw new UserError("The golden file wasn't read before its test started. Run the test again.");
  return file;
}

async function openFiles(
  services: Context,
  tests: readonly TestRow[],
  connection: Connection,
): Promise<Map<string, FilledGoldenFile> | undefined> {
  const files = new Map<string, FilledGoldenFile>();
  for (const { uri } of tests) {
    const id = uri.toString();
    if (files.has(id)) continue;
    const names = new Set(tests.filter((each) => each.uri.toString() === id).map(({ test }) => test.name));
    const file = await fillGoldenFile(services, uri, names, connection);
    if (!file) return undefined;
    files.set(id, file);
  }
  return files;
}

/** How many runs one click on *Run*, or one saved file, starts at most without a question. */
const maxUnasked = 100;

/** Golden tests start real runs: many, or on an app in production, are asked first, there with all that will be sent. */
async function confirmTests(
  { connections, reports }: Context,
  connection: Connection,
  tests: readonly TestRow[],
  files: ReadonlyMap<string, FilledGoldenFile>,
): Promise<boolean> {
  const runs = tests.reduce((sum, { test }) => sum + maxRunsOf(test), 0);
  const facts: string[] = [];
  if (connection.production === "ask") {
    const cover = await connections.withKeys((keys) => new Cover(keys));
    for (const { uri, test } of tests)
      facts.push(`Test: ${shownText(test.name)}`, ...(await sentFacts(fileOf(files, uri), test, cover)));
  }
  const starts = `This starts ${countOf(runs, "real run")}.`;
  return confirmProduction(
    connection,
    {
      deed: `Run ${countOf(tests.length, "golden test")}`,
      what: starts,
      facts,
      button: "Run Tests",
      why: runs > maxUnasked ? starts : undefined,
    },
    reports,
  );
}

/** Answers that a person gave once have effects: on a connection marked as production nothing sends them unasked. */
async function confirmReplays(
  { connections, reports }: Context,
  connection: Connection,
  tests: readonly TestRow[],
): Promise<boolean> {
  const replaying = tests.map(({ test }) => test).filter(({ answers }) => answers.some(({ replay }) => replay));
  if (replaying.length === 0 || connection.production === undefined) return true;
  const cover = await connections.withKeys((keys) => new Cover(keys));
  const facts = replaying.flatMap((test) => [`Test: ${shownText(test.name)}`, ...replayFacts(test, cover)]);
  return confirm(
    {
      question: `Send recorded answers to ${connection.name}, which is marked as production?`,
      detail: [
        new URL(connection.baseUrl).host,
        "",
        ...facts,
        "",
        `If you don't send the answers, ${replaying.length === 1 ? "this test doesn't" : "these tests don't"} run.`,
      ].join("\n"),
      act: "Send Answers",
      keep: "Don't Send",
    },
    reports,
  );
}

/**
 * Asks about the accounts of each user of the tests, once and before any of them starts. A user whose id is another one
 * in each run is asked about when that run starts.
 *
 * @returns the answer for each user: tests of one whose runs the person didn't want are canceled
 */
async function checkTestUsers(
  services: Context,
  session: RunsSession,
  files: Iterable<FilledGoldenFile>,
): Promise<NonNullable<GoldenTestDeps["checkUser"]>> {
  const users = [...files].flatMap(({ tests }) =>
    tests.map(({ name, turns: [first] }) => ({ test: name, userId: first?.request.parsed.request.user_id })),
  );
  const check = oncePerKey(async (userId) => {
    const tests = users.filter((each) => each.userId === userId).map(({ test }) => test);
    const name = tests.length === 1 ? tests[0]! : countOf(tests.length || 1, "golden test");
    if (await confirmRequirements(services, session, { userId, name })) return undefined;
    const sentence = `${userName(userId)} hasn't connected all required accounts, so no run was started.`;
    return { kind: "canceled", failure: { kind: "accounts", sentence } } as const;
  });
  for (const { userId } of users) if (userId !== undefined) await check(userId);
  return check;
}

import { RunsClient } from "#api/client.ts";
import type { RunsClientSettings } from "#api/client.ts";
import { reportUnexpectedErrors } from "#base/unexpectedError.ts";
import type { GoldenTest } from "#features/golden/core/file/goldenTypes.ts";
import type { TestOutcome } from "#features/golden/core/goldenResult.ts";
import { runGoldenTest } from "#features/golden/core/run/runGoldenTest.ts";
import type { GoldenProgress, GoldenTestDeps } from "#features/golden/core/run/testDeps.ts";
import { AttachmentService } from "#runs/create/attachmentService.ts";
import { CreateJournal } from "#runs/create/createJournal.ts";
import { RunCreator } from "#runs/create/runCreator.ts";
import { StartedRuns } from "#runs/create/startedRuns.ts";
import { RunsSession } from "#runs/store/runsSession.ts";
import { journalStorage } from "#workbench/core/journalStorage.ts";
import { UploadStore } from "#workbench/core/uploadStore.ts";
import { AnswerService } from "#workbench/inputRequests/core/answerService.ts";
import { memoryOf } from "../state/fakeStorage.ts";
import { connectionsOf, openShared } from "../state/windows.ts";

export interface GoldenWorld extends AsyncDisposable {
  readonly session: RunsSession;
  readonly creator: RunCreator;
  readonly started: StartedRuns;
  readonly deps: GoldenTestDeps & { answers: AnswerService };
  /** What nobody waited for and went wrong. */
  readonly errors: unknown[];
  /** Runs a test, and tells what happened meanwhile. */
  run(test: GoldenTest, more?: Partial<GoldenTestDeps>, signal?: AbortSignal): Promise<RanTest>;
}

interface RanTest {
  outcome: TestOutcome;
  progress: GoldenProgress[];
}

/** All that golden tests need to run on an app, with the real services and nothing of VS Code. */
export async function openGoldenWorld(
  settings: Pick<RunsClientSettings, "baseUrl" | "accessKey" | "clock">,
  wait: () => Promise<unknown> = async () => undefined,
): Promise<GoldenWorld> {
  const client = new RunsClient(settings);
  const errors: unknown[] = [];
  const onError = (error: unknown): void => void errors.push(error);
  const shared = await openShared();
  const api = async (): Promise<RunsClient> => client;
  const session = new RunsSession("app", api, { wait });
  const started = new StartedRuns(shared.started);
  const creator = new RunCreator({
    attachments: new AttachmentService(new UploadStore(shared.uploads, connectionsOf(shared))),
    journal: new CreateJournal(journalStorage(memoryOf(new Map()))),
    started,
    addressOf: () => settings.baseUrl,
    onError,
  });
  const onRun = (_: string, run: Parameters<RunsSession["watcher"]["take"]>[0]): void => session.watcher.take(run);
  // Before tests and tools send anything, a person has agreed: an answer that asks again isn't sent.
  const answers = new AnswerService({ api, onRun, confirm: async () => false, storage: shared });
  const deps: GoldenTestDeps & { answers: AnswerService } = {
    app: session,
    creator,
    answers,
    prepare: async ({ turns }, turn) => ({ request: turns[turn]!.request.parsed.request, files: [] }),
    concurrency: 4,
  };
  return {
    session,
    creator,
    started,
    deps,
    errors,
    async run(test, more = {}, signal = new AbortController().signal) {
      // Another world may have been opened since.
      reportUnexpectedErrors(onError);
      const progress: GoldenProgress[] = [];
      const outcome = await runGoldenTest(test, { ...deps, ...more }, signal, (each) => progress.push(each));
      return { outcome, progress };
    },
    async [Symbol.asyncDispose]() {
      answers.dispose();
      session.dispose();
      await client.close();
    },
  };
}

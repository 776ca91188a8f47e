import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ApiError } from "#api/errors.ts";
import { fileFromPath } from "#api/upload/fileSource.ts";
import { AttachmentService } from "#runs/create/attachmentService.ts";
import { CreateJournal, type JournalEntry } from "#runs/create/createJournal.ts";
import { RunCreator } from "#runs/create/runCreator.ts";
import { StartedRuns } from "#runs/create/startedRuns.ts";
import type { UnknownCreateError } from "#runs/create/unknownCreate.ts";
import { RunsSession } from "#runs/store/runsSession.ts";
import { journalStorage } from "#workbench/core/journalStorage.ts";
import { UploadStore } from "#workbench/core/uploadStore.ts";
import { type LossyProxy, openLossyProxy } from "../../../support/network/lossyProxy.ts";
import { type SampleApp, startSampleApp } from "../../../support/sample/testApp.ts";
import { sampleSpeed } from "../../../support/sampleSpeed.ts";
import { memoryOf } from "../../../support/state/fakeStorage.ts";
import { openShared } from "../../../support/state/windows.ts";
import { connect, failureOf, type TestClient } from "../../api/clients.ts";

const run = { request: { input: { ticket_subject: "Where is it?" } }, files: [], name: "a.run.json", saveTo: "/out" };

let app: SampleApp;
let proxy: LossyProxy;
let connection: TestClient;
let session: RunsSession;
let isKeyGone: boolean;
let workspace: Map<string, unknown>;
let openCreator: () => RunCreator;
let creator: RunCreator;
let started: StartedRuns;
let uploads: UploadStore;

/** The entries that a window would find that opens now. */
const left = (): readonly JournalEntry[] => new CreateJournal(journalStorage(memoryOf(workspace))).left;

beforeEach(async () => {
  app = await startSampleApp({ speed: sampleSpeed, pastRuns: 3 });
  proxy = await openLossyProxy(app.url);
  connection = connect(proxy.url, { accessKey: app.accessKey });
  const wait = async (): Promise<void> => undefined;
  session = new RunsSession(
    "app",
    async () => {
      if (isKeyGone) throw new ApiError({ kind: "auth", message: "The connection has no access key." });
      return connection.client;
    },
    { wait },
  );
  isKeyGone = false;
  workspace = new Map();
  const shared = await openShared();
  uploads = new UploadStore(shared.uploads, { get: (id) => ({ id, name: id, baseUrl: app.url }) });
  started = new StartedRuns(shared.started);
  openCreator = () =>
    new RunCreator({
      attachments: new AttachmentService(uploads),
      journal: new CreateJournal(journalStorage(memoryOf(workspace))),
      started,
      addressOf: () => app.url,
      onError: (error) => expect.fail(String(error)),
    });
  creator = openCreator();
});

afterEach(async () => {
  session.dispose();
  await connection[Symbol.asyncDispose]();
  await proxy[Symbol.asyncDispose]();
  await app.close();
});

test("Run and Wait is sent in the background, and how it was created is remembered", async () => {
  // This run ends only when a person answers, so a synchronous create would not return.
  const endless = { ...run, request: { input: { ...run.request.input, ask: "feedback" } } };
  const { runId } = await creator.create(session, { ...endless, mode: "wait" });
  expect(started.sentWith("app", runId)).toMatchObject({ mode: "wait" });
  expect(left()).toEqual([]);
});

test("a request stays in the journal while the list can't be read, and the next window finds its run", async () => {
  proxy.writes = "after";
  const onLook = (): void => void (isKeyGone = true);
  const creating = creator.create(session, { ...run, mode: "stream" }, { onLook });
  const error = (await failureOf(creating)) as UnknownCreateError;
  expect(error).toMatchObject({ outcomeUnknown: true, lookUp: { kind: "unread" } });
  expect(await creator.lookAgain(session, error.sent)).toMatchObject({ kind: "unread" });
  expect(left()).toHaveLength(1);

  isKeyGone = false;
  const next = openCreator();
  const [entry] = next.left;
  const found = await next.lookAgain(session, entry!.sent);
  expect(found).toMatchObject({ kind: "found", run: { id: app.created[0]?.run_id } });
  expect(left()).toEqual([]);
  expect(app.created).toHaveLength(1);
});

test("a window that ends between a refused request and the second one leaves what the next one needs", async () => {
  const path = import.meta.filename;
  const sha256 = createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
  const file = await fileFromPath(path);
  const id = "0b8e5a4e-6f0e-4f0e-8f3a-2b1c3d4e5f60";
  await uploads.add("app", { id, name: "gone.ts", size: file.size }, sha256);
  const between: (readonly JournalEntry[])[] = [];
  const second: (readonly JournalEntry[])[] = [];
  const onGone = (): void => {
    between.push(left());
    proxy.writes = "after";
  };
  const onLook = (): void => void second.push(left());
  await creator.create(session, { ...run, files: [file], mode: "background" }, { onGone, onLook });
  // The app refused the first request, so there is no run of it to look for.
  expect(between).toEqual([[]]);
  expect(second).toHaveLength(1);
  expect(second[0]).toMatchObject([{ sent: { fileIds: [expect.not.stringMatching(id)] } }]);
  expect(left()).toEqual([]);
  expect(app.created).toHaveLength(1);
});

test("a request that can't be written into the journal isn't sent, and is looked for by nobody", async () => {
  const storage = { read: (): unknown => undefined, write: () => Promise.reject(new Error("The disk is full.")) };
  const shared = await openShared();
  const failing = new RunCreator({
    attachments: new AttachmentService(uploads),
    journal: new CreateJournal(storage),
    started: new StartedRuns(shared.started),
    addressOf: () => app.url,
    onError: (error) => expect.fail(String(error)),
  });
  await expect(failing.create(session, { ...run, mode: "background" })).rejects.toThrow("The disk is full.");
  expect(app.created).toEqual([]);
  // An equal request finds its run: it isn't taken for one of two.
  proxy.writes = "after";
  expect(await creator.create(session, { ...run, mode: "background" })).toMatchObject({ lost: expect.any(ApiError) });
});

import { createHash, randomBytes } from "node:crypto";
import { appendFile, copyFile, mkdtemp, open, rm, symlink, truncate, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FileSource } from "../../../../src/api/contract.ts";
import { fileFromPath, reopenFiles } from "../../../../src/api/upload/files.ts";
import { journalPlace } from "../../../../src/commands/create/journalPlace.ts";
import { UploadStore } from "../../../../src/connections/uploadStore.ts";
import type { AttachmentMode } from "../../../../src/runFiles/attachments/attachmentPlan.ts";
import { AttachmentService, UploadsFailed } from "../../../../src/runs/create/attachmentService.ts";
import { CreateJournal } from "../../../../src/runs/create/createJournal.ts";
import { RunCreator } from "../../../../src/runs/create/runCreator.ts";
import { SentRuns } from "../../../../src/runs/create/sentRuns.ts";
import { RunsSession } from "../../../../src/runs/store/session.ts";
import { type SampleApp, startSampleApp } from "../../../../src/sample/server.ts";
import { openLossyProxy } from "../../../support/network/lossyProxy.ts";
import { connectionsOf, openShared } from "../../../support/state/windows.ts";
import { memoryOf } from "../../../unit/connections/fakeStorage.ts";
import { connect, failureOf, type TestClient } from "../../api/clients.ts";
import { json, serve } from "../../api/servers.ts";

const mib = 1024 * 1024;
const input = { ticket_subject: "With files" };

let folder: string;
let app: SampleApp;
let connection: TestClient;
let session: RunsSession;
let uploads: UploadStore;
let service: AttachmentService;
let creator: RunCreator;
let mode: AttachmentMode;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dynamiq-runs-files-"));
  app = await startSampleApp({ speed: 200, pastRuns: 0 });
  connection = connect(app.url, { accessKey: app.accessKey });
  const shared = await openShared();
  const connections = connectionsOf(shared);
  const { id } = await connections.add({ name: "App", baseUrl: app.url });
  session = new RunsSession(
    id,
    async () => connection.client,
    () => 25,
  );
  uploads = new UploadStore(shared.uploads, connections);
  service = new AttachmentService(uploads, () => mode);
  creator = new RunCreator({
    attachments: service,
    journal: new CreateJournal(journalPlace(memoryOf(new Map()))),
    sentRuns: new SentRuns(shared.sent),
    addressOf: () => app.url,
    onError: (error) => expect.fail(String(error)),
  });
  mode = "auto";
});

afterEach(async () => {
  session.dispose();
  await connection[Symbol.asyncDispose]();
  await app.close();
  await rm(folder, { recursive: true });
});

interface Made {
  path: string;
  file: FileSource;
  name: string;
  sha256: string;
}

async function make(name: string, content: Buffer = randomBytes(1_000)): Promise<Made> {
  const path = join(folder, name);
  await writeFile(path, content);
  return { path, name, file: await fileFromPath(path), sha256: createHash("sha256").update(content).digest("hex") };
}

const create = (files: readonly FileSource[], onGone?: (names: readonly string[]) => void) =>
  creator.create(session, { request: { input }, files, mode: "background", name: "Files" }, { onGone });
/** What the app got whole. */
const writes = (): string[] =>
  app.requests.filter(({ method, status }) => method === "POST" && status !== undefined).map(({ path }) => path);
const arrived = (): { name: string; sha256: string }[] =>
  (app.created.at(-1)?.files ?? []).map(({ name, sha256 }) => ({ name, sha256 }));
const wanted = (made: readonly Made[]) => made.map(({ name, sha256 }) => ({ name, sha256 }));

const names = [
  "plain.txt",
  'with "quotes".txt',
  "two\nlines\r.txt",
  "Grüße – 請求書 🧾.pdf",
  "%22 percent%0A.txt",
  "semi;colon=.bin",
];

describe.each<AttachmentMode>(["multipart", "upload"])("files that are sent by %s", (by) => {
  test("arrive byte for byte, whatever their names and sizes, in their order", async () => {
    mode = by;
    const sizes = [0, 1, 65_536, 262_144, 3_000_001, 10];
    const made = await Promise.all(names.map((name, i) => make(name, randomBytes(sizes[i] ?? 0))));
    const link = join(folder, "link.bin");
    await symlink(made[4]?.path ?? "", link);
    await create([...made.map(({ file }) => file), await fileFromPath(link)]);
    const linked = { name: "link.bin", sha256: made[4]?.sha256 ?? "" };
    // How a name with quotes or line ends reads is up to whoever decodes its percent signs.
    const plain = (each: { name: string; sha256: string }) => ({
      ...each,
      name: each.name.replaceAll('"', "%22").replaceAll("\n", "%0A").replaceAll("\r", "%0D"),
    });
    expect(arrived().map(plain)).toEqual([...wanted(made), linked].map(plain));
    expect(writes()).toEqual(
      by === "multipart" ? ["/v1/runs"] : [...Array.from({ length: 7 }, () => "/v1/files"), "/v1/runs"],
    );
  });

  test.each<[string, (path: string) => Promise<void>, RegExp]>([
    ["vanishes", unlink, /doesn't exist/],
    ["shrinks", (path) => truncate(path, 10), /shrank while it was sent/],
    ["grows", (path) => appendFile(path, "more"), /grew while it was sent/],
    ["is a link to what vanishes", unlink, /doesn't exist/],
  ])("make no run when one %s before it is read", async (how, change, reason) => {
    mode = by;
    const made = await make("data.bin", randomBytes(500_000));
    const other = await make("other.bin");
    const link = join(folder, "link.bin");
    await symlink(made.path, link);
    const file = how.includes("link") ? await fileFromPath(link) : made.file;
    await change(made.path);
    const error = await create([file, other.file]).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(String(error)).toMatch(reason);
    expect(app.created).toEqual([]);
  });

  test("are checked against 128 MiB before anything is sent", async () => {
    mode = by;
    const path = join(folder, "huge.bin");
    const handle = await open(path, "w");
    await handle.truncate(129 * mib);
    await handle.close();
    const error = await create([await fileFromPath(path)]).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(String(error)).toMatch(/huge\.bin/);
    expect(app.requests).toEqual([]);
  });
});

describe("what was uploaded to this app before", () => {
  test("is not sent again as long as its content is the same, under any name", async () => {
    const first = await make("first.bin");
    const { done } = await service.upload(session, [first.file]);
    const copy = await make("copy.bin");
    await copyFile(first.path, copy.path);
    const before = writes().length;
    await create(await reopenFiles([copy.file]));
    expect(writes().slice(before)).toEqual(["/v1/runs"]);
    expect(app.created.at(-1)?.files).toMatchObject([{ id: done[0]?.id, sha256: first.sha256 }]);

    await appendFile(copy.path, "changed");
    await create(await reopenFiles([copy.file]));
    // Nothing of that content is known, so that it goes with the request.
    expect(writes().slice(before)).toEqual(["/v1/runs", "/v1/runs"]);
    expect(arrived()).toMatchObject([{ name: "copy.bin" }]);
    expect(arrived()[0]?.sha256).not.toBe(first.sha256);
  });

  test("is sent again when it is empty: all empty files are the same", async () => {
    const empty = await make("empty.txt", Buffer.alloc(0));
    await service.upload(session, [empty.file]);
    await create([(await make("other.csv", Buffer.alloc(0))).file]);
    expect(arrived().map(({ name }) => name)).toEqual(["other.csv"]);
  });

  test("goes together with what was not", async () => {
    const [old, fresh] = [await make("old.bin"), await make("fresh.bin")];
    await service.upload(session, [old.file]);
    await create([fresh.file, old.file]);
    expect(writes()).toEqual(["/v1/files", "/v1/files", "/v1/runs"]);
    expect(arrived()).toEqual(wanted([fresh, old]));
    expect(uploads.list(session.connectionId).map(({ name }) => name)).toEqual(["fresh.bin", "old.bin"]);
  });

  test("and is gone from the app is forgotten, told, and uploaded anew before the run is created", async () => {
    const [gone, kept] = [await make("gone.bin"), await make("kept.bin")];
    const id = "0b8e5a4e-6f0e-4f0e-8f3a-2b1c3d4e5f60";
    await uploads.add(session.connectionId, { id, name: "gone.bin", size: gone.file.size }, gone.sha256);
    const told: string[] = [];
    await create([gone.file, kept.file], (names) => told.push(...names));
    expect(told).toEqual(["gone.bin"]);
    expect(arrived()).toEqual(wanted([gone, kept]));
    expect(app.created).toHaveLength(1);
    expect(writes()).toEqual(["/v1/files", "/v1/runs", "/v1/files", "/v1/runs"]);
    expect(uploads.list(session.connectionId).map((upload) => upload.id)).not.toContain(id);
  });

  test("is not forgotten when it is the app that is gone", async () => {
    const made = await make("data.bin");
    await service.upload(session, [made.file]);
    await using server = await serve((_request, response) =>
      json(response, 404, { error: { code: "not_found", message: "Not Found" } }),
    );
    await using elsewhere = connect(server.url);
    const lost = new RunsSession(
      session.connectionId,
      async () => elsewhere.client,
      () => 25,
    );
    const error = await creator
      .create(lost, {
        request: { input },
        files: [made.file],
        mode: "background",
        name: "Files",
      })
      .then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
    expect(error).toBeInstanceOf(UploadsFailed);
    expect(uploads.list(session.connectionId)).toHaveLength(1);
    lost.dispose();
  });

  test("is not blamed for what else is wrong with a request", async () => {
    const made = await make("data.bin");
    await service.upload(session, [made.file]);
    const bad = {
      request: { input, session_id: "no uuid" },
      files: [made.file],
      mode: "background" as const,
      name: "Files",
    };
    expect(await failureOf(creator.create(session, bad))).toMatchObject({ kind: "invalid" });
    expect(uploads.list(session.connectionId)).toHaveLength(1);
  });
});

test("large files are uploaded before the run, and what was uploaded is not sent again after a failure", async () => {
  const made = await Promise.all(["a.bin", "b.bin", "c.bin"].map((name) => make(name, randomBytes(12 * mib))));
  const [a, b, c] = made as [Made, Made, Made];
  await unlink(b.path);
  const error = await create(made.map(({ file }) => file)).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UploadsFailed);
  const { done, failed, left } = (error as UploadsFailed).result;
  expect([done.map(({ name }) => name), failed.map(({ file }) => file.name), left]).toEqual([
    ["a.bin", "c.bin"],
    ["b.bin"],
    [],
  ]);
  expect(app.created).toEqual([]);

  const again = await make("b.bin", randomBytes(12 * mib));
  await create(await reopenFiles([a.file, again.file, c.file]));
  expect(writes()).toEqual(["/v1/files", "/v1/files", "/v1/files", "/v1/runs"]);
  expect(arrived()).toEqual(wanted([a, again, c]));
});

test("an app that can't be reached is asked once, and the other files are left", async () => {
  const made = await Promise.all(["a.bin", "b.bin", "c.bin"].map((name) => make(name)));
  await app.close();
  const result = await service.upload(
    session,
    made.map(({ file }) => file),
  );
  expect(result).toMatchObject({
    done: [],
    failed: [{ error: { kind: "network" } }],
    left: [{ name: "b.bin" }, { name: "c.bin" }],
  });
});

test("a run whose file may or may not have been uploaded was certainly not created", async () => {
  mode = "upload";
  const made = await make("data.bin");
  await using proxy = await openLossyProxy(app.url);
  proxy.writes = "after";
  await using elsewhere = connect(proxy.url, { accessKey: app.accessKey });
  const lossy = new RunsSession(
    session.connectionId,
    async () => elsewhere.client,
    () => 25,
  );
  const creating = creator.create(lossy, { request: { input }, files: [made.file], mode: "background", name: "Files" });
  const error = await creating.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect((error as UploadsFailed).result.failed[0]?.error.outcomeUnknown).toBe(true);
  expect((error as UploadsFailed).ofRun).toMatchObject({ kind: "network", outcomeUnknown: false });
  expect((error as UploadsFailed).ofRun.message).toMatch(/^data\.bin was not uploaded: /);
  expect(app.created).toEqual([]);
  lossy.dispose();
});

test("a canceled upload leaves the rest, and makes no run", async () => {
  mode = "upload";
  const aborter = new AbortController();
  const made = await Promise.all(["a.bin", "b.bin"].map((name) => make(name, randomBytes(5 * mib))));
  const track =
    () =>
    ({ sent }: { sent: number }) => {
      if (sent > mib) aborter.abort();
    };
  const creating = creator.create(
    session,
    { request: { input }, files: made.map(({ file }) => file), mode: "background", name: "Files" },
    { signal: aborter.signal, track },
  );
  const error = await creating.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect((error as UploadsFailed).result).toMatchObject({
    done: [],
    failed: [{ error: { kind: "aborted" } }],
    left: [{ name: "b.bin" }],
  });
  expect(app.created).toEqual([]);
});

test("two requests at the same time upload a file that they share once", async () => {
  mode = "upload";
  const made = await make("shared.bin", randomBytes(2 * mib));
  await Promise.all([create([made.file]), create([made.file]), create([made.file])]);
  expect(writes().filter((path) => path === "/v1/files")).toHaveLength(1);
  expect(app.created.map(({ files }) => files.map(({ sha256 }) => sha256))).toEqual([
    [made.sha256],
    [made.sha256],
    [made.sha256],
  ]);
});

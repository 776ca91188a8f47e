import { randomBytes } from "node:crypto";
import { appendFile, rename, symlink, truncate, unlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { fileFromPath, reopenFiles } from "#api/upload/fileSource.ts";
import { UploadsFailed } from "#runs/create/attachmentService.ts";
import { RunsSession } from "#runs/store/runsSession.ts";
import { openLossyProxy } from "../../../support/network/lossyProxy.ts";
import { connect } from "../../api/clients.ts";
import { input, type Made, mib, useSendingApp, wanted } from "./support/sendingApp.ts";

const here = useSendingApp();

const names = [
  "plain.txt",
  'with "quotes".txt',
  "two\nlines\r.txt",
  "Grüße – 請求書 🧾.pdf",
  "%22 percent%0A.txt",
  "semi;colon=.bin",
];

async function write(path: string): Promise<void> {
  await writeFile(path, randomBytes(500_000));
  // The clock of a disk may be slower than this test.
  await utimes(path, new Date(), new Date(Date.now() + 5_000));
}

/** Puts another file of the same length in its place. */
async function replace(path: string): Promise<void> {
  await writeFile(`${path}.new`, randomBytes(500_000));
  await rename(`${path}.new`, path);
}

async function relink(path: string): Promise<void> {
  await writeFile(`${path}.other`, randomBytes(500_000));
  await unlink(path);
  await symlink(`${path}.other`, path);
}

describe.each(["with the request", "by uploads"])("files that are sent %s", (by) => {
  beforeEach(() => {
    if (by === "by uploads") here.uploadAll();
  });

  test("arrive byte for byte, with any names and sizes, in order", async () => {
    const sizes = [0, 1, 65_536, 262_144, 3_000_001, 10];
    const made = await Promise.all(names.map((name, i) => here.make(name, randomBytes(sizes[i] ?? 0))));
    const link = join(here.folder, "link.bin");
    await symlink(made[4]?.path ?? "", link);
    await here.create([...made.map(({ file }) => file), await fileFromPath(link)]);
    const linked = { name: "link.bin", sha256: made[4]?.sha256 ?? "" };
    // How a name with quotes or line ends reads is up to whoever decodes its percent signs.
    const plain = (each: { name: string; sha256: string }) => ({
      ...each,
      name: each.name.replaceAll('"', "%22").replaceAll("\n", "%0A").replaceAll("\r", "%0D"),
    });
    expect(here.arrived().map(plain)).toEqual([...wanted(made), linked].map(plain));
    expect(here.writes()).toEqual(
      by === "with the request" ? ["/v1/runs"] : [...Array.from({ length: 7 }, () => "/v1/files"), "/v1/runs"],
    );
  });

  test.each<[string, (path: string) => Promise<void>, RegExp]>([
    ["vanishes", unlink, /doesn't exist/],
    ["shrinks", (path) => truncate(path, 10), /shrank while it was being sent/],
    ["grows", (path) => appendFile(path, "more"), /grew while it was being sent/],
    ["is written to, as long as before,", write, /changed before it was sent/],
    ["is replaced", replace, /was replaced before it was sent/],
    ["becomes a link", relink, /was replaced before it was sent/],
  ])("create no run when one %s before it is read", async (_how, change, reason) => {
    const made = await here.make("data.bin", randomBytes(500_000));
    const other = await here.make("other.bin");
    await change(made.path);
    const error = await here.create([made.file, other.file]).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(String(error)).toMatch(reason);
    expect(here.app.created).toEqual([]);
  });
});

test("large files are uploaded before the run, and not again after a failure", async () => {
  const made = await Promise.all(["a.bin", "b.bin", "c.bin"].map((name) => here.make(name, randomBytes(12 * mib))));
  const [a, b, c] = made as [Made, Made, Made];
  await unlink(b.path);
  const error = await here.create(made.map(({ file }) => file)).then(
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
  expect(here.app.created).toEqual([]);

  const again = await here.make("b.bin", randomBytes(12 * mib));
  await here.create(await reopenFiles([a.file, again.file, c.file]));
  expect(here.writes()).toEqual(["/v1/files", "/v1/files", "/v1/files", "/v1/runs"]);
  expect(here.arrived()).toEqual(wanted([a, again, c]));
});

test("a run whose file may or may not have been uploaded was certainly not created", async () => {
  here.uploadAll();
  const made = await here.make("data.bin");
  await using proxy = await openLossyProxy(here.app.url);
  proxy.writes = "after";
  await using elsewhere = connect(proxy.url, { accessKey: here.app.accessKey });
  const lossy = new RunsSession(here.session.connectionId, async () => elsewhere.client);
  const creating = here.creator.create(lossy, {
    request: { input },
    files: [made.file],
    mode: "background",
    name: "Files",
  });
  const error = await creating.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect((error as UploadsFailed).result.failed[0]?.error.outcomeUnknown).toBe(true);
  expect((error as UploadsFailed).ofRun).toMatchObject({ kind: "network", outcomeUnknown: false });
  expect((error as UploadsFailed).ofRun.message).toMatch(/^data\.bin was not uploaded: /);
  expect(here.app.created).toEqual([]);
  lossy.dispose();
});

test("a canceled upload skips the rest, and creates no run", async () => {
  here.uploadAll();
  const aborter = new AbortController();
  const made = await Promise.all(["a.bin", "b.bin"].map((name) => here.make(name, randomBytes(5 * mib))));
  const track =
    () =>
    ({ sent }: { sent: number }) => {
      if (sent > mib) aborter.abort();
    };
  const creating = here.creator.create(
    here.session,
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
  expect(here.app.created).toEqual([]);
});

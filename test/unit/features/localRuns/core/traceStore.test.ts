import { mkdtemp, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fileOf } from "#features/localRuns/core/traceFolder.ts";
import { TraceStore, type TraceStoreOptions } from "#features/localRuns/core/traceStore.ts";
import { traceOf } from "#runs/labels/traceSummary.ts";
import { bodyOf, going, node } from "../../../../support/localRuns/bodies.ts";

const newFolder = async (): Promise<string> => join(await mkdtemp(join(tmpdir(), "traces-")), "localRuns");

const storeIn = (folder: string, options: Partial<TraceStoreOptions> = {}): TraceStore =>
  new TraceStore({ folder, ...options });

const idsOf = (runs: readonly { run: { id: string } }[]): string[] => runs.map(({ run }) => run.id).sort();

/** The runs that a window finds in the folder. */
const keptIn = async (folder: string): Promise<string[]> => idsOf((await storeIn(folder).look()).changed);

test("a posted run is there after a restart, with its nodes", async () => {
  const folder = await newFolder();
  await storeIn(folder).add(bodyOf(node("root", null), node("model", "root")));
  const [kept] = (await storeIn(folder).look()).changed;
  expect(kept?.run).toMatchObject({ id: "root", status: "completed", input: { input: "What is root?" } });
  expect(traceOf(kept!.run)).toMatchObject({ nodes: 1, bytes: (await stat(join(folder, fileOf("root")))).size });
});

test("a body with several roots is several runs, whatever their trace id", async () => {
  const store = storeIn(await newFolder());
  const { changed } = await store.add(bodyOf(node("one", null), node("two", null), node("model", "two")));
  expect(idsOf(changed)).toEqual(["one", "two"]);
});

test("a later post completes a run", async () => {
  const store = storeIn(await newFolder());
  expect((await store.add(bodyOf(node("root", null, going)))).changed[0]?.run.status).toBe("started");
  expect((await store.add(bodyOf(node("root", null)))).changed[0]?.run.status).toBe("completed");
});

test("a post that was overtaken changes nothing that has ended", async () => {
  const folder = await newFolder();
  const store = storeIn(folder);
  await store.add(bodyOf(node("root", null)));
  expect((await store.add(bodyOf(node("root", null, going)))).changed).toEqual([]);
  expect((await storeIn(folder).look()).changed[0]?.run.status).toBe("completed");
});

test("a node that came before its parent joins the run when the parent comes", async () => {
  const store = storeIn(await newFolder());
  await store.add(bodyOf(node("model", "root")));
  const { changed, removed } = await store.add(bodyOf(node("root", null), node("model", "root")));
  expect(idsOf(changed)).toEqual(["root"]);
  expect(removed).toEqual(["model"]);
});

test("a node whose parent came in an earlier post joins its run", async () => {
  const folder = await newFolder();
  const store = storeIn(folder);
  await store.add(bodyOf(node("root", null), node("agent", "root")));
  expect(idsOf((await store.add(bodyOf(node("model", "agent")))).changed)).toEqual(["root"]);
  expect(await readdir(folder)).toHaveLength(1);
});

const started = (second: number): object => ({ start_time: `2026-11-29T19:32:${second}.000000+00:00` });

test("a run that gets a parent takes its nodes along, also those that come with the parent", async () => {
  const folder = await newFolder();
  const store = storeIn(folder);
  await store.add(bodyOf(node("agent", null), node("model", "agent")));
  const { changed, removed } = await store.add(
    bodyOf(node("agent", "flow"), node("flow", null), node("tool", "model")),
  );
  expect([idsOf(changed), removed]).toEqual([["flow"], ["agent"]]);
  expect(await readdir(folder)).toEqual([fileOf("flow")]);
  const [flow] = (await storeIn(folder).look()).changed;
  expect(traceOf(flow!.run)?.nodes).toBe(3);
});

test("the oldest runs go when there are too many", async () => {
  const store = storeIn(await newFolder(), { maxRuns: 2 });
  await store.add(bodyOf(node("b", null, started(12)), node("a", null, started(11))));
  expect((await store.add(bodyOf(node("c", null, started(13))))).removed).toEqual(["a"]);
  expect(await store.events("a", { skip: 0, limit: 1 })).toBeUndefined();
});

test("the oldest runs go when they are too large", async () => {
  const folder = await newFolder();
  const store = storeIn(folder, { maxBytes: 10_000 });
  const large = { input: "x".repeat(6_000) };
  await store.add(bodyOf(node("a", null, { ...started(11), ...large })));
  expect((await store.add(bodyOf(node("b", null, { ...started(12), ...large })))).removed).toEqual(["a"]);
  expect(await keptIn(folder)).toEqual(["b"]);
});

test("clearing deletes every file", async () => {
  const folder = await newFolder();
  const store = storeIn(folder);
  await store.add(bodyOf(node("root", null)));
  await store.clear();
  await expect(stat(folder)).rejects.toThrow("ENOENT");
  expect(await store.events("root", { skip: 0, limit: 1 })).toBeUndefined();
});

test("what an interrupted write has left is deleted, and not while another window may write it", async () => {
  const folder = await newFolder();
  await storeIn(folder).add(bodyOf(node("root", null)));
  const left = join(folder, fileOf("left"));
  await writeFile(left, '\n{"node":{"id":');
  expect(await storeIn(folder).look()).toMatchObject({ unreadable: [] });
  expect(await readdir(folder)).toHaveLength(2);
  const hourAgo = new Date(Date.now() - 3_700_000);
  await utimes(left, hourAgo, hourAgo);
  expect(await keptIn(folder)).toEqual(["root"]);
  expect(await readdir(folder)).toEqual([fileOf("root")]);
});

test("a post that comes after an interrupted write brings what that one has left out", async () => {
  const folder = await newFolder();
  const store = storeIn(folder);
  await store.add(bodyOf(node("root", null, going)));
  await writeFile(join(folder, fileOf("root")), '\n{"id":"root","chan', { flag: "a" });
  await store.add(bodyOf(node("root", null), node("model", "root")));
  const [kept] = (await storeIn(folder).look()).changed;
  expect(kept?.run.status).toBe("completed");
  expect(traceOf(kept!.run)?.nodes).toBe(1);
});

test("another program's files in the folder do no harm", async () => {
  const folder = await newFolder();
  await storeIn(folder).add(bodyOf(node("root", null)));
  await writeFile(join(folder, ".DS_Store"), "x");
  expect(await storeIn(folder).look()).toMatchObject({ unreadable: [] });
  expect(await readdir(folder)).toHaveLength(2);
});

test.skipIf(process.platform === "win32")("only the person can read the files", async () => {
  const folder = await newFolder();
  await storeIn(folder).add(bodyOf(node("root", null)));
  const modes = [folder, join(folder, fileOf("root"))].map(async (path) => (await stat(path)).mode & 0o777);
  expect(await Promise.all(modes)).toEqual([0o700, 0o600]);
});

test("what isn't a trace is named without its content", async () => {
  const store = storeIn(await newFolder());
  const { changed, problems } = await store.add(Buffer.from("hunter2"));
  expect(changed).toEqual([]);
  expect(problems).toHaveLength(1);
  expect(problems.join(" ")).not.toContain("hunter2");
});

test("ten thousand levels and the names of JavaScript's own objects do no harm", async () => {
  const store = storeIn(await newFolder());
  const nested = `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`;
  const own = `{"id":"root","__proto__":{"status":"failed"},"constructor":1,"input":${nested}}`;
  const chain = Array.from({ length: 10_000 }, (_, index) => node(`${index}`, index === 0 ? "root" : `${index - 1}`));
  const { changed } = await store.add(Buffer.from(`{"runs":[${own},${JSON.stringify(chain).slice(1)}}`));
  expect(idsOf(changed)).toEqual(["root"]);
  expect(changed[0]?.run.status).toBe("started");
});

test("nodes that are above each other are a run", async () => {
  const store = storeIn(await newFolder());
  const { changed } = await store.add(bodyOf(node("a", "b"), node("b", "a"), node("self", "self")));
  expect(changed).toHaveLength(2);
});

test("an ended run that is posted again is no news", async () => {
  const store = storeIn(await newFolder());
  await store.add(bodyOf(node("one", null), node("going", null, going)));
  expect(idsOf((await store.add(bodyOf(node("one", null), node("going", null, going)))).changed)).toEqual(["going"]);
});

test("a folder that can't be read is read again the next time", async () => {
  const folder = await newFolder();
  await writeFile(folder, "a file");
  const store = storeIn(folder);
  await expect(store.look()).rejects.toThrow(/ENOTDIR.*Check the folder and try again/);
  await rm(folder);
  await storeIn(folder).add(bodyOf(node("one", null)));
  expect(idsOf((await store.look()).changed)).toEqual(["one"]);
});

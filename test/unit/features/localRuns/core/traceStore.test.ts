import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { TraceStore, type TraceStoreOptions } from "../../../../../src/features/localRuns/core/traceStore.ts";
import { traceOf } from "../../../../../src/runs/labels/traceSummary.ts";
import { bodyOf, going, node } from "../../../../support/localRuns/bodies.ts";

const newFolder = async (): Promise<string> => join(await mkdtemp(join(tmpdir(), "traces-")), "localRuns");

const storeIn = (folder: string, options: Partial<TraceStoreOptions> = {}): TraceStore =>
  new TraceStore({ folder, ...options });

const idsOf = (runs: readonly { run: { id: string } }[]): string[] => runs.map(({ run }) => run.id).sort();

test("a posted run is there after a restart, with its nodes", async () => {
  const folder = await newFolder();
  await storeIn(folder).add(bodyOf(node("root", null), node("model", "root")));
  const [kept] = await storeIn(folder).runs();
  expect(kept?.run).toMatchObject({ id: "root", status: "completed", input: { input: "What is root?" } });
  const text = await readFile(join(folder, (await readdir(folder))[0]!), "utf8");
  expect(JSON.parse(text).runs).toHaveLength(2);
  expect(traceOf(kept!.run)?.bytes).toBe(text.length);
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
  const store = storeIn(await newFolder());
  await store.add(bodyOf(node("root", null)));
  expect((await store.add(bodyOf(node("root", null, going)))).changed[0]?.run.status).toBe("completed");
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
  const [file] = await readdir(folder);
  const { runs } = JSON.parse(await readFile(join(folder, file!), "utf8")) as { runs: { id: string }[] };
  expect(runs.map(({ id }) => id).sort()).toEqual(["agent", "flow", "model", "tool"]);
});

test("the oldest runs go when there are too many", async () => {
  const store = storeIn(await newFolder(), { mostRuns: 2 });
  await store.add(bodyOf(node("b", null, started(12)), node("a", null, started(11))));
  expect((await store.add(bodyOf(node("c", null, started(13))))).removed).toEqual(["a"]);
  expect(await store.events("a", { skip: 0, most: 1 })).toBeUndefined();
});

test("the oldest runs go when they are too large", async () => {
  const folder = await newFolder();
  const store = storeIn(folder, { mostBytes: 10_000 });
  const large = { input: "x".repeat(6_000) };
  await store.add(bodyOf(node("a", null, { ...started(11), ...large })));
  expect((await store.add(bodyOf(node("b", null, { ...started(12), ...large })))).removed).toEqual(["a"]);
  expect(idsOf(await storeIn(folder).runs())).toEqual(["b"]);
});

test("clearing deletes every file", async () => {
  const folder = await newFolder();
  const store = storeIn(folder);
  await store.add(bodyOf(node("root", null)));
  await store.clear();
  await expect(stat(folder)).rejects.toThrow("ENOENT");
  expect(await store.events("root", { skip: 0, most: 1 })).toBeUndefined();
});

test("a file that an interrupted write left is deleted", async () => {
  const folder = await newFolder();
  await storeIn(folder).add(bodyOf(node("root", null)));
  await writeFile(join(folder, "broken.json"), '{"runs":[{"id":');
  await writeFile(join(folder, "half.json.new"), "{}");
  expect(idsOf(await storeIn(folder).runs())).toEqual(["root"]);
  expect(await readdir(folder)).toHaveLength(1);
});

test.skipIf(process.platform === "win32")("only the person can read the files", async () => {
  const folder = await newFolder();
  await storeIn(folder).add(bodyOf(node("root", null)));
  const modes = [folder, join(folder, (await readdir(folder))[0]!)].map(
    async (path) => (await stat(path)).mode & 0o777,
  );
  expect(await Promise.all(modes)).toEqual([0o700, 0o600]);
});

test.skipIf(process.platform === "win32" || process.getuid?.() === 0)("a failed write says why", async () => {
  const folder = await newFolder();
  const store = storeIn(folder);
  await store.add(bodyOf(node("root", null)));
  await chmod(folder, 0o500);
  await expect(store.add(bodyOf(node("other", null)))).rejects.toThrow("Access was denied");
  await chmod(folder, 0o700);
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

test("a folder that can't be read is read again the next time", async () => {
  const folder = await newFolder();
  await storeIn(folder).add(bodyOf(node("one", null)));
  const blocked = join(folder, "blocked.json");
  await mkdir(blocked);
  const store = storeIn(folder);
  await expect(store.runs()).rejects.toThrow();
  await rm(blocked, { recursive: true });
  expect(idsOf(await store.runs())).toEqual(["one"]);
});

import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { fileOf } from "#features/localRuns/core/traceFolder.ts";
import { TraceStore } from "#features/localRuns/core/traceStore.ts";
import { bodyOf, going, node } from "../../../../support/localRuns/bodies.ts";
import { SmallDisk } from "../../../../support/localRuns/smallDisk.ts";

const newFolder = async (): Promise<string> => join(await mkdtemp(join(tmpdir(), "traces-")), "localRuns");

const idsOf = (runs: readonly { run: { id: string } }[]): string[] => runs.map(({ run }) => run.id).sort();

const eventsOf = async (store: TraceStore, id: string): Promise<string | undefined> =>
  stringifyJson((await store.events(id, { skip: 0, limit: Infinity }))?.events);

test("a live run is written about once, however often it is posted", async () => {
  const disk = new SmallDisk();
  const folder = await newFolder();
  const store = new TraceStore({ folder }, disk.files);
  const steps = 200;
  const prompt = (step: number): object => ({
    node: { group: "llms", prompt: { messages: [`${step} `.repeat(500)] } },
  });
  const model = (step: number, changes: object): object => node(`model-${step}`, "agent", changes);
  const ended: object[] = [];
  let posted = 0;
  const post = async (...others: object[]): Promise<void> => {
    const body = bodyOf(node("root", null, going), node("agent", "root", going), ...ended, ...others);
    posted += body.length;
    await store.add(body);
  };
  for (let step = 0; step < steps; step++) {
    await post(model(step, { ...going, metadata: prompt(step) }));
    const usage = { total_tokens: step };
    ended.push(model(step, { metadata: { ...prompt(step), usage } }));
    await post();
  }
  await store.add(bodyOf(node("root", null), node("agent", "root"), ...ended));
  const trace = bodyOf(node("root", null), node("agent", "root"), ...ended).length;
  expect(posted).toBeGreaterThan(150 * trace);
  expect(disk.written).toBeLessThan(1.5 * trace);
  expect((await stat(join(folder, fileOf("root")))).size).toBe(disk.written);
  expect(await eventsOf(new TraceStore({ folder }), "root")).toBe(await eventsOf(store, "root"));
});

test("a full disk is said with the way out, and a later post brings what it has left out", async () => {
  const folder = await newFolder();
  const disk = new SmallDisk();
  const store = new TraceStore({ folder }, disk.files);
  await store.add(bodyOf(node("root", null, going)));
  const { size } = await stat(join(folder, fileOf("root")));
  disk.room = 100;
  const full = await store.add(bodyOf(node("root", null, going), node("model", "root", { input: "x".repeat(1_000) })));
  expect(full).toMatchObject({ changed: [], removed: [], problems: [] });
  expect(full.unsaved).toEqual([expect.stringContaining("The disk is full. Free some space and try again.")]);
  expect((await stat(join(folder, fileOf("root")))).size).toBe(size);
  disk.room = Infinity;
  await store.add(bodyOf(node("root", null), node("model", "root", { input: "x".repeat(1_000) })));
  expect(await eventsOf(new TraceStore({ folder }), "root")).toBe(await eventsOf(store, "root"));
  expect(await eventsOf(store, "root")).toContain("x".repeat(1_000));
});

test("a full disk takes only the runs that don't fit", async () => {
  const disk = new SmallDisk(2_000);
  const store = new TraceStore({ folder: await newFolder() }, disk.files);
  const large = node("large", null, { input: "x".repeat(10_000) });
  const { changed, unsaved } = await store.add(bodyOf(large, node("small", null)));
  expect([idsOf(changed), unsaved.length]).toEqual([["small"], 1]);
});

test("a file that can't be read takes nothing else away, and is named", async () => {
  const folder = await newFolder();
  await new TraceStore({ folder }).add(bodyOf(node("one", null), node("two", null)));
  await rm(join(folder, fileOf("two")));
  await mkdir(join(folder, fileOf("two")));
  await writeFile(join(folder, fileOf("other")), "hunter2\nhunter3\n");
  const store = new TraceStore({ folder });
  const { changed, unreadable } = await store.look();
  expect(idsOf(changed)).toEqual(["one"]);
  expect(unreadable).toHaveLength(2);
  expect(unreadable).toContain(`${fileOf("other")}: it isn't a trace`);
  expect(unreadable.join()).toContain(`${fileOf("two")}: EISDIR`);
  expect(unreadable.join()).not.toContain("hunter");
  expect((await store.add(bodyOf(node("two", null)))).unsaved).toHaveLength(1);
  expect(await readdir(folder)).toHaveLength(3);
});

test.skipIf(process.platform === "win32" || process.getuid?.() === 0)(
  "a file that can be read again is a run again",
  async () => {
    const folder = await newFolder();
    const store = new TraceStore({ folder });
    await store.add(bodyOf(node("one", null)));
    await chmod(join(folder, fileOf("one")), 0o000);
    const other = new TraceStore({ folder });
    expect((await other.look()).unreadable).toHaveLength(1);
    await chmod(join(folder, fileOf("one")), 0o600);
    expect(await other.look()).toMatchObject({ changed: [{ run: { id: "one" } }], unreadable: [] });
  },
);

test("clearing removes what can't be read, too", async () => {
  const folder = await newFolder();
  const store = new TraceStore({ folder });
  await store.add(bodyOf(node("one", null)));
  await mkdir(join(folder, fileOf("two")));
  await new TraceStore({ folder }).clear();
  await expect(stat(folder)).rejects.toThrow("ENOENT");
  expect(await store.look()).toEqual({ changed: [], removed: ["one"], unreadable: [] });
});

test("clearing names what it can't remove, and removes the rest", async () => {
  const folder = await newFolder();
  const stuck = fileOf("stuck");
  const disk = new SmallDisk();
  const refusing = async (path: string, options: { force: true; recursive: true }): Promise<void> => {
    if (path === folder || path === join(folder, stuck))
      throw Object.assign(new Error("EPERM: operation not permitted, unlink"), { code: "EPERM" });
    await rm(path, options);
  };
  const store = new TraceStore({ folder }, { ...disk.files, rm: refusing });
  await store.add(bodyOf(node("stuck", null), node("one", null)));
  await expect(store.clear()).rejects.toThrow(`unlink. Delete ${join(folder, stuck)} by hand.`);
  expect(await readdir(folder)).toEqual([stuck]);
  expect(idsOf((await store.look()).changed)).toEqual(["stuck"]);
});

test("clearing needs nothing more when only the empty folder stays", async () => {
  const folder = await newFolder();
  const refusing = async (path: string, options: { force: true; recursive: true }): Promise<void> => {
    if (path === folder) throw Object.assign(new Error("EPERM: operation not permitted, rmdir"), { code: "EPERM" });
    await rm(path, options);
  };
  const store = new TraceStore({ folder }, { ...new SmallDisk().files, rm: refusing });
  await store.add(bodyOf(node("one", null)));
  await store.clear();
  expect(await readdir(folder)).toEqual([]);
  const unreadable = async (): Promise<string[]> => Promise.reject(new Error("EIO: i/o error, scandir"));
  const blind = new TraceStore({ folder }, { ...new SmallDisk().files, rm: refusing, readdir: unreadable });
  await expect(blind.clear()).rejects.toThrow(
    `Not all of your local runs were deleted: EPERM: operation not permitted, rmdir. Delete ${folder} by hand.`,
  );
});

test("a run that holds more than memory can is kept as it was, and stays after a restart", async () => {
  const folder = await newFolder();
  const options = { folder, maxContainersOfRun: 100 };
  const store = new TraceStore(options);
  const lists = (count: number): unknown[] => Array.from({ length: count }, () => []);
  await store.add(bodyOf(node("root", null, { ...going, input: lists(70) })));
  const { problems, unsaved, changed } = await store.add(
    bodyOf(node("root", null), node("model", "root", { input: lists(70) })),
  );
  expect(problems).toEqual([]);
  expect(unsaved).toEqual([
    "A run has over 10 million lists and objects, so no more of its steps are saved. Split its work into several runs.",
  ]);
  expect(changed).toEqual([]);
  expect(idsOf((await new TraceStore(options).look()).changed)).toEqual(["root"]);
  const strict = new TraceStore({ ...options, maxContainersOfRun: 50 });
  const look = await strict.look();
  expect(look).toMatchObject({ changed: [], unreadable: [expect.stringContaining("10 million lists")] });
  expect(await readdir(folder)).toEqual([fileOf("root")]);
});

test("a run doesn't grow beyond its limit", async () => {
  const store = new TraceStore({ folder: await newFolder(), maxBytesOfRun: 5_000 });
  await store.add(bodyOf(node("root", null, going)));
  const { unsaved } = await store.add(bodyOf(node("root", null, { output: "x".repeat(5_000) })));
  expect(unsaved).toEqual([
    "The file of a run would be over 4.9 KiB, so no more of its steps are saved. Split its work into several runs.",
  ]);
});

test("windows that share a folder lose nothing, and see what the others have received", async () => {
  const folder = await newFolder();
  const [here, there] = [new TraceStore({ folder }), new TraceStore({ folder })];
  await Promise.all([here.look(), there.look()]);
  const ids = Array.from({ length: 42 }, (_, index) => `${index}`);
  const posts = ids.flatMap((id) => [
    here.add(bodyOf(node(`here-${id}`, null))),
    there.add(bodyOf(node(`there-${id}`, null))),
    new TraceStore({ folder }).look(),
  ]);
  for (const post of await Promise.all(posts)) expect(post).toMatchObject({ removed: [] });
  expect(idsOf((await here.look()).changed)).toEqual(ids.map((id) => `there-${id}`).sort());
  expect(idsOf((await new TraceStore({ folder }).look()).changed)).toHaveLength(84);
});

test("windows that get posts of the same run make one of them", async () => {
  const folder = await newFolder();
  const [here, there] = [new TraceStore({ folder }), new TraceStore({ folder })];
  await here.add(bodyOf(node("root", null, going)));
  await there.add(bodyOf(node("root", null, going), node("there", "root")));
  await here.add(bodyOf(node("root", null), node("here", "root")));
  const all = await eventsOf(new TraceStore({ folder }), "root");
  for (const id of ["there", "here"]) expect(all).toContain(`What is ${id}?`);
  expect((await there.look()).changed[0]?.run.status).toBe("completed");
});

test("a run that another window has cleared is whole when it is posted again", async () => {
  const folder = await newFolder();
  const [here, there] = [new TraceStore({ folder }), new TraceStore({ folder })];
  await here.add(bodyOf(node("root", null, going), node("model", "root")));
  await there.clear();
  await here.add(bodyOf(node("root", null), node("model", "root")));
  expect(await eventsOf(new TraceStore({ folder }), "root")).toContain("What is model?");
});

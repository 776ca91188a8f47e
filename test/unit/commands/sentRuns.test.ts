import { expect, test } from "vitest";
import type { FileSource } from "../../../src/api/contract.ts";
import { SentRuns } from "../../../src/commands/sentRuns.ts";
import { memoryOf } from "../connections/fakeStorage.ts";

const key = "dynamiqRuns.sentRuns";
const file = (path?: string): FileSource => ({ name: "f", size: 1, path, open: async function* () {} });
const request = { input: { a: 1 } };

test("what its app does not tell of a run is known in every window, also after this one is closed", async () => {
  const person = memoryOf(new Map());
  const sent = new SentRuns(person);
  await sent.note("app", "r1", { request: { ...request, file_ids: ["i1"] }, files: [file("/a/receipt.png"), file()], mode: "stream" });
  await sent.note("app", "r2", { request, files: [], mode: "wait" });
  await sent.note("app", "r3", { request, files: [], mode: "stream" });
  for (const each of [sent, new SentRuns(person)]) {
    expect(each.of("app", "r1")).toMatchObject({ mode: "stream", files: ["/a/receipt.png"], fileIds: ["i1"] });
    expect(each.of("app", "r2")).toMatchObject({ mode: "wait", files: [], fileIds: [] });
    expect(each.of("app", "r3")).toBeUndefined();
    expect(each.of("other", "r1")).toBeUndefined();
  }
});

test("no content is kept, and of very many runs the newest", async () => {
  const state = new Map<string, unknown>();
  const sent = new SentRuns(memoryOf(state));
  for (let n = 0; n < 210; n += 1) await sent.note("app", `r${n}`, { request: { input: "secret" }, files: [file("/a")], mode: "stream" });
  expect(JSON.stringify([...state])).not.toContain("secret");
  expect(state.get(key)).toHaveLength(200);
  expect([sent.of("app", "r9"), sent.of("app", "r10")?.files]).toEqual([undefined, ["/a"]]);
});

test("what two windows note at once is kept by each, and by the one that writes last", async () => {
  const state = new Map<string, unknown>();
  const [one, other] = [new SentRuns(memoryOf(state)), new SentRuns(memoryOf(state))];
  const run = { request, files: [], mode: "background" } as const;
  await one.note("app", "r1", run);
  state.clear();
  await other.note("app", "r2", run);
  await one.note("app", "r3", run);
  for (const id of ["r1", "r2", "r3"]) expect(new SentRuns(memoryOf(state)).of("app", id)?.mode).toBe("background");
});

test.each([["text"], [[null, 1, { runId: "r" }, { connectionId: "app", runId: "r", mode: "wait", files: [1], fileIds: [] }]]])(
  "%j is not taken for what was sent",
  (stored) => {
    expect(new SentRuns(memoryOf(new Map([[key, stored]]))).of("app", "r")).toBeUndefined();
  },
);

import { afterEach, expect, test } from "vitest";
import type { ReadRun } from "#features/search/core/documents/indexedRun.ts";
import { RunIndex } from "#features/search/core/runIndex.ts";
import { IndexThread } from "#features/search/core/worker/indexThread.ts";
import {
  bytesIn,
  endedRun,
  idsOf,
  queryOf,
  indexForTest,
  type IndexOfTest,
  textStep,
  toolStep,
  workerScript,
} from "../../../../support/search/indexes.ts";

const key = "dynamiq_acc_Zq7Wn3Lk0Pv5Tb8Xc1Yd4Rf6Gh9Js2Mt";
const odd = "a key of another form 42";
const token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjdXN0b21lciJ9.dGhlLXNpZ25hdHVyZQ";
const liveView = "https://live.browser.example/sessions/5f2a9c71?pin=8841";
/** Parts of the secrets that must not be anywhere. */
const planted = [
  "Zq7Wn3Lk0Pv5",
  odd,
  "eyJzdWIi",
  "5f2a9c71",
  "hunter2",
  "s3cr3tV4lue",
  "dyn_pat_abcdef",
  "c2VjcmV0LWJhc2lj",
];

let made: IndexOfTest;
afterEach(() => made.dispose());

/** A run with secrets wherever a text can be. */
function leaky(number: number): ReadRun {
  const places = {
    [key]: "as a name",
    authorization: `Bearer ${key}`,
    password: "hunter2",
    nested: [{ api_key: "s3cr3tV4lue" }],
    text: `curl -H "Authorization: Basic c2VjcmV0LWJhc2lj" https://app.example/connect?token=${token}`,
    inJson: JSON.stringify({ password: "hunter2", note: `use ${key}, or ${odd}` }),
  };
  return {
    run: endedRun(`run-${number}`, number, {
      status: "failed",
      input: places,
      output: places,
      error: {
        type: "Denied",
        message: `Bearer ${token} was refused, and so was dyn_pat_abcdef12345`,
        failed_nodes: [{ name: odd }],
      },
      user_id: `user of ${key}`,
      session_id: odd,
    }),
    steps: [
      textStep(1, `The browser is at ${liveView} now. My key is ${key}. The unforgettable word.`),
      toolStep(2, `call ${key}`, places, JSON.stringify({ live_view_url: liveView, state: "open" })),
      {
        id: "3",
        sequence: 3,
        kind: "request",
        request: "feedback",
        prompt: `Is ${key} right?`,
        data: places,
        pending: false,
      },
      { id: "4", sequence: 4, kind: "other", type: "run.data", data: { live_view_url: liveView, token } },
      {
        id: "5",
        sequence: 5,
        kind: "workflow",
        outcome: "failed",
        nodes: [{ node: "n", name: odd, status: "failure", error: places }],
      },
    ],
  };
}

function expectNone(texts: readonly string[]): void {
  const bytes = bytesIn(made.folder);
  expect(bytes.length).toBeGreaterThan(1_000);
  for (const text of texts) expect.soft(bytes.includes(text), text).toBe(false);
}

test("keys and tokens never reach a file of the index", async () => {
  made = indexForTest({ secrets: [key, odd] });
  for (let number = 0; number < 20; number++) await made.index.put(leaky(number));
  expectNone(planted);
  expect(bytesIn(made.folder).includes("unforgettable")).toBe(true);
  expect((await idsOf(made.index, "unforgettable denied")).length).toBe(20);
  // A search for the whole key is refused before it is run.
  expect(queryOf(key).problems).toHaveLength(1);
  expect(await idsOf(made.index, key.replace("dynamiq_acc_", ""))).toEqual([]);
});

/** Secrets that aren't plain texts, and those that a text only names. */
const unusual = {
  headers: { "set-cookie": ["sid=plantedcookie1"], "X-Auth-Token": { raw: "plantedobject1" } },
  token: 483920771,
  secret: { value: "plantedvalue1" },
  private_key: ["-----BEGIN PRIVATE KEY-----", "MIIEplantedkey1"],
  pairs: [{ name: "Authorization", value: "Custom plantedpair1" }],
  text: "Authorization: Token plantedscheme1\nDB_PASSWORD=planted,pass;word1\nCookie: session=plantedsession1; a=b",
  inJson: JSON.stringify({ credentials: [{ user: "plantedinner1" }] }),
  address: "postgres://admin:plantedadmin1@db.example/app",
  long: `${"many words ".repeat(18_180)} sk-plantedlong1plantedlong1plantedlong1`,
};

test("secrets that are numbers, lists or objects, or that a text names, never reach a file of the index", async () => {
  made = indexForTest();
  const error = { message: `Refused: Authorization: Digest username="x", response="planteddigest1"`, details: unusual };
  await made.index.put({
    run: endedRun("a", 1, { status: "failed", input: unusual, output: unusual, error }),
    steps: [
      toolStep(1, "call", unusual, JSON.stringify(unusual)),
      textStep(2, unusual.text),
      textStep(3, unusual.long),
    ],
  });
  expectNone(["planted", "483920771", "pass;word1", "MIIE"]);
  expect(await idsOf(made.index, "many words call")).toEqual(["a"]);
});

test("a run whose id holds a key isn't kept", async () => {
  made = indexForTest({ secrets: [key] });
  expect(await made.index.put({ run: endedRun(`run-${key}`, 1), steps: [textStep(1, "hello")] })).toBe(false);
  await made.index.put({ run: endedRun("b", 2), steps: [textStep(1, "hello")] });
  expect(await idsOf(made.index, "hello")).toEqual(["b"]);
  expectNone([key]);
});

test("the bytes of files never reach the index", async () => {
  made = indexForTest();
  const content = Buffer.from("the bytes of a picture ".repeat(200)).toString("base64");
  const file = { name: "a.png", content, size: 4600, content_type: "image/png" };
  await made.index.put({
    run: endedRun("a", 1, { output: { files: [file] } }),
    steps: [toolStep(1, "draw", {}, JSON.stringify({ files: [file] }))],
  });
  expect(await idsOf(made.index, "draw picture")).toEqual([]);
  expectNone([content.slice(0, 40), content.slice(400, 440)]);
});

test("after it is cleared no byte of a run is left, although another window has it open", async () => {
  made = indexForTest();
  const other = new IndexThread(workerScript());
  const theirs = new RunIndex(other, {
    folder: made.folder,
    connectionId: "app",
    secrets: () => Promise.resolve([]),
    maxBytes: () => 1e9,
  });
  for (let number = 0; number < 30; number++) {
    await made.index.put({
      run: endedRun(`gone-${number}`, number),
      steps: [textStep(1, `forgetme ${"and more ".repeat(900)}`)],
    });
  }
  expect(bytesIn(made.folder).includes("forgetme")).toBe(true);
  expect((await idsOf(theirs, "forgetme")).length).toBe(30);
  await made.index.clear();
  expectNone(["forgetme", "gone-", "and more"]);
  expect(await made.index.coverage()).toEqual({ indexed: 0 });
  await made.index.put({ run: endedRun("again", 1), steps: [textStep(1, "forgetme not")] });
  expect(await idsOf(theirs, "forgetme")).toEqual(["again"]);
  other.dispose();
});

test("runs that are too many leave the index, the oldest first, with their space and their words", async () => {
  let maxBytes = 1e9;
  made = indexForTest({ maxBytes: () => maxBytes });
  for (let number = 0; number < 60; number++) {
    const words = Array.from({ length: 400 }, (_, place) => `old${number}y${place}`).join(" ");
    await made.index.put({ run: endedRun(`run-${number}`, number), steps: [textStep(1, words)] });
  }
  const full = await made.index.size();
  const { runs } = await made.index.search({ text: "", terms: [], problems: [] }, { runs: 60 });
  const [newest, oldest] = [runs[0]!.startedAt!, runs[59]!.startedAt!];
  await made.index.cover(oldest, newest, 60);
  maxBytes = full / 4;
  await made.index.trim();
  expect((await made.index.coverage()).back).toBeGreaterThan(oldest);
  expect(await made.index.size()).toBeLessThanOrEqual(full / 4);
  const { indexed } = await made.index.coverage();
  expect(indexed).toBeGreaterThan(3);
  expect(await idsOf(made.index, "old59y7")).toEqual(["run-59"]);
  expect(await idsOf(made.index, "old1y7")).toEqual([]);
});

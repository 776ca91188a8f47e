import { mkdtemp } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { startCollector } from "#features/localRuns/core/collector.ts";
import { LocalRuns } from "#features/localRuns/core/localRuns.ts";
import { StoreThread } from "#features/localRuns/core/storeThread.ts";
import { bundledScript } from "../../../../support/bundledScript.ts";
import { bodyOf, node } from "../../../../support/localRuns/bodies.ts";
import { livePosts, shapes } from "../../../../support/localRuns/shapes.ts";

const key = "a key of our own";
const script = pathToFileURL(bundledScript("src/features/localRuns/core/traces.worker.ts"));

interface Receiver {
  runs: LocalRuns;
  port: number;
  /** Waits until `count` posts were read. */
  read: (count: number) => Promise<void>;
  post: (body: Uint8Array<ArrayBuffer>) => Promise<number>;
}

async function receiver(): Promise<Receiver> {
  const folder = join(await mkdtemp(join(tmpdir(), "local-runs-")), "localRuns");
  const thread = new StoreThread(script, { folder });
  const runs = new LocalRuns(thread);
  const collector = await startCollector({
    keyForPort: () => key,
    onBody: (body) => runs.receive(body),
    onRefused: () => undefined,
  });
  onTestFinished(async () => {
    await collector.close();
    runs.dispose();
    thread.dispose();
  });
  let count = 0;
  runs.onDidReceive(() => count++);
  const read = async (wanted: number): Promise<void> => expect.poll(() => count).toBe(wanted);
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const post = async (body: Uint8Array<ArrayBuffer>): Promise<number> =>
    (await fetch(`${collector.url}/v1/traces`, { method: "POST", headers, body })).status;
  return { runs, port: collector.port, read, post };
}

/**
 * The runs that are kept after so many posts: one is answered before it is read. When they were heard, and how much was
 * written, depends on the posts.
 */
async function kept({ runs, read }: Receiver, posts: number): Promise<Run[]> {
  await read(posts);
  const all = (await runs.list()).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return all.map((run) => ({ ...run, trace: { ...(run["trace"] as object), heard_at: undefined, bytes: undefined } }));
}

const bodies = Object.values(shapes).map((nodes) => bodyOf(...nodes));

async function postedOnce(): Promise<Run[]> {
  const other = await receiver();
  for (const body of bodies) expect(await other.post(body)).toBe(200);
  return kept(other, bodies.length);
}

test("each shape of a trace becomes a run", async () => {
  const runs = await postedOnce();
  expect(runs).toHaveLength(bodies.length);
  const statuses = Object.fromEntries(runs.map(({ id, status }) => [id, status]));
  expect(statuses).toMatchObject({
    agent: "completed",
    failing: "failed",
    canceled: "canceled",
    unfinished: "started",
  });
});

test("what is posted twice is kept once", async () => {
  const twice = await receiver();
  for (const body of [...bodies, ...bodies]) await twice.post(body);
  expect(await kept(twice, 2 * bodies.length)).toEqual(await postedOnce());
});

test("posts at once are all kept", async () => {
  const many = await receiver();
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      many.post(bodyOf(node(`run-${index}`, null), node(`n-${index}`, `run-${index}`))),
    ),
  );
  expect(new Set(answers)).toEqual(new Set([200]));
  expect(await kept(many, 200)).toHaveLength(200);
});

test("a post that comes byte by byte is kept like every other", async () => {
  const slow = await receiver();
  const body = bodyOf(...shapes["agentWithTools"]!);
  const socket = connect(slow.port, "127.0.0.1").setNoDelay(true);
  onTestFinished(() => void socket.destroy());
  const head = [
    "POST /v1/traces HTTP/1.1",
    `Host: 127.0.0.1:${slow.port}`,
    `Authorization: Bearer ${key}`,
    `Content-Length: ${body.length}`,
  ];
  for (const byte of Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`), body])) {
    await new Promise<void>((done) => void socket.write(Buffer.of(byte), () => done()));
  }
  expect(await kept(slow, 1)).toEqual((await postedOnce()).filter(({ id }) => id === "agent"));
});

test("the posts of a live run lead to the same run in any order", async () => {
  const forwards = await receiver();
  for (const nodes of livePosts) await forwards.post(bodyOf(...nodes));
  const backwards = await receiver();
  for (const nodes of livePosts.toReversed()) await backwards.post(bodyOf(...nodes));
  const [run, ...others] = await kept(forwards, livePosts.length);
  expect(run?.status).toBe("completed");
  expect(await kept(backwards, livePosts.length)).toEqual([run, ...others]);
});

test("a number that JavaScript would write differently comes through the thread", async () => {
  const exact = await receiver();
  await exact.post(Buffer.from('{"runs":[{"id":"r","status":"succeeded","input":{"id":12345678901234567890}}]}'));
  const [run] = await kept(exact, 1);
  expect(stringifyJson(run?.input)).toBe('{"id":12345678901234567890}');
});

test("calls of a thread that ends fail, and the next one begins another", async () => {
  const ending = new StoreThread(new URL("data:text/javascript,process.exit()"), { folder: "/none" });
  onTestFinished(() => ending.dispose());
  const words = /^The thread for local runs has stopped\. Try again\.$/;
  const calls = [ending.look(), ending.add(new Uint8Array(1)), ending.clear()];
  await Promise.all(calls.map((call) => expect(call).rejects.toThrow(words)));
  await expect(ending.look()).rejects.toThrow(words);
  const failing = new StoreThread(new URL("data:text/javascript,throw new Error('Out of memory.')"), {
    folder: "/none",
  });
  onTestFinished(() => failing.dispose());
  await expect(failing.clear()).rejects.toThrow(/^The thread for local runs has stopped: Out of memory\. Try again\.$/);
});

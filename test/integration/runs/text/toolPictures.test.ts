import { once } from "node:events";
import { PassThrough } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { base64File } from "#base/base64File.ts";
import { serveMcpStdio } from "#features/agents/core/mcp/mcp.ts";
import { startAppWith } from "../../../support/agentTools/hostileApp.ts";
import { openToolWorld, type ToolWorld } from "../../../support/agentTools/toolWorld.ts";
import { type SampleApp, startSampleApp } from "../../../support/sample/testApp.ts";

let app: SampleApp;
let world: ToolWorld;
let runId: string;

beforeAll(async () => {
  app = await startSampleApp({ speed: 100_000, pastRuns: 0 });
  world = await openToolWorld({ baseUrl: app.url, accessKey: app.accessKey });
  const api = await world.session.api();
  runId = (await api.createRun({ input: { play: "files" } }, { mode: "wait" })).id;
});

afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await app.close();
});

/** A picture with some bytes behind its header. @param size width and height as in the header */
function pngOf(content: string | number, size = "0000001000000008", name = "photo.png") {
  const rest = typeof content === "number" ? Buffer.alloc(content, 7) : Buffer.from(content);
  const bytes = Buffer.concat([Buffer.from(`89504e470d0a1a0a0000000d49484452${size}08020000`, "hex"), rest]);
  return { name, mime_type: "image/png", size: bytes.length, content: bytes.toString("base64") };
}

const accessKey = "dynamiq_acc_0123456789abcdef0123456789abcdef";

test("a step gives its pictures as images, each with a line that says where it comes from", async () => {
  const story = (await world.call("readStory", { runId, from: "start" }, { budgetTokens: 20_000 })).text;
  const numbers = Array.from(story.matchAll(/^step (\d+): /gm), ([, number]) => Number(number));
  const steps = await Promise.all(numbers.map((step) => world.call("readStory", { runId, step, pictures: true })));
  const withSome = steps.filter(({ pictures }) => pictures.length > 0);
  expect(withSome.length).toBeGreaterThan(1);
  for (const { text, pictures } of withSome) {
    expect(text.match(/^image .+ \((?:PNG|JPEG) image, \d+ × \d+, .+\): image \d of this result$/gm)).toHaveLength(
      pictures.length,
    );
    for (const { mime, base64 } of pictures) expect(base64File(base64)).toMatchObject({ mime, image: true });
  }
  const whole = await world.call("readStory", { runId, pictures: true });
  expect(whole).toMatchObject({ isError: true, pictures: [] });
});

test("a picture that is too large, one too many and one with a key in it are named, and not given", async () => {
  const run = {
    id: "pictures",
    status: "completed",
    input: {
      large: { ...pngOf(1024 * 1024), name: "large.png" },
      key: { ...pngOf(`x ${accessKey} y`), name: "key.png" },
    },
    output: {
      all: Array.from({ length: 6 }, (_, at) => ({ ...pngOf(100 + at), name: `small-${at}.png` })),
      again: pngOf(100),
    },
  };
  await using own = await startAppWith({ runs: [run], events: [] });
  await using reader = await openToolWorld({ baseUrl: own.url, accessKey });
  const { text, pictures } = await reader.call("getRun", { runId: "pictures", pictures: true });
  expect(pictures.map(({ base64 }) => Buffer.from(base64, "base64").length)).toEqual([128, 129, 130, 131]);
  expect(text).toMatch(/^image large\.png \(PNG image, 16 × 8, 1\.0 MiB\): larger than 1\.0 MiB, so .* select Save…/m);
  expect(text).toMatch(/^image key\.png .*: left out, because an access key is in it\./m);
  expect(text.match(/^image small-\d\.png .*: left out, because a result has at most 4 images\./gm)).toHaveLength(2);
  expect(JSON.stringify({ text, pictures })).not.toContain(Buffer.from(accessKey).toString("base64").slice(2, 30));
  const small = await reader.call("getRun", { runId: "pictures", pictures: true }, { budgetTokens: 560 });
  expect(small.pictures.length).toBeGreaterThan(0);
  expect(small.pictures.length).toBeLessThan(4);
  expect(small.text.match(/: image \d of this result/g)).toHaveLength(small.pictures.length);
});

test("a picture that a model's API may refuse is named, and not given", async () => {
  const junk = Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), Buffer.alloc(200, 1)]);
  const input = {
    junk: { name: "junk.png", size: junk.length, content: junk.toString("base64") },
    wide: pngOf(100, "00001f4100000010", "wide.png"),
    high: pngOf(100, "0000001000010000", "high.png"),
    largest: pngOf(100, "00001f4000001f40", "largest.png"),
  };
  const run = { id: "r", status: "completed", input };
  await using own = await startAppWith({ runs: [run], events: [] });
  await using reader = await openToolWorld({ baseUrl: own.url, accessKey });
  const { text, pictures } = await reader.call("getRun", { runId: "r", pictures: true });
  expect(pictures).toEqual([{ mime: "image/png", base64: input.largest.content }]);
  expect(text).toMatch(
    /^image junk\.png \(PNG image, 208 B\): its header doesn't give its width and height, .* select Save…/m,
  );
  for (const file of ["wide", "high"])
    expect(text).toMatch(
      new RegExp(`^image ${file}\\.png .*: wider or taller than 8,000 pixels, .* select Save…`, "m"),
    );
  expect(text).toMatch(/^image largest\.png .*: image 1 of this result$/m);
});

test("an MCP client gets them as images", async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const end = new AbortController();
  const served = serveMcpStdio({ host: world.host, version: "1", skills: "" }, { input, output, signal: end.signal });
  const ask = async (id: number, method: string, params: object): Promise<unknown> => {
    input.write(`${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`);
    let text = "";
    while (!text.endsWith("\n")) text += String((await once(output, "data"))[0]);
    return (JSON.parse(text) as { result: unknown }).result;
  };
  const clientInfo = { name: "test", version: "1" };
  await ask(1, "initialize", { protocolVersion: "2025-06-18", capabilities: {}, clientInfo });
  const api = await world.session.api();
  const { id } = await api.createRun({ input: { ticket_subject: "Broken", photo: pngOf(100) } }, { mode: "wait" });
  const called = await ask(2, "tools/call", { name: "getRun", arguments: { runId: id, pictures: true } });
  expect(called).toMatchObject({
    content: [{ type: "text" }, { type: "image", mimeType: "image/png", data: pngOf(100).content }],
  });
  end.abort();
  await served;
});

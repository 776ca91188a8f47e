import { createReadStream } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BatchFile, jsonLines, readBatch, type TextLine } from "../../../../src/runFiles/batches/batchFile.ts";
import { ReadGate } from "../../../../src/runFiles/consent/readGate.ts";
import type { VariableSources } from "../../../../src/runFiles/variables/variableValues.ts";

async function* inPieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    yield bytes.slice(at, at + size);
    at += size;
  }
}

async function linesOf(text: string, sizes: readonly number[] = [1000]): Promise<TextLine[]> {
  const lines: TextLine[] = [];
  for await (const line of jsonLines(inPieces(new TextEncoder().encode(text), sizes))) lines.push(line);
  return lines;
}

const sources: VariableSources = {
  runFilePath: "/data/tickets.jsonl",
  gate: new ReadGate({ source: "a", folders: ["/"] }),
  environment: { USER: "mia" },
  workspaceFolder: "/data",
  now: new Date(0),
  ask: async () => undefined,
};

function file(name: string, text: string | Uint8Array, more: Partial<VariableSources> = {}): BatchFile {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const isLines = name.endsWith("l");
  return { path: `/data/${name}`, name, isLines, open: () => inPieces(bytes, [7]), sources: { ...sources, ...more } };
}

test("lines of JSON they are the same however the bytes arrive", async () => {
  const text = fc
    .array(fc.string({ unit: "grapheme" }).map((line) => line.replaceAll(/[\r\n]/g, "·")))
    .map((lines) => lines.join("\n"));
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), async (whole, sizes) => {
      expect(await linesOf(whole, sizes)).toEqual(await linesOf(whole, [whole.length * 4 + 1]));
    }),
    { seed: 20_261_124 },
  );
});

describe("a batch's lines", () => {
  test("are inputs or whole requests; an invalid one is a line, with file, line and column", async () => {
    const text = [
      '{"ticket":1}',
      "",
      '{"input":{"ticket":2},"user_id":"u-1","files":["a.png"]}',
      '{"ticket":',
      "[1]",
      '{"input":{},"session_id":"x"}',
      '{"input":{},"connection":"Support","saveTo":"out.json"}',
    ].join("\n");
    const lines = await readBatch([file("tickets.jsonl", text)]);
    expect(lines?.map(({ source }) => source)).toEqual([1, 3, 4, 5, 6, 7].map((n) => `tickets.jsonl:${n}`));
    expect(lines?.[0]).toEqual({ source: "tickets.jsonl:1", request: { input: { ticket: 1 } } });
    expect(lines?.[1]).toEqual({
      source: "tickets.jsonl:3",
      request: { input: { ticket: 2 }, user_id: "u-1" },
      files: ["/data/a.png"],
    });
    const problems = lines?.slice(2, 5).map(({ problem, request }) => ({ problem, request }));
    expect(problems?.map(({ request }) => request)).toEqual([undefined, undefined, undefined]);
    expect(problems?.[0]?.problem).toMatch(/^tickets\.jsonl, line 4, column \d+: /);
    expect(problems?.[1]?.problem).toMatch(/^tickets\.jsonl, line 5, column 1: .* must hold a JSON object, not a list/);
    expect(problems?.[2]?.problem).toMatch(/^tickets\.jsonl, line 6, column \d+: session_id must be a UUID/);
    expect(lines?.[5]).toMatchObject({ connection: "Support", savesOutput: true });
  });

  test("have variables, filled in line by line; canceling a question cancels the batch", async () => {
    const asked: string[] = [];
    const ask = async (label: string): Promise<string> => `${label} ${asked.push(label)}`;
    const text = '{"by":"${env:USER}","id":"${uuid}"}\n{"by":"${env:NOBODY}"}\n{"who":"${prompt:Name}"}';
    const lines = await readBatch([file("t.jsonl", text, { ask })]);
    expect(lines?.[0]?.request?.input).toMatchObject({ by: "mia", id: expect.stringMatching(/^[\da-f-]{36}$/) });
    expect(lines?.[1]?.problem).toContain("line 2, column 8: the environment variable NOBODY isn't set");
    expect(lines?.[2]?.request?.input).toEqual({ who: "Name 1" });
    expect(await readBatch([file("t.jsonl", text)])).toBeUndefined();
  });

  test("contain no access key, also not from a variable", async () => {
    const key = `dynamiq_acc_${"Zk4".repeat(21)}q`;
    const lines = await readBatch([
      file("t.jsonl", `{"key":"${key}"}\n{"key":"\${env:KEY}"}`, { environment: { KEY: key } }),
    ]);
    expect(lines?.map(({ request }) => request)).toEqual([undefined, undefined]);
    expect(JSON.stringify(lines)).not.toContain(key);
  });

  test.each([
    ["more than 10,000 lines", file("t.jsonl", "{}\n".repeat(10_001)), "t.jsonl is too long"],
    ["no UTF-8", file("t.jsonl", Uint8Array.of(0x7b, 0xff, 0x7d)), "t.jsonl isn't valid UTF-8."],
  ])("are refused as a whole: %s", async (_, source, message) => {
    await expect(readBatch([source])).rejects.toThrow(message);
  });
});

// Put together anew with each piece, it took the better part of a minute.
test("a line of 60 MB in a thousand pieces is read as fast as a short one", async () => {
  const piece = Buffer.alloc(60_000, "a");
  const lengths: number[] = [];
  const bytes = (async function* () {
    for (let count = 0; count < 1_000; count++) yield piece;
  })();
  for await (const { text } of jsonLines(bytes)) lengths.push(text.length);
  expect(lengths).toEqual([60_000_000]);
});

test("files that can't be read are named", async () => {
  const onDisk = (name: string, path: string): BatchFile => ({ ...file(name, ""), open: () => createReadStream(path) });
  await expect(readBatch([onDisk("none.jsonl", "/nowhere/none.jsonl")])).rejects.toThrow(
    "none.jsonl no longer exists.",
  );
  await expect(readBatch([onDisk("x", "/")])).rejects.toThrow("is a folder.");
});

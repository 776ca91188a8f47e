import { describe, expect, test } from "vitest";
import { type BatchFile, readBatch } from "#runFiles/batches/batchFile.ts";
import { ReadGate } from "#runFiles/consent/readGate.ts";
import type { VariableSources } from "#runFiles/variables/variableValues.ts";

const sources: VariableSources = {
  runFilePath: "/data/tickets.jsonl",
  gate: new ReadGate({ source: "a", folders: ["/"] }),
  environment: { USER: "mia" },
  workspaceFolder: "/data",
  now: new Date(0),
  ask: async () => undefined,
};

function file(name: string, text: string, more: Partial<VariableSources> = {}, size = text.length): BatchFile {
  const read = { size: async () => size, text: async () => text };
  return { path: `/data/${name}`, name, isLines: name.endsWith("l"), ...read, sources: { ...sources, ...more } };
}

describe("a batch's lines", () => {
  test("are inputs or whole requests; an invalid one is a line, with file, line and column", async () => {
    const text = [
      '{"ticket":1}\r',
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
    expect(problems?.[1]?.problem).toMatch(
      /^tickets\.jsonl, line 5, column 1: .* must contain a JSON object, not a list/,
    );
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
    ["more than 10,000 lines", [file("t.jsonl", "{}\n".repeat(10_001))], "t.jsonl is too long"],
    ["more than 128 MiB", [file("t.jsonl", "{}", {}, 128 * 1024 * 1024 + 1)], "t.jsonl is too large"],
    [
      "files that are small alone",
      [1, 2].map((n) => file(`${n}.json`, "{}", {}, 100 * 1024 * 1024)),
      "These files together are too large: a batch can have at most 128 MiB. Select fewer files.",
    ],
  ])("are refused as a whole: %s", async (_, sourceFiles, message) => {
    await expect(readBatch(sourceFiles)).rejects.toThrow(message);
  });
});

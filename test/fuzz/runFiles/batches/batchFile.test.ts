import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BatchFile, BatchReadError, readBatch } from "../../../../src/runFiles/batches/batchFile.ts";
import { ReadGate } from "../../../../src/runFiles/consent/readGate.ts";
import { cases } from "../../../support/cases.ts";
import { json, nearly } from "../../arbitraries.ts";

async function* pieces(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const at = [0, ...cuts.map((cut) => cut % (bytes.byteLength + 1)).toSorted((a, b) => a - b), bytes.byteLength];
  for (const [index, end] of at.slice(1).entries()) yield bytes.subarray(at[index], end);
}

const cuts = fc.array(fc.nat({ max: 2_000 }), { maxLength: 6 });
const request = fc.record(
  {
    input: fc.dictionary(fc.string({ maxLength: 5 }), json, { maxKeys: 2 }),
    user_id: fc.string(),
    files: fc.array(fc.string(), { maxLength: 2 }),
  },
  { requiredKeys: ["input"] },
);
const line = fc.oneof(
  request.map((value) => JSON.stringify(value)),
  nearly(request).map((value) => JSON.stringify(value) ?? ""),
  fc.string({ maxLength: 20 }),
  fc.constantFrom("", "  ", "\r", "// why", '{"a": "${uuid}"}', '{"a": "${env:NO_SUCH}"}', "[".repeat(600), "{}"),
);

function fileOf(bytes: Uint8Array, cuts: readonly number[]): BatchFile {
  const gate = new ReadGate({ source: "a", folders: ["/a"] });
  const sources = {
    gate,
    runFilePath: "/a/lines.jsonl",
    environment: {},
    workspaceFolder: "/a",
    now: new Date(0),
    ask: async () => Promise.resolve(undefined),
  };
  return { path: "/a/lines.jsonl", name: "lines.jsonl", isLines: true, open: () => pieces(bytes, cuts), sources };
}

describe("lines of JSON", () => {
  test("each line that is not blank is a request, or a problem that names its line", async () => {
    const lines = fc.array(
      line.map((text) => text.replaceAll("\n", " ")),
      { maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(lines, cuts, async (lines, cuts) => {
        const read = await readBatch([fileOf(Buffer.from(lines.join("\n")), cuts)]);
        const filled = lines.flatMap((text, index) => (text.trim() === "" ? [] : [index + 1]));
        expect(read?.map(({ source }) => source)).toEqual(filled.map((number) => `lines.jsonl:${number}`));
        for (const [index, { request, problem }] of (read ?? []).entries()) {
          if (problem === undefined) expect(request).toBeDefined();
          else expect(problem).toContain(`lines.jsonl, line ${filled[index]}`);
        }
      }),
      cases(),
    );
  });

  test("bytes of any kind are read, or the file is refused by name", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), cuts, async (bytes, cuts) => {
        try {
          for (const { request, problem } of (await readBatch([fileOf(bytes, cuts)])) ?? [])
            expect(request ?? problem).toBeDefined();
        } catch (error) {
          expect(error).toBeInstanceOf(BatchReadError);
          expect(String(error)).toContain("lines.jsonl");
        }
      }),
      cases(),
    );
  });
});

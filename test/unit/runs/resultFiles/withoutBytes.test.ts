import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fileAt, filesIn } from "#runs/resultFiles/filesIn.ts";
import { leftOutWords } from "#runs/resultFiles/leftOut.ts";
import { bytesOf, isResultFile, type ResultFile } from "#runs/resultFiles/resultFile.ts";
import { withoutBytes } from "#runs/resultFiles/withoutBytes.ts";
import { jpeg, pdf } from "../../../support/samples/fileSamples.ts";

const fileOf = (bytes: Buffer, more: object = {}): ResultFile & { size: number } => ({
  content: bytes.toString("base64"),
  size: bytes.length,
  ...more,
});
const photo = fileOf(jpeg(1280, 720), { name: "photo-1.jpg", mime_type: "image/jpeg" });
const note = fileOf(pdf, { name: "note.pdf" });
const table = fileOf(Buffer.from("month,amount\nMay,310\n"), { name: "charges.csv" });

describe("what is a file", () => {
  test.each([
    ["without a name", { content: photo.content, size: photo.size }],
    ["in lines of base64", { ...note, content: note.content.replace(/.{20}/g, "$&\r\n") }],
    ["behind the head of a data address", { ...note, content: `data:application/pdf;base64,${note.content}` }],
    ["that is no base64 far behind its beginning", { content: `${"QUJD".repeat(200)}%%%`, size: 600, name: "a.bin" }],
    ["an image that is no base64 at all", { content: "<binary>", size: 8_000, name: "a.png", mime_type: "image/png" }],
  ])("a file %s", (_, value) => {
    expect(isResultFile(value)).toBe(true);
  });

  test.each([
    ["a text with its length", { content: "Hello", size: 5 }],
    ["a named text with its length in bytes", { content: "Grüße", size: 7, name: "note.txt", mime_type: "text/plain" }],
    ["a document that is text", { content: "# Report\n\nAll is well.", size: 900, name: "report.md" }],
    ["a size in words", { content: photo.content, size: "214 KB" }],
    ["without a size", { content: photo.content, name: "photo.jpg" }],
  ])("%s is none", (_, value) => {
    expect(isResultFile(value)).toBe(false);
    expect(withoutBytes(value)).toBe(value);
  });
});

describe("without their bytes", () => {
  const lines = { ...note, content: note.content.replace(/.{20}/g, "$&\n") };
  test.each([
    ["JSON", JSON.stringify({ plot: photo, rows: [table] }), 2],
    ["JSON with escaped slashes", JSON.stringify({ plot: photo }).replaceAll("/", "\\/"), 1],
    ["JSON in a text of JSON", JSON.stringify({ result: JSON.stringify({ plot: lines, rows: [table] }) }), 2],
    ["JSON of more than a million characters", JSON.stringify({ rows: "- ".repeat(600_000), plot: photo }), 1],
    [
      "Python's repr",
      `{'plot': {'content': '${photo.content}', 'size': ${photo.size}, 'name': 'plot.jpg'}, 'ok': True}`,
      1,
    ],
    [
      "JSON in Python's repr, in both kinds of quotes",
      `{'plot': '{"it\\'s": "\\\\b\\\\f", "plot": ${JSON.stringify(photo)}}', "rows": "[${JSON.stringify(table).replaceAll('"', '\\"')}]"}`,
      2,
    ],
  ])("files in a text of %s are replaced by words, too, and are found through it", (_, text, count) => {
    const thin = withoutBytes({ result: text });
    expect(thin.result).not.toMatch(/[A-Za-z0-9+/\\]{28}/);
    const found = filesIn(thin);
    expect(found).toHaveLength(count);
    for (const { path, file } of found) {
      const whole = fileAt({ result: text }, path);
      expect(leftOutWords(whole!.content)).toBe(leftOutWords(file.content));
    }
  });

  test("at any place and with any bytes, nothing of the content stays, and all of it is read back from there", () => {
    const file = fc
      .uint8Array({ minLength: 30, maxLength: 300 })
      .map((bytes) => fileOf(Buffer.from(bytes), { name: "a.bin" }));
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<unknown>(1, null, "a text", true),
        file,
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom("input", "a b", "0", "__proto__", "files"), tie("value"), { maxKeys: 3 }),
        tie("value").map((inner) => JSON.stringify([inner])),
      ),
    }));
    fc.assert(
      fc.property(file, value, (one, other) => {
        const whole = { one, other };
        const thin = withoutBytes(whole);
        const found = filesIn(thin);
        expect(found).toHaveLength(leftOf(whole).split('"a.bin"').length - 1);
        for (const { path } of found) {
          const back = fileAt(whole, path)!;
          expect(leftOf(thin)).not.toContain(back.content);
          const read = bytesOf(back, "a.bin");
          expect("bytes" in read && Buffer.from(read.bytes).toString("base64")).toBe(back.content);
        }
        expect(withoutBytes(thin)).toEqual(thin);
      }),
    );
  });
});

/** A value as JSON, with the lists opened that stand as JSON inside its texts. */
function leftOf(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === "string" && /^\[(?!left out)/.test(each) ? (JSON.parse(each) as unknown) : each,
  );
}

describe("the description of a file", () => {
  test("its bytes are exactly those that the app sent, and problems are reported", () => {
    const read = (file: ResultFile): unknown => {
      const answer = bytesOf(file, "a.pdf");
      return "bytes" in answer ? { ...answer, bytes: Buffer.from(answer.bytes) } : answer;
    };
    expect(read(note)).toEqual({ bytes: pdf });
    expect(read({ ...note, content: `data:application/pdf;base64,${note.content.replace(/.{9}/g, "$&\n")}` })).toEqual({
      bytes: pdf,
    });
    expect(read({ ...note, size: 1_000 })).toEqual({
      bytes: pdf,
      differs: `a.pdf may be incomplete: received ${pdf.length} of 1,000 bytes.`,
    });
    expect(read({ ...note, size: 3 })).toEqual({
      bytes: pdf,
      differs: `a.pdf may be damaged: received ${pdf.length} bytes instead of 3.`,
    });
    expect(read({ ...note, content: `${note.content}%` })).toEqual({
      problem: "a.pdf can't be read: the app didn't send its content as valid base64.",
    });
  });
});

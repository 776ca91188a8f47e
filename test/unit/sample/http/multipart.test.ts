import { describe, expect, test } from "vitest";
import { MultipartError, MultipartParser } from "../../../../src/sample/http/multipart.ts";
import { parsePartHeaders, type PartHeaders } from "../../../../src/sample/http/partHeaders.ts";

interface ParsedPart {
  headers: PartHeaders;
  text: string;
}

function parse(chunks: readonly Uint8Array[], boundary = "b0"): ParsedPart[] {
  const parts: ParsedPart[] = [];
  const parser = new MultipartParser(boundary, (headers) => {
    const bytes: Buffer[] = [];
    return {
      write: (chunk) => bytes.push(Buffer.from(chunk)),
      end: () => parts.push({ headers, text: Buffer.concat(bytes).toString("latin1") }),
    };
  });
  for (const chunk of chunks) parser.push(chunk);
  parser.finish();
  return parts;
}

const tricky = "\r\n--b\r\n--b1\r\n\r\n-\r--b0\n--b0\r\r\n--";
const body = Buffer.from(
  "ignored preamble\r\n--b0\r\n" +
    'Content-Disposition: form-data; name="input"\r\n\r\n{"a":1}\r\n--b0 \t\r\n' +
    'content-disposition: form-data; name="files"; filename="naïve.png"\r\nContent-Type: image/png\r\n\r\n' +
    `${tricky}\r\n--b0\r\n` +
    'Content-Disposition: form-data; name="empty"\r\n\r\n\r\n--b0--\r\nignored epilogue --b0',
);

const expected: ParsedPart[] = [
  { headers: { name: "input", fileName: undefined, mimeType: undefined }, text: '{"a":1}' },
  { headers: { name: "files", fileName: "naïve.png", mimeType: "image/png" }, text: tricky },
  { headers: { name: "empty", fileName: undefined, mimeType: undefined }, text: "" },
];

describe("MultipartParser", () => {
  test("parses a body cut in two at every place", () => {
    for (let cut = 0; cut <= body.length; cut++) {
      expect(parse([body.subarray(0, cut), body.subarray(cut)]), `cut at ${cut}`).toEqual(expected);
    }
  });

  test.each([1, 2, 7])("parses a body in chunks of %i bytes", (size) => {
    const chunks: Buffer[] = [];
    for (let at = 0; at < body.length; at += size) chunks.push(body.subarray(at, at + size));
    expect(parse(chunks)).toEqual(expected);
  });

  test("passes on a large part as it arrives and holds back less than a delimiter", () => {
    let received = 0;
    const parser = new MultipartParser("b0", () => ({
      write: (chunk) => (received += chunk.length),
      end: () => undefined,
    }));
    parser.push(Buffer.from('--b0\r\nContent-Disposition: form-data; name="a"\r\n\r\n'));
    for (let index = 1; index <= 8; index++) {
      parser.push(Buffer.alloc(65_536, "\r"));
      expect(index * 65_536 - received).toBeLessThan("\r\n--b0".length);
    }
  });

  test.each([
    ["a missing last boundary", '--b0\r\nContent-Disposition: form-data; name="a"\r\n\r\nhello\r\n--b0\r\n'],
    ["nothing at all", ""],
    ["a boundary line with more on it", "--b0x\r\n"],
    ["a part without a disposition", "--b0\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b0--"],
    ["a part without a name", "--b0\r\nContent-Disposition: form-data\r\n\r\nhello\r\n--b0--"],
    ["endless headers", `--b0\r\nX: ${"x".repeat(20_000)}`],
    ["endless padding", `--b0${" ".repeat(20_000)}`],
  ])("refuses %s", (_what, text) => {
    expect(() => parse([Buffer.from(text)])).toThrow(MultipartError);
  });
});

describe("parsePartHeaders", () => {
  test.each([
    ['form-data; name="a"; filename="C:\\dir\\x.png"', "x.png"],
    ['form-data; name="a"; filename="../x.png"', "x.png"],
    ['form-data; name="a"; filename="say %22hi%22.png"', 'say "hi".png'],
    ["form-data; name=a; filename=plain.png", "plain.png"],
  ])("reads the file name of %s", (disposition, fileName) => {
    const headers = parsePartHeaders(`\r\nContent-Disposition: ${disposition}`);
    expect(headers).toEqual({ name: "a", fileName, mimeType: undefined });
  });

  test("does not take the name out of a file name", () => {
    expect(parsePartHeaders('Content-Disposition: form-data; filename="; name=x.png"')?.name).toBeUndefined();
  });
});

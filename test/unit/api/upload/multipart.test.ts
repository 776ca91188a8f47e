import { describe, expect, test } from "vitest";
import type { FileSource } from "#api/contract.ts";
import { type FormPart, escapeName, multipartBody } from "#api/upload/multipart.ts";

function file(name: string, content: string, size = Buffer.byteLength(content)): FileSource {
  return {
    name,
    size,
    mimeType: "text/plain",
    async *open() {
      for (const character of content) yield Buffer.from(character);
    },
  };
}

async function read(parts: FormPart[]): Promise<{ text: string; length: number; contentType: string }> {
  const body = multipartBody(parts, "BOUNDARY");
  const chunks: Uint8Array[] = [];
  for await (const chunk of body.open() as AsyncIterable<Uint8Array>) chunks.push(Uint8Array.from(chunk));
  return { text: Buffer.concat(chunks).toString(), length: body.length, contentType: body.contentType };
}

describe("multipartBody", () => {
  test("writes fields and files, and knows its length before", async () => {
    const { text, length, contentType } = await read([
      { name: "input", value: '{"a":"é"}' },
      { name: "files", file: file("receipt.txt", "paid ✓") },
    ]);
    expect(contentType).toBe("multipart/form-data; boundary=BOUNDARY");
    expect(text).toBe(
      '--BOUNDARY\r\ncontent-disposition: form-data; name="input"\r\n\r\n{"a":"é"}\r\n' +
        '--BOUNDARY\r\ncontent-disposition: form-data; name="files"; filename="receipt.txt"\r\n' +
        "content-type: text/plain\r\n\r\npaid ✓\r\n--BOUNDARY--\r\n",
    );
    expect(length).toBe(Buffer.byteLength(text));
  });

  test("a type cannot add a header", async () => {
    const evil = { ...file("a", "b"), mimeType: "text/plain\r\nx-evil: 1" };
    expect((await read([{ name: "file", file: evil }])).text).toContain("content-type: text/plainx-evil: 1\r\n\r\n");
  });

  test.each([
    ["shrank", 6],
    ["grew", 4],
  ])("a file that %s is an error", async (how, size) => {
    const parts = [{ name: "file", file: file("log.txt", "12345", size) }];
    const message = `log.txt ${how} while it was being sent. Try again.`;
    await expect(read(parts)).rejects.toMatchObject({ kind: "invalid", message });
  });

  test("never yields more of a file than its announced size", async () => {
    const body = multipartBody([{ name: "file", file: file("log.txt", "12345", 3) }]);
    let sent = 0;
    const reading = (async () => {
      for await (const chunk of body.open() as AsyncIterable<Uint8Array>) sent += chunk.byteLength;
    })();
    await expect(reading).rejects.toMatchObject({ kind: "invalid" });
    expect(sent).toBeLessThanOrEqual(body.length);
  });
});

test("escapeName follows the HTML standard", () => {
  expect(escapeName('a"b\r\nc%22\\ü')).toBe("a%22b%0D%0Ac%22\\ü");
});

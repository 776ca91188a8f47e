import fc from "fast-check";
import { expect, test } from "vitest";
import { base64File, mayBeFile } from "#base/base64File.ts";
import { gif, jpeg, pdf, png, webp, zip } from "../../support/samples/fileSamples.ts";

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

test.each([
  ["PNG image", "image/png", "png", png(300, 150), { width: 300, height: 150 }],
  ["JPEG image", "image/jpeg", "jpg", jpeg(640, 480), { width: 640, height: 480 }],
  ["GIF image", "image/gif", "gif", gif(12, 7), { width: 12, height: 7 }],
  ["WebP image", "image/webp", "webp", webp("VP8X", 1000, 4), { width: 1000, height: 4 }],
  ["WebP image", "image/webp", "webp", webp("VP8L", 33, 900), { width: 33, height: 900 }],
  ["WebP image", "image/webp", "webp", webp("VP8 ", 64, 32), { width: 64, height: 32 }],
  ["PDF document", "application/pdf", "pdf", pdf, undefined],
  ["ZIP archive", "application/zip", "zip", zip, undefined],
])("a file in a text is recognized by its bytes: %s %s", (name, mime, extension, bytes, size) => {
  const text = base64(bytes);
  const file = {
    name,
    mime,
    extension,
    bytes: bytes.length,
    base64: text,
    image: size !== undefined,
    ...(size ? { size } : {}),
  };
  expect(base64File(text)).toEqual(file);
  expect(base64File(`data:text/html;charset=utf-8;base64,${text}`)).toEqual(file);
  expect(base64File(text.replace(/.{20}/g, "$&\r\n"))).toEqual(file);
});

test.each([
  ["a beginning alone, and no whole group of four", "iVBORw0KGgo"],
  ["something behind it", `${base64(png(3, 3))}"onerror=`],
  ["something in it", `iVBORw0KGgo<script>${"A".repeat(82)}`],
  [
    "an SVG, which may hold scripts",
    base64(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')),
  ],
  ["an SVG that says that it is something else", `data:image/png;base64,${base64(Buffer.from("<svg/>"))}`],
  ["a sound in the same wrapping as WebP", base64(Buffer.from("RIFF1234WAVEfmt "))],
])("a file in a text %s is none", (_, text) => {
  expect(base64File(text)).toBeUndefined();
});

test("a file in a text any text is a file or none, and never more than it contains", () => {
  const bytes = fc.oneof(
    fc.uint8Array(),
    fc.uint8Array().map((rest) => Buffer.concat([jpeg(1, 1).subarray(0, 4), rest])),
  );
  let files = 0;
  fc.assert(
    fc.property(bytes, fc.string(), (each, words) => {
      const text = base64(each);
      const file = base64File(text);
      if (file) files++;
      if (file) expect(Buffer.from(file.base64, "base64").length).toBe(file.bytes);
      if (file) expect(mayBeFile(text)).toBe(true);
      expect(base64File(`${words}%`)).toBeUndefined();
    }),
  );
  expect(files).toBeGreaterThan(10);
});

import { expect, test } from "vitest";
import type { FileSource } from "#api/contract.ts";
import { checkSize } from "#api/upload/sizeLimit.ts";
import { maxRequestBytes } from "#model/bytes.ts";

const file = (name: string, size: number): FileSource => ({ name, size, async *open() {} });

test("the limit itself is fine", () => {
  expect(maxRequestBytes).toBe(128 * 1024 * 1024);
  expect(() => checkSize(maxRequestBytes, [], maxRequestBytes)).not.toThrow();
});

test("one byte more is not, and the error says the size, the limit and the biggest file", () => {
  const files = [file("a.txt", 10), file("video.mp4", maxRequestBytes), file("c.txt", 20)];
  expect(() => checkSize(maxRequestBytes + 1, files, maxRequestBytes)).toThrow(
    expect.objectContaining({
      kind: "too-large",
      outcomeUnknown: false,
      message:
        "The request is 128 MiB (134,217,729 bytes), but an app accepts at most 128 MiB (134,217,728 bytes). " +
        "The biggest file, video.mp4, is 128 MiB (134,217,728 bytes).",
    }),
  );
});

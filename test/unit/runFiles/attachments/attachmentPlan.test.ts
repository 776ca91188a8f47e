import { describe, expect, test } from "vitest";
import type { FileSource } from "#api/contract.ts";
import { type KnownFile, planAttachments } from "#runFiles/attachments/attachmentPlan.ts";

const mib = 1024 * 1024;

function file(name: string, size: number): FileSource {
  return { name, size, async *open() {} };
}

function fresh(name: string, size: number): KnownFile {
  return { file: file(name, size), uploads: [] };
}

describe("files are sent", () => {
  const small = [fresh("a.txt", 10), fresh("b.txt", 32 * mib - 10)];
  const known = [fresh("a.txt", 10), { ...fresh("b.txt", 5), uploads: [{ id: "id-b", name: "b.txt" }] }];

  test("with the request when they are small and new", () => {
    expect(planAttachments(small)).toEqual({ send: small.map((each) => each.file), refer: [] });
  });

  test("before it when one of them was uploaded before, each by its id, in order", () => {
    expect(planAttachments(known).refer.map(({ id }) => id)).toEqual([undefined, "id-b"]);
  });

  test("before it when none may go with it", () => {
    expect(planAttachments(small, 0).refer).toHaveLength(2);
    expect(planAttachments([], 0)).toEqual({ send: [], refer: [] });
  });
});

test("with the upload of the same name, each for one file only", () => {
  const uploads = [
    { id: "id-1", name: "copy.txt" },
    { id: "id-2", name: "a.txt" },
  ];
  const same = ["a.txt", "b.txt", "c.txt"].map((name) => ({ ...fresh(name, 5), uploads }));
  expect(planAttachments(same).refer.map(({ file: { name }, id }) => [name, id])).toEqual([
    ["a.txt", "id-2"],
    ["b.txt", "id-1"],
    ["c.txt", undefined],
  ]);
});

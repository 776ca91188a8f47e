import { expect, test } from "vitest";
import { readAs } from "#base/stored.ts";
import { storedUploadSchema } from "#workbench/core/uploadStore.ts";

const upload = { id: "u", name: "a.txt", size: 1, sha256: "a", at: 2 };
const stored = { connectionId: "c", origin: "https://a.example", upload };
const wrong = { id: 1, name: null, size: "1", sha256: undefined, at: "2" };
const broken = [
  null,
  "text",
  [],
  {},
  ...Object.entries(wrong).map(([field, value]) => ({ ...upload, [field]: value })),
];

test.each(broken)("%j is no upload", (value) => {
  expect(readAs(storedUploadSchema, value)).toBeUndefined();
  expect(readAs(storedUploadSchema, { ...stored, upload: value })).toBeUndefined();
});

test.each(["connectionId", "origin"])("an upload needs its %s", (field) => {
  expect(readAs(storedUploadSchema, { ...stored, [field]: undefined })).toBeUndefined();
});

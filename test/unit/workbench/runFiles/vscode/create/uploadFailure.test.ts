import { expect, test } from "vitest";
import type { FileSource } from "#api/contract.ts";
import { ApiError } from "#api/errors.ts";
import { isNews } from "#host/errors/explainError.ts";
import type { ApiErrorKind } from "#model/errorKinds.ts";
import { uploadFailure } from "#workbench/runFiles/vscode/create/uploadFailure.ts";

const file = (name: string): FileSource => ({ name, size: 1, async *open() {} });
const failed = (name: string, kind: ApiErrorKind, message: string) => ({
  file: file(name),
  error: new ApiError({ kind, message }),
});
const done = (...names: string[]) => names.map((name) => ({ id: name, name, size: 1 }));

test.each([
  [
    "one file that can't be read",
    { done: [], failed: [failed("a.pdf", "invalid", "a.pdf doesn't exist.")], left: [] },
    "a.pdf was not uploaded: a.pdf doesn't exist. No run was created.",
  ],
  [
    "a person who cancels",
    {
      done: done("a.pdf"),
      failed: [failed("b.pdf", "aborted", "The request was canceled.")],
      left: [file("c.pdf"), file("d.pdf")],
    },
    "The upload of b.pdf was canceled. 2 files were not tried. 1 file was uploaded. No run was created.",
  ],
  [
    "many files that can't be read",
    { done: [], failed: ["a", "b", "c", "d", "e"].map((name) => failed(name, "invalid", "Gone.")), left: [] },
    "a was not uploaded: Gone. b was not uploaded: Gone. c was not uploaded: Gone. 2 more weren't uploaded either. No run was created.",
  ],
  [
    "one file more than it names",
    { done: [], failed: ["a", "b", "c", "d"].map((name) => failed(name, "invalid", "Gone.")), left: [] },
    "a was not uploaded: Gone. b was not uploaded: Gone. c was not uploaded: Gone. 1 more wasn't uploaded either. No run was created.",
  ],
])("it reports %s", (name, result, message) => {
  const again = { title: "Retry", run: () => undefined };
  const error = uploadFailure(result, "No run was created.", [again]);
  expect(error.message).toBe(message);
  expect(error.nextSteps).toEqual([again]);
  expect(isNews(error)).toBe(name === "a person who cancels");
});

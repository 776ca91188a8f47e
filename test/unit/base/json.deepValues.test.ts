import { expect, test } from "vitest";
import { errorOfResponse } from "#api/http/errorResponse.ts";
import { explainError } from "#host/errors/explainError.ts";
import { exportedRunText, parseExport } from "#runs/exports/exportFile.ts";

/** A few kilobytes that break what calls itself for each level of JSON. */
const bomb = "[".repeat(10_000) + "]".repeat(10_000);

test("JSON that is nested ten thousand times in an app's error", () => {
  const text = `{"error":{"message":"Bad Request","details":${bomb}}}`;
  const error = errorOfResponse({
    method: "GET",
    status: 400,
    header: () => undefined,
    text,
    redact: (same) => same,
    now: 0,
  });
  expect(explainError(error).message).toMatch(/^Bad Request \[/);
});

test("JSON that is nested ten thousand times in an export, which is written again", async () => {
  const text = `{"format":"dynamiq-runs-export","version":1,"exportedAt":"","app":{"name":"","host":""},"runs":[{"run":{"id":"1","status":"completed","output":${bomb}},"events":[]}]}`;
  const [run] = parseExport(text, "a.json").runs;
  const pages = (async function* () {})();
  const written: string[] = [];
  if (run) for await (const part of exportedRunText(run.run, pages)) written.push(part);
  expect(written.join("")).toContain("]");
});

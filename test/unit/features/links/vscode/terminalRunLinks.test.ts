import { expect, test } from "vitest";
import { terminalRunLinks } from "#features/links/vscode/terminalRunLinks.ts";

test("the id of a known run in a terminal is a link, and no other id is one", () => {
  const runId = "5f0c7c3e-3b0f-4a57-9f1e-0d4f3c2b1a09";
  const apps = [
    { connection: { id: "other" }, session: { store: new Map() } },
    { connection: { id: "own" }, session: { store: new Map([[runId, {}]]) } },
  ];
  expect(terminalRunLinks(apps, `started ${runId}, not 00000000-0000-4000-8000-000000000000`)).toEqual([
    { startIndex: 8, length: 36, tooltip: "Open Run", run: { connectionId: "own", runId } },
  ]);
});

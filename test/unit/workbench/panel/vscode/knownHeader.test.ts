import { expect, test } from "vitest";
import { localConnectionId } from "#runs/labels/localRun.ts";
import { knownHeader, startHtml } from "#workbench/panel/vscode/knownHeader.ts";

const connection = { name: "Support", production: false, exists: true, trusted: true };

test("a run that the list doesn't have has no header yet", () => {
  expect(knownHeader(connection)).toBeUndefined();
});

test("a run has the result that the list has of it, before its events are read", () => {
  const known = {
    id: "1",
    status: "completed",
    input: { subject: "Refund" },
    output: { content: "It is *refunded*." },
  };
  const header = knownHeader({ ...connection, known });
  expect(header).toMatchObject({ title: "Refund", statusWord: "Completed", sentence: [{ text: "It is refunded." }] });
  expect(header && startHtml(header)).toContain(`<b>Completed</b><span class="ellipsis">It is refunded.</span>`);
});

test("the secrets of a local run are covered there, too", () => {
  const output = { content: "Authorization: Bearer sk-proj-Abcdefghijklmnopqrstuvwx" };
  const known = { id: "1", status: "completed", output };
  const runRef = { connectionId: localConnectionId("1"), runId: "1" };
  const header = knownHeader({ ...connection, known, runRef });
  expect(JSON.stringify(header)).toContain("Authorization");
  expect(JSON.stringify(header)).not.toContain("Abcdefghijklmnopqrstuvwx");
});

test("a time that goes on is left to the script", () => {
  const known = { id: "1", status: "created", started_at: "2026-06-10T09:15:21Z" };
  const header = knownHeader({ ...connection, known });
  expect(header && startHtml(header)).toContain(`<span class="ellipsis">waiting for a worker</span>`);
});

import { expect, test } from "vitest";
import { batchTarget } from "#features/batches/vscode/batchTarget.ts";
import type { RunFileLine } from "#runFiles/batches/runFileLine.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";

const support: Connection = { id: "1", name: "Support", baseUrl: "https://support.example" };
const billing: Connection = { id: "2", name: "Billing", baseUrl: "https://billing.example" };

function line(n: number, connection?: string): RunFileLine {
  return { source: `t.jsonl:${n}`, request: { input: { n } }, connection: connection || undefined };
}

test("a batch goes to the active app, or to the one that its lines name", () => {
  expect(batchTarget([line(1), line(2)], [support, billing], support).connection).toBe(support);
  const named = batchTarget([line(1, "Billing"), line(2)], [support, billing], support);
  expect(named.connection).toBe(billing);
  expect(named.lines).toEqual([
    { source: "t.jsonl:1", request: { input: { n: 1 } } },
    { source: "t.jsonl:2", request: { input: { n: 2 } } },
  ]);
});

test("a line that names another app than the batch's is sent nowhere", () => {
  const { connection, lines } = batchTarget(
    [line(1, "Billing"), line(2, "Support"), line(3)],
    [support, billing],
    support,
  );
  expect(connection).toBe(support);
  expect(lines.map(({ problem }) => problem)).toEqual([
    '"connection" is “Billing”, but this batch goes to “Support”. Correct "connection", or send the line in another batch.',
    undefined,
    undefined,
  ]);
  expect(lines[0]?.request).toBeUndefined();
});

test("a connection that doesn't exist is reported", () => {
  const { connection, lines } = batchTarget([line(1, "Nobody")], [support], support);
  expect(connection).toBe(support);
  expect(lines[0]?.problem).toContain('"connection" must name a saved connection. Saved: Support.');
});

import { getEventListeners } from "node:events";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunsClient } from "#api/client.ts";
import type { ApiError } from "#api/errors.ts";
import { answerFaults } from "../../faults/table/answerFaults.ts";
import { connectionFaults } from "../../faults/table/connectionFaults.ts";
import { explainedIn } from "../../faults/table/explained.ts";
import type { FaultRow } from "../../faults/table/faultRow.ts";
import { openFault } from "../../faults/table/openFault.ts";
import { statusFaults } from "../../faults/table/statusFaults.ts";
import { type SampleApp, startSampleApp } from "../../support/sample/testApp.ts";
import { connect, failureOf } from "./clients.ts";
import { type TestServer, json, serve } from "./servers.ts";

const rows = [...connectionFaults, ...answerFaults, ...statusFaults];

/** In milliseconds: long enough for a busy machine, unless they are to be waited for. */
const long = { headers: 20_000, idle: 20_000, refusal: 20_000 };
const short = { headers: 1_000, idle: 1_000, refusal: 1_000 };

const trusted = getCACertificates("default");
/** Of all calls: none may leave a listener on it. */
const { signal } = new AbortController();
/** What nobody caught, and what Node.js warns of, such as listeners that pile up. */
const unhandled: unknown[] = [];
const note = (problem: unknown): void => void unhandled.push(problem);
let before: Record<string, number>;
let app: SampleApp;
/** Where redirects lead. It must never receive a request. */
let elsewhere: TestServer;

beforeAll(async () => {
  process.on("unhandledRejection", note).on("warning", note);
  before = resources();
  app = await startSampleApp({ pastRuns: 3 });
  elsewhere = await serve((_, response) => json(response, 200, {}));
});

afterAll(() => void process.off("unhandledRejection", note).off("warning", note));

/** Sockets and servers of this process that are still there, by kind. */
function resources(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo())
    if (/TCP|TLS|Server/.test(kind)) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** What is there beyond what was there before. */
function left(at: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(resources()).filter(([kind, count]) => count > (at[kind] ?? 0)));
}

interface Failed {
  error: ApiError;
  /** How many HTTP requests the call made, by the client's own log. */
  sent: number;
  /** How many connections the other end took; `undefined` where nobody is there to count. */
  taken: number | undefined;
  /** What `docs/messages.md` says of it. */
  explained: string[];
}

async function failAt(row: FaultRow, call: (client: RunsClient) => Promise<unknown>): Promise<Failed> {
  await using fault = await openFault(row.where, app.url, elsewhere.url);
  if (fault.certificate) setDefaultCACertificates([fault.certificate]);
  // The headers of a refusal that never ends have to arrive in time.
  const limits = !row.isEndless ? long : row.kind === "server" ? { ...long, refusal: short.refusal } : short;
  let sent = 0;
  const onRequest = (): void => void sent++;
  const network = { systemCertificates: false };
  const settings = { accessKey: app.accessKey, limits: { read: limits, write: limits }, network, onRequest };
  await using connection = connect(fault.url, settings);
  const error = await failureOf(call(connection.client));
  setDefaultCACertificates(trusted);
  const explained = explainedIn(error);
  return { error, sent, taken: fault.taken(), explained };
}

/** Whether there is another end that can count connections. */
function isCounted({ where: { kind } }: FaultRow): boolean {
  return kind !== "nobodyListens" && kind !== "noSuchHost";
}

async function read(row: FaultRow): Promise<void> {
  const { error, sent, taken, explained } = await failAt(row, (client) => client.listRuns({}, { signal }));
  expect(error).toMatchObject({ kind: row.kind, outcomeUnknown: false });
  expect(sent).toBe(row.reads);
  expect(taken).toBe(isCounted(row) ? row.reads : undefined);
  if (!row.isOwn) expect(explained).not.toEqual([]);
}

async function create(row: FaultRow): Promise<void> {
  const { error, sent, taken } = await failAt(row, (client) =>
    client.createRun({ input: { a: row.what } }, { mode: "background", signal }),
  );
  expect(error).toMatchObject({ kind: row.kind, outcomeUnknown: row.create === "unknown" });
  expect(sent).toBe(1);
  expect(taken).toBe(isCounted(row) ? 1 : undefined);
  const made = app.created.filter(({ input }) => input["a"] === row.what).length;
  if (row.where.kind === "other" && row.where.reachesApp) expect(made).toBe(1);
  else expect(made).toBeLessThanOrEqual(row.create === "unknown" ? 1 : 0);
}

const floods = ({ where }: FaultRow): boolean => where.kind === "other" && where.flood !== undefined;

// Each waits for its limits, which costs nothing.
describe.concurrent("Without an end", () => {
  test.each(rows.filter(({ isEndless }) => isEndless))("$what", async (row) => {
    await Promise.all([read(row), create(row)]);
  });
});

describe.each(rows.filter(({ isEndless }) => !isEndless))("$what", (row) => {
  test("a read", () => read(row));

  // Of a long response, a read shows all.
  test.skipIf(floods(row))("a create", () => create(row));
});

test("no call leaves a socket, a listener or an error behind, or follows a redirect", async () => {
  expect(elsewhere.requests).toEqual([]);
  await app.close();
  await elsewhere[Symbol.asyncDispose]();
  await expect.poll(() => left(before)).toEqual({});
  expect(unhandled).toEqual([]);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

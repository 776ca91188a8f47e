import { readFile } from "node:fs/promises";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { RunsClient } from "../../../src/api/client.ts";
import type { ApiError } from "../../../src/api/errors.ts";
import { explainError } from "../../../src/host/errors/explainError.ts";
import { notificationText } from "../../../src/host/errors/notificationText.ts";
import { shortReason } from "../../../src/host/errors/shortReason.ts";
import { type SampleApp, startSampleApp } from "../../../src/sample/server.ts";
import { problemView } from "../../../src/views/panel/problemView.ts";
import { answerFaults } from "../../faults/table/answerFaults.ts";
import { connectionFaults } from "../../faults/table/connectionFaults.ts";
import type { FaultRow } from "../../faults/table/faultRow.ts";
import { type OpenFault, openFault } from "../../faults/table/openFault.ts";
import { statusFaults } from "../../faults/table/statusFaults.ts";
import { streamFaults } from "../../faults/table/streamFaults.ts";
import { connect, failureOf } from "./clients.ts";
import { type TestServer, json, serve } from "./servers.ts";

/** In milliseconds: long enough for a busy machine, unless they are to be waited for. */
const long = { headers: 20_000, idle: 20_000, refusal: 20_000 };
const short = { headers: 1_000, idle: 1_000, refusal: 1_000 };
const trusted = getCACertificates("default");
let app: SampleApp;
/** Where redirects lead. It must never receive a request. */
let elsewhere: TestServer;

beforeAll(async () => {
  app = await startSampleApp({ pastRuns: 3 });
  elsewhere = await serve((_, response) => json(response, 200, {}));
});

afterEach(() => {
  setDefaultCACertificates(trusted);
  expect(elsewhere.requests).toEqual([]);
});

afterAll(async () => {
  await app.close();
  await elsewhere[Symbol.asyncDispose]();
});

interface Failed {
  error: ApiError;
  /** How many HTTP requests the call made, by the client's own log. */
  sent: number;
  /** How many connections the other end took; `undefined` where nobody is there to count. */
  taken: number | undefined;
  fault: OpenFault;
}

async function failAt(row: FaultRow, call: (client: RunsClient) => Promise<unknown>): Promise<Failed> {
  await using fault = await openFault(row.where, app.url, elsewhere.url);
  if (fault.certificate) setDefaultCACertificates([fault.certificate]);
  const limits = row.isEndless ? short : long;
  let sent = 0;
  const onRequest = (): void => void sent++;
  const settings = {
    accessKey: app.accessKey,
    limits: { read: limits, write: limits },
    network: { systemCertificates: false },
    onRequest,
  };
  await using connection = connect(fault.url, settings);
  const error = await failureOf(call(connection.client));
  return { error, sent, taken: fault.taken(), fault };
}

/** Whether there is another end that can count connections. */
function isCounted({ where: { kind } }: FaultRow): boolean {
  return kind !== "nobodyListens" && kind !== "noSuchHost";
}

function reachesApp({ where }: FaultRow): boolean {
  return where.kind === "other" && where.reachesApp === true;
}

function said(text: string, { url }: OpenFault, request: string, data: string): string {
  const { host } = new URL(url);
  return text
    .replace("{app}", host)
    .replace("{request}", request)
    .replace("{data}", data)
    .replace("{elsewhere}", elsewhere.url)
    .replace("{name}", "Support");
}

describe.each([...connectionFaults, ...answerFaults, ...statusFaults])("$what", (row) => {
  // A slow read on a busy machine looks silent.
  const options = { retry: row.isEndless ? 2 : 0 };

  test("a read", options, async () => {
    const { error, sent, taken, fault } = await failAt(row, (client) => client.listRuns());
    expect({
      message: notificationText(explainError(error).message),
      row: shortReason(error),
      page: problemView(error, "Support", "run-1").title,
      buttons: explainError(error).nextSteps.map(({ title }) => title),
    }).toEqual({
      ...row.seen,
      message: said(row.seen.message, fault, "GET /v1/runs", "array"),
      page: said(row.seen.page, fault, "", ""),
    });
    expect(error.outcomeUnknown).toBe(false);
    expect(sent).toBe(row.reads);
    expect(taken).toBe(isCounted(row) ? row.reads : undefined);
  });

  test("a create", options, async () => {
    const made = app.created.length;
    const { error, sent, taken, fault } = await failAt(row, (client) =>
      client.createRun({ input: { a: 1 } }, { mode: "background" }),
    );
    expect(error.outcomeUnknown).toBe(row.create === "unknown");
    expect(sent).toBe(1);
    expect(taken).toBe(isCounted(row) ? 1 : undefined);
    if (reachesApp(row)) expect(app.created.length - made).toBe(1);
    else expect(app.created.length - made).toBeLessThanOrEqual(row.create === "unknown" ? 1 : 0);
    expect(notificationText(explainError(error).message)).toContain(
      said(row.seen.message, fault, "POST /v1/runs", "object"),
    );
  });
});

test("a row whose gateway loses the response after the effect looks for the run, and finds several", () => {
  const lost = statusFaults.filter(reachesApp);
  expect(lost.map(({ create }) => create)).toEqual(lost.map(() => "unknown"));
  expect(lost.map(({ what }) => what.slice(0, 3)).toSorted()).toEqual(["408", "500", "502", "503", "503", "504"]);
});

/** Messages that are the app's own words. */
const ownWords = ["Slow down.", "Internal Server Error", "The app is being deployed", "[Fix it]"];

test("docs/faults.md says what to do about each message", async () => {
  const text = await readFile(new URL("../../../docs/faults.md", import.meta.url), "utf8");
  const rows = [...text.matchAll(/^\| (?<messages>[^|]+) \|/gm)].slice(2);
  const known = rows.flatMap(({ groups }) => groups!["messages"]!.split(/ · |, /)).map((each) => each.trim());
  const seen = [...connectionFaults, ...answerFaults, ...statusFaults].map((row) => row.seen.message);
  const messages = [...seen, ...streamFaults.map(({ message }) => message)];
  const isOwn = (message: string): boolean => ownWords.some((words) => message.startsWith(words));
  const unknown = messages.filter((message) => !isOwn(message) && !known.some((each) => message.includes(each)));
  expect(unknown).toEqual([]);
});

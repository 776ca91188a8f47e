import fc from "fast-check";
import { expect, test } from "vitest";
import type { HttpResponse } from "#api/http/httpResponse.ts";
import { jsonText } from "#api/http/requestBody.ts";
import { readJson } from "#api/readJson.ts";
import type { Run } from "#api/schemas.ts";
import { sendInputAnswer } from "#api/sendInputAnswer.ts";
import { readEventBatches } from "#api/stream/sse.ts";
import { runResponse } from "#api/unreadable.ts";
import { createRunBody, formParts } from "#api/upload/runForm.ts";
import { valueAt } from "#base/json/jsonPath.ts";
import { packMessage, unpackMessage } from "#base/json/packedMessage.ts";
import { parseOwnJson } from "#base/json/parseJson.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { curlCommand } from "#runFiles/curl/curl.ts";
import { outputText } from "#runFiles/outputs/savedOutputs.ts";
import { parseRunFile } from "#runFiles/parseRunFile.ts";
import { requestOfRun, runFileText, writtenRequestOfRun } from "#runFiles/runFileOfRun.ts";
import { exportBeginning, exportedRunText, exportEnd, parseExport } from "#runs/exports/exportFile.ts";
import { prettyJson } from "#runs/values/prettyJson.ts";
import { inputRequestForm, formAnswer } from "#workbench/inputRequests/vscode/inputRequestForm.ts";
import { fileOfValue } from "#workbench/panel/vscode/fileOfValue.ts";
import { jsonView } from "#workbench/panel/vscode/json/jsonView.ts";
import { cases } from "../../../support/cases.ts";
import { rawJson, rawNumber } from "../../../support/samples/rawJson.ts";
import { withoutIndent } from "../../../support/withoutIndent.ts";

const rounds = cases();

/** The part of a response that the decoder uses. */
function answerOf(text: string): HttpResponse {
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
  };
  const header = (name: string): string | undefined => (name === "content-type" ? "text/event-stream" : undefined);
  return {
    status: 200,
    request: "GET /v1/runs/a",
    header,
    text: async () => Promise.resolve(text),
    chunks,
  } as unknown as HttpResponse;
}

async function runOf(text: string): Promise<Run> {
  return (await readJson(answerOf(text), runResponse)).data;
}

test("from the response through Copy Value, Open as Text, export, import and the panel, every value keeps its bytes", async () => {
  await fc.assert(
    fc.asyncProperty(rawJson({ withNaN: true }), rawJson({ withNaN: true }), async (input, output) => {
      const run = await runOf(
        `{"data": {"id": "a", "status": "completed", "input": ${input.text}, "output": ${output.text}}}`,
      );
      const written = `{"id":"a","status":"completed","input":${input.written},"output":${output.written}}`;
      // Open as Text, and compare.
      expect(withoutIndent(stringifyJson(run, 2))).toBe(written);
      // Copy Value, Save Value and saveTo.
      const value = valueAt(run, ["output"]);
      if (typeof value !== "string") {
        expect(withoutIndent(stringifyJson(value, 2) ?? "")).toBe(output.written);
        expect(withoutIndent(outputText(value))).toBe(output.written);
        expect(withoutIndent(fileOfValue(value, "output").bytes.toString())).toBe(output.written);
        expect(withoutIndent(prettyJson(value, Infinity).text)).toBe(output.written);
      }
      // Export, and import of it.
      const pages = async function* () {
        yield [{ type: "run.data", sequence: 1, data: run.output }];
      };
      let text = exportBeginning({ exportedAt: "2026-06-10T09:15:21Z", app: { name: "a", host: "b" } });
      for await (const piece of exportedRunText(run, pages())) text += piece;
      const [imported] = parseExport(text + exportEnd, "runs.json").runs;
      expect(stringifyJson(imported?.run)).toBe(written);
      expect(stringifyJson(imported?.events)).toBe(`[{"type":"run.data","sequence":1,"data":${output.written}}]`);
      // The panel.
      const view = jsonView(run.output);
      const message = unpackMessage(packMessage({ view }), parseOwnJson);
      const { view: shown } = message as unknown as { view: { value?: unknown } };
      expect(stringifyJson(shown.value) ?? "null").toBe(output.written);
    }),
    rounds,
  );
});

test("from the stream, an event's data keeps its bytes", async () => {
  await fc.assert(
    fc.asyncProperty(rawJson({ withNaN: true }), async ({ text, written }) => {
      const data = `{"type":"run.data","sequence":1,"data":${text.replaceAll(/[\r\n]/g, " ")}}`;
      const events = [];
      for await (const batch of readEventBatches(answerOf(`data: ${data}\n\n`))) events.push(...batch);
      expect(stringifyJson(events)).toBe(`[{"type":"run.data","sequence":1,"data":${written}}]`);
    }),
    rounds,
  );
});

test("Run Again, Run Again with Edits and Copy Run as cURL send the input's bytes", async () => {
  await fc.assert(
    fc.asyncProperty(rawJson(), async ({ text, written }) => {
      const run = await runOf(`{"data": {"id": "a", "status": "completed", "input": {"value": ${text}}}}`);
      const request = requestOfRun(run);
      const body = `{"input":{"value":${written}}`;
      expect(Buffer.from(createRunBody(request, "wait", []).open() as Uint8Array).toString()).toBe(`${body}}`);
      expect(formParts(request, "wait", [])[0]).toEqual({ name: "input", value: `{"value":${written}}` });
      expect(curlCommand({ baseUrl: "https://a", request, withKey: false })).toContain(body.replaceAll("'", `'\\''`));
      const file = runFileText(writtenRequestOfRun(run), "Once more.") ?? "";
      // A run file refuses what looks like an access key and the same key twice; the generator makes neither.
      expect(jsonText(parseRunFile(file, "again.run.json").parsed.request)).toBe(`${body}}`);
    }),
    rounds,
  );
});

test("a run with NaN is run again as the app sent it; a run file names the place where JSON has no such number", async () => {
  const run = await runOf('{"data": {"id": "a", "status": "completed", "input": {"score": NaN, "total": 1.0}}}');
  expect(jsonText(requestOfRun(run))).toBe('{"input":{"score":NaN,"total":1.0}}');
  const file = runFileText(writtenRequestOfRun(run), "Once more.") ?? "";
  expect(() => parseRunFile(file, "again.run.json")).toThrow(
    "again.run.json, line 4, column 14: NaN isn't valid in JSON.",
  );
});

test("an edited approval changes only the edited field", async () => {
  await fc.assert(
    fc.asyncProperty(rawJson({ withNaN: true }), rawNumber, rawNumber, async ({ text, written }, before, after) => {
      const asked = `{"id":"r","type":"approval_request","params":{"account_id":12345678901234567890,"other":${text},"amount":${before},"fixed":1.0},"editable_params":["amount","other","account_id"]}`;
      const run = await runOf(`{"data":{"id":"a","status":"awaiting_input","input_requests":[${asked}]}}`);
      const [request] = run.input_requests ?? [];
      if (!request) throw new Error("The request is missing.");
      const form = inputRequestForm(request);
      expect(form.params.find(({ name }) => name === "amount")).toMatchObject({ kind: "number", text: before });
      const texts = Object.fromEntries(form.params.map((param) => [param.name, param.text]));
      const made = formAnswer(request, { params: { ...texts, amount: after } }, "approve");
      if ("problem" in made) throw new Error(made.problem);
      let sent: string | undefined;
      await sendInputAnswer(made.answer, async (body) => void (sent = jsonText(body)));
      const params = (amount: string): string =>
        `{"account_id":12345678901234567890,"other":${written},"amount":${amount}}`;
      const whole = (amount: string): string =>
        '{"type":"approval","data":{"request_id":"r","approved":true,' +
        `"params":${params(amount)},"is_approved":true,"data":${params(amount)}}}`;
      const untouched = '{"type":"approval","data":{"request_id":"r","approved":true,"is_approved":true}}';
      // The same value in another notation is no edit.
      expect([whole(after), untouched]).toContain(sent);
      if (sent === untouched) expect(Number(after) === Number(before)).toBe(true);
    }),
    rounds,
  );
});

import * as z from "zod";
import { isUuid } from "#base/uuid.ts";
import {
  badRequest,
  type FieldErrors,
  notFound,
  throwIfInvalid,
  unsupportedMediaType,
} from "#server/http/apiFailure.ts";
import { parseJson, readJsonObject } from "#server/http/body.ts";
import type { Exchange } from "#server/http/exchange.ts";
import { type ReceivedForm, receiveForm } from "#server/http/form.ts";
import type { Route } from "#server/http/router.ts";
import { readAnswerBody } from "#server/requests/answerBody.ts";
import { checked, wholeNumberSchema } from "#server/requests/checked.ts";
import { type CreateBody, readCreateBody } from "#server/requests/createBody.ts";
import { cutPage, pageFields, readRunQuery } from "#server/requests/paging.ts";
import { fileToWire, type StoredFile } from "#server/runs/fileStore.ts";
import type { ServedRun } from "#server/runs/servedRun.ts";
import type { ServedApp } from "./servedApp.ts";

/** The routes of the Runs API. */
export function runRoutes(app: ServedApp): Route[] {
  return [
    { method: "POST", path: "/v1/runs", handle: (exchange) => createRun(app, exchange) },
    { method: "GET", path: "/v1/runs", handle: (exchange) => listRuns(app, exchange) },
    {
      method: "GET",
      path: "/v1/runs/{id}",
      handle: (exchange, id) => exchange.json(200, { data: findRun(app, id).toWire() }),
    },
    { method: "POST", path: "/v1/runs/{id}/cancel", handle: (exchange, id) => cancelRun(app, exchange, id) },
    { method: "POST", path: "/v1/runs/{id}/input", handle: (exchange, id) => answerRequest(app, exchange, id) },
    { method: "GET", path: "/v1/runs/{id}/events", handle: (exchange, id) => listEvents(app, exchange, id) },
    { method: "GET", path: "/v1/runs/{id}/stream", handle: (exchange, id) => streamRun(app, exchange, id) },
    { method: "POST", path: "/v1/files", handle: (exchange) => uploadFile(app, exchange) },
  ];
}

/** @throws ApiFailure 404, also for an id that isn't a UUID */
function findRun({ runs }: ServedApp, id: string): ServedRun {
  const run = runs.get(id);
  if (!run) throw notFound();
  return run;
}

async function createRun(app: ServedApp, exchange: Exchange): Promise<void> {
  const { body, files } = await readCreate(app, exchange);
  const run = app.service.create(body, files);
  app.onCreate?.(run, body.mode, files);
  if (body.mode === "background") return exchange.json(202, { data: run.toWire() });
  if (body.mode === "stream") return streamEvents(exchange, run, 0);
  await untilTerminal(run);
  exchange.json(200, { data: run.toWire() });
}

async function readCreate(
  { files }: ServedApp,
  exchange: Exchange,
): Promise<{ body: CreateBody; files: readonly StoredFile[] }> {
  const isKnown = (id: string): boolean => files.get(id) !== undefined;
  const uploaded = ({ fileIds }: CreateBody): StoredFile[] => fileIds.flatMap((id) => files.get(id) ?? []);
  if (exchange.contentType === "application/json") {
    const body = readCreateBody(await readJsonObject(exchange.request), isKnown);
    return { body, files: uploaded(body) };
  }
  if (exchange.contentType !== "multipart/form-data") {
    throw unsupportedMediaType("application/json or multipart/form-data");
  }
  const form = await receiveForm(exchange.request);
  const body = readCreateBody(formToCreateBody(form), isKnown);
  const added: StoredFile[] = [];
  for (const file of form.files) added.push(await files.add(file));
  return { body, files: [...uploaded(body), ...added] };
}

function listRuns({ runs }: ServedApp, exchange: Exchange): void {
  const { data, pagination } = runs.list(readRunQuery(exchange.query));
  exchange.json(200, { data: data.map((run) => run.toWire()), pagination });
}

function cancelRun(app: ServedApp, exchange: Exchange, id: string): void {
  app.service.cancel(findRun(app, id));
  exchange.json(200, { message: "canceled" });
}

async function answerRequest(app: ServedApp, exchange: Exchange, id: string): Promise<void> {
  const run = findRun(app, id);
  if (exchange.contentType !== "application/json") throw unsupportedMediaType("application/json");
  const body = await readJsonObject(exchange.request);
  if (!run.takesInput) throw badRequest({ status: `is ${run.status}: only a started or paused run takes input` });
  const answer = readAnswerBody(app.readAnswer?.(run, body) ?? body, run.pending, app.refuseValue);
  app.onAnswer?.(run, body);
  app.service.answer(run, answer);
  exchange.json(200, { message: "ok" });
}

async function untilTerminal(run: ServedRun): Promise<void> {
  await new Promise<void>((resolve) => {
    const subscription = run.onChange(() => {
      if (!run.isTerminal) return;
      subscription.dispose();
      resolve();
    });
  });
}

/**
 * The fields of a form in the form of the JSON body. Only this function knows the form's wire format, which is an
 * assumption: `input` is a JSON string, a flag is `true` or `false`, `file_ids` is a JSON array or one id per part.
 * @throws ApiFailure 400 for a part that isn't valid
 */
function formToCreateBody(form: ReceivedForm): Record<string, unknown> {
  const stray = form.files.find((file) => file.part !== "files");
  if (stray) throw badRequest({ [stray.part]: "is not a known file part" });
  const unnamed = form.files.find((file) => file.name === "");
  if (unnamed) throw badRequest({ files: "must have file names" });
  const body: Record<string, unknown> = {};
  const fileIds: unknown[] = [];
  for (const { name, value } of form.fields) {
    if (name === "files") throw badRequest({ files: "must be files" });
    if (name === "file_ids") fileIds.push(...readFileIds(value));
    else if (Object.hasOwn(body, name)) throw badRequest({ [name]: "must be given once" });
    else body[name] = readField(name, value);
  }
  return fileIds.length > 0 ? { ...body, file_ids: fileIds } : body;
}

function readField(name: string, text: string): unknown {
  if (name === "input") return text.trim() === "" ? undefined : parseJson(text, name);
  if ((name === "stream" || name === "background") && (text === "true" || text === "false")) return text === "true";
  return text;
}

function readFileIds(text: string): unknown[] {
  if (isUuid(text)) return [text];
  const ids = parseJson(text, "file_ids");
  return Array.isArray(ids) ? ids : [ids];
}

const pageSchema = z.strictObject(pageFields(["sequence"]));

function listEvents(app: ServedApp, exchange: Exchange, id: string): void {
  const { events } = findRun(app, id);
  const page = checked(pageSchema, Object.fromEntries(exchange.query));
  exchange.json(200, cutPage(page.sort[0]?.descending ? events.toReversed() : events, page));
}

const streamSchema = z.strictObject({ after_sequence: wholeNumberSchema(1).default(0) });

async function streamRun(app: ServedApp, exchange: Exchange, id: string): Promise<void> {
  const run = findRun(app, id);
  const { after_sequence: after } = checked(streamSchema, Object.fromEntries(exchange.query));
  await streamEvents(exchange, run, after);
}

async function uploadFile({ files }: ServedApp, exchange: Exchange): Promise<void> {
  if (exchange.contentType !== "multipart/form-data") throw unsupportedMediaType("multipart/form-data");
  const form = await receiveForm(exchange.request);
  const errors: FieldErrors = {};
  for (const { name } of form.fields) errors[name] = name === "file" ? "must be a file" : "is not a known field";
  for (const { part } of form.files) if (part !== "file") errors[part] = "is not a known field";
  throwIfInvalid(errors);
  const [file, second] = form.files;
  if (!file) throw badRequest({ file: "cannot be blank" });
  if (second) throw badRequest({ file: "must be given once" });
  if (file.name === "") throw badRequest({ file: "must have a file name" });
  exchange.json(200, { data: fileToWire(await files.add(file)) });
}

/** In milliseconds: the silence after which a comment is sent. */
const heartbeatInterval = 15_000;
/** How many events are written at once. */
const batchSize = 500;

/**
 * Streams a run's events as SSE, as fast as the socket takes them, and ends after the terminal one. A client that
 * closes the stream doesn't affect the run.
 * @param afterSequence the last sequence that is left out, 0 for none
 */
async function streamEvents(exchange: Exchange, run: ServedRun, afterSequence: number): Promise<void> {
  const { response } = exchange;
  const headers = { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" };
  response.writeHead(200, { ...headers, "x-accel-buffering": "no" });
  response.flushHeaders();
  let changed = Promise.withResolvers<void>();
  const wake = (): void => changed.resolve();
  response.on("close", wake).on("drain", wake);
  const subscription = run.onChange(wake);
  const silence = setInterval(() => response.write(": heartbeat\n\n"), heartbeatInterval);
  try {
    let written = afterSequence;
    while (!response.destroyed) {
      changed = Promise.withResolvers();
      const batch = run.events.slice(written, written + batchSize);
      if (batch.length > 0 && !response.writableNeedDrain) {
        written += batch.length;
        response.write(batch.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(""));
        silence.refresh();
      } else if (batch.length === 0 && run.isTerminal) break;
      else await changed.promise;
    }
  } finally {
    clearInterval(silence);
    subscription.dispose();
    response.end();
  }
}

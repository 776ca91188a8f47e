import { randomUUID } from "node:crypto";
import { type ReceivedRequest, serve, type TestServer } from "../../integration/api/servers.ts";

/** A request with an effect, as its bytes arrived. */
interface ReceivedWrite {
  path: string;
  /** The address that the request was sent to. */
  host: string;
  /** The JSON text of each field of the body, and of a form the texts of its fields, in order. */
  fields: { name: string; value: string }[];
  files: { name: string; bytes: Buffer }[];
}

export interface RecordingApp extends AsyncDisposable {
  url: string;
  readonly writes: ReceivedWrite[];
  /** The input request that every run waits for, as JSON; without one, runs are completed. */
  asks: string | undefined;
  /** Called when a request with an effect has arrived, before its response. */
  onWrite: (() => Promise<void>) | undefined;
}

/** A Runs API server that accepts every request, as a gateway in front of any app, and keeps the bytes that it gets. */
export async function startRecordingApp(): Promise<RecordingApp> {
  const writes: ReceivedWrite[] = [];
  const server: TestServer = await serve((request, response) => {
    const { method, url } = request;
    const { pathname } = new URL(url, "http://localhost");
    const [, , , id, part] = pathname.split("/");
    if (method === "POST") writes.push(readWrite(request, pathname));
    const run = (runId: string): string =>
      `{"data":{"id":${JSON.stringify(runId)},"status":"${app.asks ? "awaiting_input" : "completed"}",` +
      `"input_requests":[${app.asks ?? ""}]}}`;
    const [status, body] = pathname.startsWith("/v1/requirements")
      ? [404, "{}"]
      : (id === undefined || part === "events") && method === "GET"
        ? [200, '{"data":[],"pagination":{"page":1,"page_size":25,"page_count":1,"total_count":0}}']
        : part !== undefined && method === "POST"
          ? [200, '{"message":"ok"}']
          : [200, run(decodeURIComponent(id ?? randomUUID()))];
    const respond = (): unknown => response.writeHead(status, { "content-type": "application/json" }).end(body);
    if (method === "POST" && app.onWrite) void app.onWrite().then(respond);
    else respond();
  });
  const app: RecordingApp = {
    url: server.url,
    writes,
    asks: undefined,
    onWrite: undefined,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
  return app;
}

function readWrite({ headers, body }: ReceivedRequest, path: string): ReceivedWrite {
  const host = headers.host ?? "";
  const boundary = /boundary=(.+)$/.exec(headers["content-type"] ?? "")?.[1];
  if (boundary !== undefined) return { path, host, ...readForm(body, boundary) };
  return { path, host, fields: body.length === 0 ? [] : topFields(body.toString()), files: [] };
}

function readForm(body: Buffer, boundary: string): Pick<ReceivedWrite, "fields" | "files"> {
  const form: Pick<ReceivedWrite, "fields" | "files"> = { fields: [], files: [] };
  const mark = Buffer.from(`--${boundary}`);
  for (let at = body.indexOf(mark); ;) {
    const next = body.indexOf(mark, at + mark.length);
    if (next < 0) return form;
    const part = body.subarray(at + mark.length + 2, next - 2);
    const end = part.indexOf("\r\n\r\n");
    const head = part.subarray(0, end).toString();
    const bytes = Buffer.from(part.subarray(end + 4));
    const [, name = ""] = / name="([^"]*)"/.exec(head) ?? [];
    const [, file] = / filename="([^"]*)"/.exec(head) ?? [];
    if (file === undefined) form.fields.push({ name, value: bytes.toString() });
    else form.files.push({ name: file, bytes });
    at = next;
  }
}

/** The fields of an object with the text of each value. The bodies that we send have no white space between tokens. */
function topFields(json: string): ReceivedWrite["fields"] {
  const fields: ReceivedWrite["fields"] = [];
  const pattern = /"(?:[^"\\]|\\.)*"|[[\]{}:,]/g;
  let [depth, start, name] = [0, -1, ""];
  for (const { 0: token, index } of json.matchAll(pattern)) {
    if (depth === 1 && start < 0 && token.startsWith('"')) name = JSON.parse(token) as string;
    else if (depth === 1 && start < 0 && token === ":") start = index + 1;
    else if (depth === 1 && (token === "," || token === "}")) {
      if (start >= 0) fields.push({ name, value: json.slice(start, index) });
      start = -1;
    }
    if ("[{".includes(token)) depth += 1;
    if ("]}".includes(token)) depth -= 1;
  }
  return fields;
}

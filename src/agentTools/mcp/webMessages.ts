import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";

/** In bytes. A call's arguments are texts that a model wrote. */
const mostBytes = 4 * 1024 * 1024;

/** A request as the SDK wants it; `undefined` for one that is too large. */
export async function webRequest(request: IncomingMessage, authority: string): Promise<Request | undefined> {
  const { method = "GET", url = "/" } = request;
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    for (const each of [value ?? []].flat()) headers.append(name, each);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > mostBytes) return undefined;
    chunks.push(chunk);
  }
  const body = bytes === 0 ? {} : { body: Buffer.concat(chunks) };
  return new Request(new URL(url, `http://${authority}`), { method, headers, ...body });
}

/** Sends the SDK's response. When the client leaves, the SDK stops writing it. */
export async function sendResponse({ status, headers, body }: Response, response: ServerResponse): Promise<void> {
  response.writeHead(status, Object.fromEntries(headers));
  if (!body) return void response.end();
  // A stream of events may have nothing to say yet.
  response.flushHeaders();
  await pipeline(Readable.fromWeb(body as ReadableStream<Uint8Array>), response);
}

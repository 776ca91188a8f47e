import type { IncomingMessage } from "node:http";
import { isFields } from "#base/json/fieldsOf.ts";
import { parseJson as readJson } from "#base/json/parseJson.ts";
import { badRequest, payloadTooLarge } from "./apiFailure.ts";

/** The limit of a JSON body or a form field, in bytes: both are held in memory. */
export const maxJsonBytes = 16 * 1024 * 1024;

/**
 * A request's body as it arrives.
 * @throws ApiFailure 413 at once when its Content-Length is over the limit, otherwise with the first byte over it
 */
export async function* readBody(request: IncomingMessage, limit: number): AsyncGenerator<Buffer, void> {
  if (Number(request.headers["content-length"] ?? 0) > limit) throw payloadTooLarge(limit);
  let received = 0;
  // Leaving the loop must not destroy the request: its socket still has to carry the response.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    received += chunk.length;
    if (received > limit) throw payloadTooLarge(limit);
    yield chunk;
  }
}

/** A body that is a JSON object. @throws ApiFailure 400 for anything else, 413 over 16 MiB */
export async function readJsonObject(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of readBody(request, maxJsonBytes)) chunks.push(chunk);
  const value = parseJson(Buffer.concat(chunks), "body");
  if (!isFields(value)) throw badRequest({ body: "must be a JSON object" });
  return value;
}

/** Parses a JSON text, or its bytes in UTF-8. @throws ApiFailure 400 that names the field */
export function parseJson(json: string | Uint8Array, field: string): unknown {
  try {
    return readJson(typeof json === "string" ? json : new TextDecoder("utf-8", { fatal: true }).decode(json));
  } catch {
    throw badRequest({ [field]: "is not valid JSON" });
  }
}

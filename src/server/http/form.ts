import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { maxRequestBytes } from "#model/bytes.ts";
import { ApiFailure, badRequest, payloadTooLarge } from "./apiFailure.ts";
import { maxJsonBytes, readBody } from "./body.ts";

/** A received file. */
export interface ReceivedFile {
  part: string;
  name: string;
  /** In bytes. */
  size: number;
  mimeType: string;
  /** In hexadecimal. */
  sha256: string;
  content: Uint8Array;
}

export interface ReceivedForm {
  fields: { name: string; value: string }[];
  files: ReceivedFile[];
}

/** Receives multipart/form-data. @throws ApiFailure 400 for a malformed body, 413 as soon as it is over 128 MiB */
export async function receiveForm(request: IncomingMessage): Promise<ReceivedForm> {
  const form: ReceivedForm = { fields: [], files: [] };
  for (const [name, value] of await readForm(request)) {
    if (typeof value !== "string") form.files.push(await receiveFile(name, value));
    else if (value.length > maxJsonBytes) throw payloadTooLarge(maxJsonBytes);
    else form.fields.push({ name, value });
  }
  return form;
}

async function readForm(request: IncomingMessage): Promise<FormData> {
  const headers = { "content-type": request.headers["content-type"] ?? "" };
  try {
    // Node's own `Response` also takes an async iterable, which the types of browsers don't say.
    const body = readBody(request, maxRequestBytes) as unknown as ConstructorParameters<typeof Response>[0];
    return await new Response(body, { headers }).formData();
  } catch (error) {
    throw error instanceof ApiFailure ? error : badRequest({ body: "isn't valid multipart/form-data" });
  }
}

async function receiveFile(part: string, file: File): Promise<ReceivedFile> {
  const content = Buffer.from(await file.arrayBuffer());
  return {
    part,
    // Some clients send the path.
    name: file.name.replace(/^.*[/\\]/, ""),
    size: file.size,
    mimeType: file.type === "" ? "application/octet-stream" : file.type,
    sha256: createHash("sha256").update(content).digest("hex"),
    content,
  };
}

import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { ApiFailure, badRequest, payloadTooLarge } from "./apiFailure.ts";
import { maxJsonBytes, readBody } from "./body.ts";

/** A received file. Only the bytes of a small one are kept. */
export interface ReceivedFile {
  part: string;
  name: string;
  /** In bytes. */
  size: number;
  mimeType: string;
  /** In hexadecimal. */
  sha256: string;
  /** The bytes of a file of up to 256 KiB. */
  content: Buffer | undefined;
}

export interface ReceivedForm {
  fields: { name: string; value: string }[];
  files: ReceivedFile[];
}

const maxKeptBytes = 256 * 1024;

/**
 * Receives multipart/form-data.
 *
 * @param limit in bytes
 * @throws ApiFailure 400 for a malformed body, 413 as soon as it is over the limit
 */
export async function receiveForm(request: IncomingMessage, limit: number): Promise<ReceivedForm> {
  const form: ReceivedForm = { fields: [], files: [] };
  for (const [name, value] of await readForm(request, limit)) {
    if (typeof value !== "string") form.files.push(await receiveFile(name, value));
    else if (value.length > maxJsonBytes) throw payloadTooLarge(maxJsonBytes);
    else form.fields.push({ name, value });
  }
  return form;
}

async function readForm(request: IncomingMessage, limit: number): Promise<FormData> {
  const headers = { "content-type": request.headers["content-type"] ?? "" };
  try {
    // Node's own `Response` also takes an async iterable, which the types of browsers don't say.
    const body = readBody(request, limit) as unknown as ConstructorParameters<typeof Response>[0];
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
    content: content.length > maxKeptBytes ? undefined : content,
  };
}

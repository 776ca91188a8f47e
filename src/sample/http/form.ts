import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { maxJsonBytes, readBody } from "./body.ts";
import { badRequest, payloadTooLarge } from "./failure.ts";
import { MultipartError, MultipartParser, type PartSink } from "./multipart.ts";
import type { PartHeaders } from "./partHeaders.ts";

/** A received file: hashed and counted while it arrives. Only a small one is kept. */
export interface ReceivedFile {
  /** The name of the form part. */
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
  fields: { name: string; value: Buffer }[];
  files: ReceivedFile[];
}

const maxKeptBytes = 256 * 1024;
const maxParts = 1_000;

/**
 * Receives multipart/form-data.
 * @param limit in bytes
 * @throws ApiFailure 400 for a malformed body, 413 as soon as it is over the limit
 */
export async function receiveForm(request: IncomingMessage, limit: number): Promise<ReceivedForm> {
  const boundary = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(request.headers["content-type"] ?? "");
  if (!boundary) throw badRequest({ "content-type": "has no boundary" });
  const form: ReceivedForm = { fields: [], files: [] };
  const parser = new MultipartParser(boundary[1] ?? boundary[2] ?? "", (headers) => openPart(form, headers));
  try {
    for await (const chunk of readBody(request, limit)) parser.push(chunk);
    parser.finish();
  } catch (error) {
    throw error instanceof MultipartError ? badRequest({ body: error.message }) : error;
  }
  return form;
}

function openPart(form: ReceivedForm, headers: PartHeaders): PartSink {
  if (form.fields.length + form.files.length >= maxParts) throw badRequest({ body: "has too many parts" });
  return headers.fileName === undefined ? receiveField(form, headers.name) : receiveFile(form, headers);
}

function receiveField(form: ReceivedForm, name: string): PartSink {
  const chunks: Buffer[] = [];
  let size = 0;
  return {
    write(bytes) {
      size += bytes.length;
      if (size > maxJsonBytes) throw payloadTooLarge(maxJsonBytes);
      chunks.push(Buffer.from(bytes));
    },
    end: () => form.fields.push({ name, value: Buffer.concat(chunks) }),
  };
}

function receiveFile(form: ReceivedForm, headers: PartHeaders): PartSink {
  const hash = createHash("sha256");
  let size = 0;
  let kept: Buffer[] | undefined = [];
  return {
    write(bytes) {
      hash.update(bytes);
      size += bytes.length;
      if (size > maxKeptBytes) kept = undefined;
      kept?.push(Buffer.from(bytes));
    },
    end() {
      form.files.push({
        part: headers.name,
        name: headers.fileName ?? "",
        size,
        mimeType: headers.mimeType ?? "application/octet-stream",
        sha256: hash.digest("hex"),
        content: kept && Buffer.concat(kept),
      });
    },
  };
}

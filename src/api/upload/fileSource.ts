import { constants, type Stats } from "node:fs";
import { type FileHandle, access, open, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { FileSource } from "#api/contract.ts";
import { ApiError } from "#api/errors.ts";
import { codeOf } from "#base/thrown.ts";

/** Large enough for few system calls. It is the only memory that a file takes while it is sent. */
const chunkSize = 256 * 1024;

/**
 * A file on disk, also behind links. It is read when it is sent, while it is the one that was found here, to which a
 * person agreed. @throws ApiError `invalid` when it is missing, not regular or not readable
 */
export async function fileFromPath(path: string): Promise<FileSource> {
  const name = basename(path);
  const found = await explain(name, async () => {
    const stats = await stat(path);
    await access(path, constants.R_OK);
    return stats;
  });
  if (found.isDirectory()) throw invalid(`${name} is a folder. Only files can be sent.`);
  if (!found.isFile()) throw invalid(`${name} is not a regular file.`);
  const { dev, ino, size, mtimeMs, ctimeMs } = found;
  const version = JSON.stringify([path, dev, ino, size, mtimeMs, ctimeMs]);
  return {
    name,
    size,
    mimeType: mimeTypeOf(name),
    path,
    version,
    reopen: () => fileFromPath(path),
    open: () => readChunks(path, name, found),
  };
}

/** A file that is only in memory, such as a picture from the clipboard. */
export function fileFromBytes(name: string, bytes: Uint8Array): FileSource {
  return {
    name,
    size: bytes.byteLength,
    mimeType: mimeTypeOf(name),
    async *open() {
      yield bytes;
    },
  };
}

/** The files in their current versions. @throws ApiError `invalid` */
export function reopenFiles(files: readonly FileSource[]): Promise<FileSource[]> {
  return Promise.all(files.map(async (file) => (await file.reopen?.()) ?? file));
}

/** One buffer for the whole file: from 64 KiB on the socket waits after a chunk, and only the last one is smaller. */
async function* readChunks(path: string, name: string, found: Stats): AsyncGenerator<Uint8Array> {
  const file = await explain(name, () => open(path));
  try {
    requireSame(name, found, await explain(name, () => file.stat()));
    const buffer = Buffer.allocUnsafeSlow(chunkSize);
    for (;;) {
      const length = await explain(name, () => fill(file, buffer));
      if (length === 0) return;
      yield buffer.subarray(0, length);
    }
  } finally {
    await file.close();
  }
}

/** A file that grew or shrank is reported where its bytes are counted. @throws ApiError `invalid` */
function requireSame(name: string, found: Stats, opened: Stats): void {
  const isSameFile = found.dev === opened.dev && found.ino === opened.ino;
  if (!isSameFile) throw invalid(`${name} was replaced before it was sent. Try again.`);
  const isWritten = found.mtimeMs !== opened.mtimeMs || found.ctimeMs !== opened.ctimeMs;
  if (isWritten && found.size === opened.size) throw invalid(`${name} changed before it was sent. Try again.`);
}

async function fill(file: FileHandle, buffer: Uint8Array): Promise<number> {
  let length = 0;
  while (length < buffer.byteLength) {
    const { bytesRead } = await file.read(buffer, length, buffer.byteLength - length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length;
}

async function explain<T>(name: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    const code = codeOf(cause);
    throw invalid(`${name} ${reasonOfCode[code ?? ""] ?? `can't be read (${code ?? "unknown error"}).`}`, code, cause);
  }
}

const reasonOfCode: Readonly<Record<string, string>> = {
  ENOENT: "doesn't exist.",
  ENOTDIR: "doesn't exist.",
  EACCES: "can't be read: permission denied.",
  EPERM: "can't be read: permission denied.",
  ELOOP: "is a symbolic link that leads back to itself.",
};

function invalid(message: string, code?: string, cause?: unknown): ApiError {
  return new ApiError({ kind: "invalid", message, code, cause });
}

const openXml = "application/vnd.openxmlformats-officedocument";

const mimeTypes: Readonly<Record<string, string>> = {
  csv: "text/csv",
  docx: `${openXml}.wordprocessingml.document`,
  gif: "image/gif",
  htm: "text/html",
  html: "text/html",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  json: "application/json",
  md: "text/markdown",
  mp3: "audio/mpeg",
  mp4: "video/mp4",
  pdf: "application/pdf",
  png: "image/png",
  pptx: `${openXml}.presentationml.presentation`,
  svg: "image/svg+xml",
  txt: "text/plain",
  wav: "audio/wav",
  webp: "image/webp",
  xlsx: `${openXml}.spreadsheetml.sheet`,
  xml: "application/xml",
  zip: "application/zip",
};

/** The MIME type of a file by its extension. */
export function mimeTypeOf(fileName: string): string {
  const extension = fileName.slice(fileName.lastIndexOf(".") + 1).toLowerCase();
  return (Object.hasOwn(mimeTypes, extension) ? mimeTypes[extension] : undefined) ?? "application/octet-stream";
}

import { asApiError } from "#api/asApiError.ts";
import type { CreateRunRequest, FileSource, UploadProgress } from "#api/contract.ts";
import { ApiError, isApiError } from "#api/errors.ts";
import type { UploadedFile } from "#api/schemas.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { type KnownFile, maxBytesWithRequest, planAttachments } from "#runFiles/attachments/attachmentPlan.ts";
import { ContentHashes } from "#runFiles/attachments/contentHash.ts";
import type { CreateHooks, NewRun, TransferTask } from "./newRun.ts";
import type { RunsOfApp } from "./runsOfApp.ts";

/** A file that was uploaded by this extension. */
export interface KnownUpload {
  id: string;
  name: string;
  /** In bytes. */
  size: number;
  /** The digest of its content, in hexadecimal. */
  sha256: string;
}

/** Remembers the uploads to each connection's app. `UploadStore` implements it. */
export interface KnownUploads {
  /** The newest first. */
  list(connectionId: string): readonly KnownUpload[];
  /** @param sha256 the digest of the content that was sent */
  add(connectionId: string, file: UploadedFile, sha256: string): Promise<unknown>;
  forget(connectionId: string, ids: readonly string[]): Promise<void>;
}

/** A request with its files uploaded or ready to be sent. */
export interface PreparedRequest {
  request: CreateRunRequest;
  files: readonly FileSource[];
  /** The earlier uploads that the request refers to. */
  reused: readonly KnownUpload[];
}

export interface UploadResult {
  done: UploadedFile[];
  failed: { file: FileSource; error: ApiError }[];
  /** The files that were not tried, because an earlier failure concerns them as well. */
  left: FileSource[];
}

/** Not all files of a run could be uploaded, so the run was not created. The next attempt uses the finished uploads. */
export class UploadsFailed extends Error {
  override readonly name = "UploadsFailed";
  readonly result: UploadResult;

  constructor(result: UploadResult) {
    super(result.failed[0]?.error.message ?? "", { cause: result.failed[0]?.error });
    this.result = result;
  }

  /** Why the run was not created. Its outcome is certain, even if that of the upload isn't. */
  get ofRun(): ApiError {
    const [first] = this.result.failed;
    const { kind = "protocol", status, code, details, retryAfter } = first?.error ?? {};
    const message = `${first?.file.name ?? "A file"} was not uploaded: ${this.message}`;
    return new ApiError({ kind, message, status, code, details, retryAfter, cause: first?.error });
  }
}

/** Uploads files to apps, remembers them, and finds them again by their content. */
export class AttachmentService {
  readonly #uploads: KnownUploads;
  readonly #maxBytesWithRequest: number;
  readonly #hashes = new ContentHashes();
  readonly #underWay = new Map<string, Promise<UploadedFile>>();

  /** @param maxBytes the bytes of files that may go with a request; larger ones are uploaded first */
  constructor(uploads: KnownUploads, maxBytes = maxBytesWithRequest) {
    this.#uploads = uploads;
    this.#maxBytesWithRequest = maxBytes;
  }

  /**
   * Sends files with the request, or uploads them first, unless the app has them. @param gone uploads that it no longer
   * has @throws UploadsFailed, or ApiError when a file can't be read
   */
  async prepare(
    session: RunsOfApp,
    { request, files }: Pick<NewRun, "request" | "files">,
    task: TransferTask = {},
    gone: readonly KnownUpload[] = [],
  ): Promise<PreparedRequest> {
    const uploads = this.#uploads.list(session.connectionId).filter(({ id }) => gone.every((each) => each.id !== id));
    // After the first attempt used references, the second one uses them as well, even if no known upload is left.
    const maxBytes = gone.length > 0 ? 0 : this.#maxBytesWithRequest;
    const { send, refer } = planAttachments(await this.#known(files, uploads, task.signal), maxBytes);
    if (refer.length === 0) return { request, files: send, reused: [] };
    const missing = refer.filter(({ id }) => id === undefined).map(({ file }) => file);
    const result = await this.upload(session, missing, task);
    if (result.failed.length > 0) throw new UploadsFailed(result);
    const uploadedIds = result.done.values();
    const ids = refer.map(({ id }) => id ?? uploadedIds.next().value?.id ?? "");
    const reused = uploads.filter((each) => refer.some(({ id }) => id === each.id));
    return { request: { ...request, file_ids: [...(request.file_ids ?? []), ...ids] }, files: send, reused };
  }

  /**
   * Uploads files anew if the app has refused a request because an upload is gone, which created nothing. @returns
   * `undefined` when that isn't the reason @throws UploadsFailed
   */
  async renew(
    session: RunsOfApp,
    run: Pick<NewRun, "request" | "files">,
    prepared: PreparedRequest,
    error: unknown,
    hooks: TransferTask & Pick<CreateHooks, "onGone">,
  ): Promise<PreparedRequest | undefined> {
    const gone = goneIn(error, prepared.reused);
    if (gone.length === 0) return undefined;
    // An app names the first one alone, so all are uploaded anew: the request is sent only once more.
    const anew = await this.prepare(session, run, hooks, prepared.reused);
    // The app still works and only these uploads are gone.
    await this.#uploads.forget(
      session.connectionId,
      gone.map(({ id }) => id),
    );
    hooks.onGone?.(gone.map(({ name }) => name));
    return anew;
  }

  /** Uploads files, one after the other. A failure that concerns one file doesn't stop the others. Throws nothing. */
  async upload(session: RunsOfApp, files: readonly FileSource[], task: TransferTask = {}): Promise<UploadResult> {
    const result: UploadResult = { done: [], failed: [], left: [] };
    const onProgress = task.track?.(files);
    const total = files.reduce((sum, { size }) => sum + size, 0);
    let before = 0;
    for (const [index, file] of files.entries()) {
      const onFile = ({ sent, isSent }: UploadProgress): void =>
        onProgress?.({ sent: Math.min(before + sent, before + file.size), total, isSent });
      try {
        result.done.push(await this.#uploadOne(session, file, task.signal, onFile));
      } catch (thrown) {
        const error = asApiError(thrown);
        result.failed.push({ file, error });
        if (concernsAll(error)) {
          result.left.push(...files.slice(index + 1));
          break;
        }
      }
      before += file.size;
    }
    return result;
  }

  /** A file is read only if an upload of the same size is known. */
  async #known(
    files: readonly FileSource[],
    uploads: readonly KnownUpload[],
    signal: AbortSignal | undefined,
  ): Promise<KnownFile[]> {
    const known: KnownFile[] = [];
    for (const file of files) {
      // Sending an empty file costs nothing, and all empty files are equal.
      const sameSize = file.size === 0 ? [] : uploads.filter(({ size }) => size === file.size);
      const sha256 = sameSize.length > 0 ? await this.#hashes.of(file, signal) : undefined;
      known.push({ file, uploads: sameSize.filter((each) => each.sha256 === sha256) });
    }
    return known;
  }

  /** Waits for an upload of the same file that is already in progress. */
  async #uploadOne(
    session: RunsOfApp,
    file: FileSource,
    signal: AbortSignal | undefined,
    onProgress: (progress: UploadProgress) => void,
  ): Promise<UploadedFile> {
    if (file.version === undefined) return this.#send(session, file, signal, onProgress);
    const key = JSON.stringify([session.connectionId, file.version]);
    for (let other = this.#underWay.get(key); other; other = this.#underWay.get(key)) {
      // Stopping one upload must not stop another caller's, and who waits for another caller's may stop waiting.
      const shared = await orCanceled(
        other.catch(() => undefined),
        signal,
      );
      if (shared) return shared;
    }
    const uploading = this.#send(session, file, signal, onProgress);
    this.#underWay.set(key, uploading);
    try {
      return await uploading;
    } finally {
      this.#underWay.delete(key);
    }
  }

  async #send(
    session: RunsOfApp,
    file: FileSource,
    signal: AbortSignal | undefined,
    onProgress: (progress: UploadProgress) => void,
  ): Promise<UploadedFile> {
    const api = await session.api();
    const hashed = this.#hashes.whileSent(file);
    const uploaded = await api.uploadFile(hashed.file, { signal, onProgress });
    const sha256 = hashed.read();
    if (sha256 !== undefined) await this.#uploads.add(session.connectionId, uploaded, sha256);
    return uploaded;
  }
}

/** The uploads whose ids an app's refusal of a request names: it no longer has them. */
export function namedIn<T extends { id: string }>(error: ApiError, uploads: readonly T[]): readonly T[] {
  const text = refusalText(error);
  return uploads.filter(({ id }) => text.includes(id.toLowerCase()));
}

/** The uploads that an app no longer has, as its refusal of a request says; all of them if it names none. */
function goneIn(error: unknown, reused: readonly KnownUpload[]): readonly KnownUpload[] {
  if (!isApiError(error) || (error.status !== 404 && error.status !== 400)) return [];
  const named = namedIn(error, reused);
  if (named.length > 0) return named;
  return error.status === 404 || /\bfiles?(?:_ids?)?\b/.test(refusalText(error)) ? reused : [];
}

function refusalText({ message, details }: ApiError): string {
  return stringifyJson([message, details]).toLowerCase();
}

/** Waits for work that goes on when the signal ends the wait. @throws ApiError `aborted` */
function orCanceled<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new ApiError({ kind: "aborted", message: "The upload was canceled." }));
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop);
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

/** A file that can't be read or is too large says nothing about the next one. */
function concernsAll({ kind, status }: ApiError): boolean {
  return !(kind === "too-large" || (kind === "invalid" && status === undefined));
}

import type { RunMode } from "#api/contract.ts";
import type { StoredFile } from "#server/runs/fileStore.ts";
import type { ServedRun } from "#server/runs/servedRun.ts";
import type { SeenRequest } from "#server/serve.ts";

/** A file of a run, sent with the request or uploaded before. */
interface SeenFile {
  id: string;
  name: string;
  /** In bytes. */
  size: number;
  mime_type: string;
  /** In hexadecimal. */
  sha256: string;
}

export interface CreatedRun {
  run_id: string;
  mode: RunMode;
  input: Record<string, unknown>;
  user_id: string | undefined;
  session_id: string | undefined;
  files: SeenFile[];
}

/** An answer that a run accepted, as it was sent. */
export interface ReceivedAnswer {
  run_id: string;
  type: unknown;
  data: unknown;
}

const maxRequests = 10_000;

/** Records what the app received, for tests. */
export class Inspection {
  readonly #requests: SeenRequest[] = [];
  readonly #created: CreatedRun[] = [];
  readonly #answers: ReceivedAnswer[] = [];

  /** The last 10,000 requests, the oldest first. */
  get requests(): readonly SeenRequest[] {
    return this.#requests;
  }

  get created(): readonly CreatedRun[] {
    return this.#created;
  }

  get answers(): readonly ReceivedAnswer[] {
    return this.#answers;
  }

  addAnswer(run: ServedRun, { type, data }: Record<string, unknown>): void {
    this.#answers.push({ run_id: run.facts.id, type, data });
  }

  addRequest(request: SeenRequest): void {
    if (this.#requests.length >= maxRequests) this.#requests.shift();
    this.#requests.push(request);
  }

  addRun(run: ServedRun, mode: RunMode, files: readonly StoredFile[]): void {
    const { id, input, userId, sessionId } = run.facts;
    const seen = files.map(({ id: fileId, name, size, mimeType, sha256 }) => ({
      id: fileId,
      name,
      size,
      mime_type: mimeType,
      sha256,
    }));
    this.#created.push({ run_id: id, mode, input, user_id: userId, session_id: sessionId, files: seen });
  }
}

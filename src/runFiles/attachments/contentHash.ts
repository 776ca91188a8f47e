import { createHash } from "node:crypto";
import type { FileSource } from "#api/contract.ts";
import { abortedError } from "#api/http/failure.ts";
import { keepNewest } from "#base/keepNewest.ts";

/** How many files' hashes are kept. */
const maxHashes = 1_000;

/** SHA-256 of files. Each is read once as long as it doesn't change on disk. */
export class ContentHashes {
  readonly #known = new Map<string, string>();

  /**
   * In hexadecimal. Reads the file if its hash isn't known. @throws ApiError `invalid` when it can't be read, or
   * `aborted`
   */
  async of(file: FileSource, signal?: AbortSignal): Promise<string> {
    const knownHash = file.version === undefined ? undefined : this.#known.get(file.version);
    if (knownHash !== undefined) return knownHash;
    const hash = createHash("sha256");
    for await (const chunk of file.open()) {
      if (signal?.aborted) throw abortedError();
      hash.update(chunk);
    }
    return this.#keep(file, hash.digest("hex"));
  }

  /** A file whose hash is computed while it is sent. `read` returns the hash once the whole file was sent. */
  whileSent(file: FileSource): { file: FileSource; read: () => string | undefined } {
    let sha256: string | undefined;
    const keep = (hash: string): string => this.#keep(file, hash);
    const hashed: FileSource = {
      ...file,
      async *open() {
        const hash = createHash("sha256");
        for await (const chunk of file.open()) {
          hash.update(chunk);
          yield chunk;
        }
        sha256 = keep(hash.digest("hex"));
      },
    };
    return { file: hashed, read: () => sha256 };
  }

  #keep({ version }: FileSource, sha256: string): string {
    if (version === undefined) return sha256;
    keepNewest(this.#known, version, sha256, maxHashes);
    return sha256;
  }
}

import * as z from "zod";
import { readListOf } from "#base/stored.ts";
import { digest } from "#runFiles/digest.ts";
import type { OutsideRead, SourceReads } from "./readGate.ts";

const key = "dynamiqRuns.allowedReads";
/** How many are remembered; the oldest are dropped. */
const mostAllowed = 2_000;

/** The destination of a run. Another address is another destination. */
interface Place {
  id: string;
  baseUrl: string;
}

interface Storage {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

/**
 * Remembers which reads outside the workspace folder a person has allowed. Once: in this window, for the same text of
 * the run file and the same content of what it reads. Always: in this workspace, for a run file, the names that it
 * reads, and a connection at its address.
 */
export class AllowedReads {
  readonly #storage: Storage;
  readonly #once = new Set<string>();

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** The reads that aren't allowed yet. */
  notAllowed(sources: readonly SourceReads[], place: Place): SourceReads[] {
    const always = new Set(this.#remembered());
    const isAllowed = (source: SourceReads, read: OutsideRead): boolean =>
      this.#once.has(onceKey(source, read, place)) || always.has(alwaysKey(source, read, place));
    return sources
      .map((source) => ({ ...source, reads: source.reads.filter((read) => !isAllowed(source, read)) }))
      .filter(({ reads }) => reads.length > 0);
  }

  allowOnce(sources: readonly SourceReads[], place: Place): void {
    for (const source of sources) for (const read of source.reads) this.#once.add(onceKey(source, read, place));
  }

  async allowAlways(sources: readonly SourceReads[], place: Place): Promise<void> {
    const keys = sources.flatMap((source) => source.reads.map((read) => alwaysKey(source, read, place)));
    await this.#storage.update(key, [...new Set([...this.#remembered(), ...keys])].slice(-mostAllowed));
  }

  #remembered(): string[] {
    return readListOf(z.string(), this.#storage.get(key));
  }
}

function alwaysKey({ source }: SourceReads, { kind, name }: OutsideRead, { id, baseUrl }: Place): string {
  return digest(JSON.stringify(["always", source, kind, name, id, baseUrl]));
}

function onceKey({ source, content }: SourceReads, read: OutsideRead, { id, baseUrl }: Place): string {
  const { kind, name, version } = read;
  return digest(JSON.stringify(["once", source, kind, name, id, baseUrl, content, version]));
}

import * as z from "zod";
import { readListOf } from "#base/stored.ts";
import { digest } from "#runFiles/digest.ts";
import type { OutsideRead, SourceReads } from "./readGate.ts";

const storageKey = "dynamiqRuns.allowedReads";
/** How many are remembered; the oldest are dropped. */
const maxRemembered = 2_000;

/** The destination of a run. Another address is another destination. */
interface Destination {
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
  notAllowed(sources: readonly SourceReads[], destination: Destination): SourceReads[] {
    const always = new Set(this.#remembered());
    const isAllowed = (source: SourceReads, read: OutsideRead): boolean =>
      this.#once.has(onceKey(source, read, destination)) || always.has(alwaysKey(source, read, destination));
    return sources
      .map((source) => ({ ...source, reads: source.reads.filter((read) => !isAllowed(source, read)) }))
      .filter(({ reads }) => reads.length > 0);
  }

  allowOnce(sources: readonly SourceReads[], destination: Destination): void {
    for (const source of sources) for (const read of source.reads) this.#once.add(onceKey(source, read, destination));
  }

  async allowAlways(sources: readonly SourceReads[], destination: Destination): Promise<void> {
    const keys = sources.flatMap((source) => source.reads.map((read) => alwaysKey(source, read, destination)));
    await this.#storage.update(storageKey, [...new Set([...this.#remembered(), ...keys])].slice(-maxRemembered));
  }

  #remembered(): string[] {
    return readListOf(z.string(), this.#storage.get(storageKey));
  }
}

function alwaysKey({ source }: SourceReads, { kind, name }: OutsideRead, { id, baseUrl }: Destination): string {
  return digest(JSON.stringify(["always", source, kind, name, id, baseUrl]));
}

function onceKey({ source, content }: SourceReads, read: OutsideRead, { id, baseUrl }: Destination): string {
  const { kind, name, version } = read;
  return digest(JSON.stringify(["once", source, kind, name, id, baseUrl, content, version]));
}

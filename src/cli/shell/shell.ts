import type { Readable, Writable } from "node:stream";

/** What a command reads, and where it writes. */
export interface Shell {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The current folder, absolute. */
  readonly folder: string;
  /** The streams themselves, for a command that speaks a protocol with another program. */
  readonly input: Readable;
  readonly output: Writable;
  /** Results, for other programs. */
  readonly out: (text: string) => void;
  /** Progress and errors, for people. */
  readonly err: (text: string) => void;
  /** Whether `err` shows colors. */
  readonly hasColors: boolean;
  /**
   * Asks the person at the terminal.
   *
   * @returns `undefined` when they cancel; absent where nobody can be asked
   */
  readonly ask?: (question: string, signal: AbortSignal) => Promise<string | undefined>;
}

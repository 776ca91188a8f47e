import { countOf } from "#model/counts.ts";
import type { Loss, LossKind, MissingRuns } from "./lostPosts.ts";

/** What helps against a loss: new variables, other code, or the deletion of files that can't be read. */
export type Help = "variables" | "code" | "clear";

/** What the page says of the posts that were lost for one reason, or of the files that can't be read. */
export interface LostWords {
  /** *2 posts were sent with a different access key.* */
  readonly what: string;
  /** Why, and what to do. */
  readonly why: string;
  readonly help?: Help;
}

interface LossWords {
  /** The words in a row: *another key*. */
  readonly short: string;
  /** What is said of one post, and of several. */
  readonly one: string;
  readonly several: string;
  readonly why: string | ((reason: string) => string);
  readonly help?: Help;
}

const variablesAgain = "Relaunch the program's terminal, or set this window's tracing variables for the program.";
const sameHandler = "A tracing handler sends its earlier runs again with each run. Create a new handler for each run.";

const words: Readonly<Record<LossKind, LossWords>> = {
  key: {
    short: "another key",
    one: "was sent with a different access key",
    several: "were sent with a different access key",
    why: variablesAgain,
    help: "variables",
  },
  size: { short: "too large", one: "is over 32 MiB", several: "are over 32 MiB", why: sameHandler, help: "code" },
  length: {
    short: "no length",
    one: "has no Content-Length",
    several: "have no Content-Length",
    why: "Send traces with the SDK's tracing handler, or send a Content-Length header.",
    help: "code",
  },
  busy: {
    short: "too many at once",
    one: "arrived while too many others were being read",
    several: "arrived while too many others were being read",
    why: "Run fewer programs at once.",
  },
  brokenOff: {
    short: "cut off",
    one: "was cut off before its end",
    several: "were cut off before their end",
    why: "The program stopped before the whole trace was sent. Run it again.",
  },
  content: {
    short: "unreadable",
    one: "can't be read",
    several: "can't be read",
    why: (reason) => `${reason} Send traces with the SDK's tracing handler, or send {"runs": [...]} as JSON.`,
    help: "code",
  },
  unsaved: {
    short: "not saved",
    one: "wasn't saved",
    several: "weren't saved",
    why: (reason) => reason,
  },
};

/** What is missing, in the words of a row: *3 lost traces* and *another key, not saved*. */
export function lostRow({ losses, files }: MissingRuns): { label: string; description: string } {
  const count = losses.reduce((sum, loss) => sum + loss.count, 0);
  const parts = [
    count > 0 && countOf(count, "lost trace"),
    files.length > 0 && countOf(files.length, "unreadable trace"),
  ];
  return {
    label: parts.filter((part) => part !== false).join(", "),
    description: losses.map(({ kind }) => words[kind].short).join(", "),
  };
}

/** What is missing, each with its number, the reason and the next step. */
export function lostWords({ losses, files }: MissingRuns): LostWords[] {
  return [...losses.map(wordsOf), ...(files.length === 0 ? [] : [wordsOfFiles(files)])];
}

function wordsOf({ kind, count, reason }: Loss): LostWords {
  const { one, several, why, help } = words[kind];
  return {
    what: `${countOf(count, "trace")} ${count === 1 ? one : several}.`,
    why: typeof why === "string" ? why : why(reason),
    help,
  };
}

/** The other files are named in the log. */
const maxNamed = 3;

function wordsOfFiles(files: readonly string[]): LostWords {
  const rest = files.length - maxNamed;
  const named = [...files.slice(0, maxNamed), ...(rest > 0 ? [countOf(rest, "more file")] : [])];
  return {
    what: `${countOf(files.length, "trace")} of earlier runs can't be read.`,
    why: `${named.join("; ")}. The other runs are shown.`,
    help: "clear",
  };
}

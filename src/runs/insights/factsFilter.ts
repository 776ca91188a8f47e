import { statusWord } from "../../model/status.ts";
import type { RunFacts } from "../facts/runFacts.ts";

/** Whether a run is wanted. */
export type FactsTest = (run: RunFacts) => boolean;

const keys: Readonly<Record<string, (run: RunFacts) => readonly (string | undefined)[]>> = {
  user: ({ user }) => [user],
  session: ({ session }) => [session],
  status: ({ status }) => [status, statusWord(status)],
  version: ({ version }) => [version],
  tool: ({ tools }) => tools.map(({ name }) => name),
  node: ({ nodes }) => nodes.map(({ name }) => name),
  error: ({ error }) => [error?.type, error?.place, error?.message],
};

/** The keys of a filter. Each has the meaning that it has in *Search Runs…*. */
const filterKeys = Object.keys(keys);

/** A part of a filter: `-user:"load test"`, `refund`. */
const part = /(-?)(?:([a-z]+):)?(?:"([^"]*)"|(\S+))/gi;

/**
 * A filter such as `-user:load-test tool:issue_refund refund`: each part has to match, a word in title, id or error.
 *
 * @returns the test, or the problem of a filter that can't be used
 */
export function factsFilter(text: string): { test: FactsTest } | { problem: string } {
  const tests: FactsTest[] = [];
  for (const [, minus, key, quoted, plain = ""] of text.matchAll(part)) {
    const wanted = (quoted ?? plain).toLowerCase();
    if (wanted === "") continue;
    const texts = key === undefined ? wordsOf : keys[key.toLowerCase()];
    if (!texts) return { problem: `Unknown key “${key}”. Use ${filterKeys.join(", ")} or plain words.` };
    const isExact = key !== undefined && key.toLowerCase() !== "error";
    const matches = (value: string | undefined): boolean => {
      const has = value?.toLowerCase() ?? "";
      return isExact ? has === wanted : has.includes(wanted);
    };
    tests.push((run) => texts(run).some(matches) !== (minus === "-"));
  }
  return { test: (run) => tests.every((test) => test(run)) };
}

function wordsOf({ id, title, error }: RunFacts): (string | undefined)[] {
  return [id, title, error?.type, error?.message];
}

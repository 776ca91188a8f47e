import { useLayoutEffect, useState } from "preact/hooks";
import { findInJson } from "./findInJson.ts";

export interface Found {
  /** The ids of the nodes, in order. */
  ids: readonly string[];
  /** Whether the whole value was searched. */
  done: boolean;
}

const nothing: Found = { ids: [], done: true };
/** Milliseconds of work before the page may draw. */
const share = 8;

/** Searches a value a few milliseconds at a time, so that the page stays responsive. */
export function useJsonSearch(value: unknown, finder: RegExp | undefined): Found {
  const [found, setFound] = useState(nothing);
  useLayoutEffect(() => {
    if (!finder) {
      setFound(nothing);
      return undefined;
    }
    const search = findInJson(value, finder);
    const ids: string[] = [];
    let timer = 0;
    const work = (): void => {
      const until = performance.now() + share;
      let done = false;
      while (!done && performance.now() < until) {
        const next = search.next();
        if (next.done) done = true;
        else for (const id of next.value) ids.push(id);
      }
      setFound({ ids, done });
      if (!done) timer = window.setTimeout(work);
    };
    work();
    return () => clearTimeout(timer);
  }, [value, finder]);
  return found;
}

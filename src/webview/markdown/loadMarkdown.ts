import { useEffect, useState } from "preact/hooks";

type MarkdownModule = typeof import("./markdownParts.ts");

/**
 * The module system gives a module away only after a moment, even one that is here: a text drawn anew would flicker.
 */
let loaded: MarkdownModule | undefined;

/** The parser, loaded when the first text is drawn; `failed` when it could not be. */
export function useMarkdown(): MarkdownModule | "loading" | "failed" {
  const [state, setState] = useState<MarkdownModule | "loading" | "failed">(loaded ?? "loading");
  useEffect(() => {
    if (loaded) return;
    import("./markdownParts.ts").then(
      (module) => {
        loaded = module;
        setState(module);
      },
      (error: unknown) => {
        reportError(error);
        setState("failed");
      },
    );
  }, []);
  return state;
}

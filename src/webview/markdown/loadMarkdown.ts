import { useEffect, useState } from "preact/hooks";

type MarkdownModule = typeof import("./markdownParts.ts");

/** An import resolves only after a moment, even for a loaded module, so a text that is drawn again would flicker. */
let loaded: MarkdownModule | undefined;

/** The parser, loaded when the first text is drawn; `failed` when it couldn't be loaded. */
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

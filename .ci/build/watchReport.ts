import type { Message, Plugin } from "esbuild";

/**
 * Reports the rebuilds of several bundles as one, in lines that the problem matcher of `.vscode/tasks.json`
 * understands: one when the first bundle starts, one for each problem, and one when the last bundle has ended.
 */
export class WatchReport {
  readonly #building = new Set<string>();
  readonly #problems = new Map<string, readonly string[]>();
  readonly #print: (line: string) => void;

  /** @param bundles the names of all bundles: the first report waits for each of them */
  constructor(bundles: readonly string[], print: (line: string) => void) {
    this.#print = print;
    for (const bundle of bundles) this.#start(bundle);
  }

  plugin(bundle: string): Plugin {
    return {
      name: "watch-report",
      setup: (build) => {
        build.onStart(() => this.#start(bundle));
        build.onEnd(({ errors, warnings }) => {
          this.#end(bundle, [...errors.map(problemLine("error")), ...warnings.map(problemLine("warning"))]);
        });
      },
    };
  }

  #start(bundle: string): void {
    if (this.#building.size === 0) this.#print("[watch] build started");
    this.#building.add(bundle);
  }

  /** Problems of bundles that aren't built again are still there, and VS Code has dropped them at the start. */
  #end(bundle: string, problems: readonly string[]): void {
    this.#problems.set(bundle, problems);
    this.#building.delete(bundle);
    if (this.#building.size > 0) return;
    for (const line of new Set([...this.#problems.values()].flat())) this.#print(line);
    this.#print("[watch] build finished");
  }
}

/** A message as one line; esbuild counts columns from 0, editors from 1. */
function problemLine(severity: "error" | "warning"): (message: Message) => string {
  return ({ text, location }) => {
    const line = text.replaceAll(/\s+/g, " ");
    if (!location) return `[watch] ${severity}: ${line}`;
    return `[watch] ${location.file}:${location.line}:${location.column + 1}: ${severity}: ${line}`;
  };
}

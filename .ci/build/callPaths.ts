import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** A function on a path, by its file below `src`. */
interface Stop {
  file: string;
  /** As the file declares it. */
  name: string;
  /** How the file before hands over, where it doesn't call the function by its name. */
  by?: string;
}

const stops = (...all: [file: string, name: string, by?: string][]): Stop[] =>
  all.map(([file, name, by]) => ({ file, name, ...(by === undefined ? {} : { by }) }));

const panel = "features/panel/vscode";
const page = "features/panel/page";
const start = "features/runFiles/vscode";

/** The two paths that ARCHITECTURE.md tells: which function hands over to which, and the most crossings of files. */
export const callPaths: Readonly<Record<string, { most: number; stops: readonly Stop[] }>> = {
  "from the socket to the row": {
    most: 26,
    stops: stops(
      ["api/http/httpResponse.ts", "chunks"],
      ["api/stream/sse.ts", "readEventBatches", "yield"],
      ["api/stream/runStream.ts", "readRun", "yield"],
      ["runs/live/sharedWatch.ts", "#drain", "yield"],
      ["api/stream/reconnecting.ts", "reconnecting"],
      ["runs/live/sharedWatch.ts", "#add", "yield"],
      ["runs/live/eventLog.ts", "add", "held.add"],
      ["runs/resultFiles/withoutBytes.ts", "withoutBytes"],
      ["runs/live/eventLog.ts", "add", "return"],
      ["runs/story/runStory.ts", "apply"],
      ["runs/live/sharedWatch.ts", "#add", "return"],
      ["base/emitter.ts", "fire"],
      [`${panel}/shownRun.ts`, "#connect", "fire"],
      [`${panel}/runPresenter.ts`, "update"],
      [`${panel}/story/storyPresenter.ts`, "change"],
      [`${panel}/story/stepView.ts`, "stepView"],
      [`${panel}/panelFeed.ts`, "push", "return"],
      ["host/pages/pagePanel.ts", "post", "#post"],
      ["base/json/packedMessage.ts", "packMessage"],
      ["ui/openPage.tsx", "listen", "return"],
      [`${page}/main.tsx`, "dispatch", "take"],
      [`${page}/state/panelState.ts`, "reducePanel"],
      [`${page}/Panel.tsx`, "Panel", "draw"],
      [`${page}/PanelView.tsx`, "PanelView"],
      [`${page}/story/StoryView.tsx`, "StoryView"],
      [`${page}/story/StorySection.tsx`, "StorySection"],
      [`${page}/story/StoryRow.tsx`, "StoryRow"],
    ),
  },
  "from a click to the request": {
    most: 20,
    stops: stops(
      ["extension.ts", "registerCommands"],
      ["main.ts", "runCommand"],
      ["core/commandErrors.ts", "runCommand"],
      [`${start}/runFile.ts`, "runFile", "run()"],
      ["host/selection.ts", "selectRunFile"],
      [`${start}/create/startGuard.ts`, "once", "return"],
      [`${start}/prepareRunFile.ts`, "prepareRunFile", "once"],
      ["runFiles/consent/readWithConsent.ts", "readWithConsent"],
      ["runFiles/parseRunFile.ts", "parseRunFile", "parse"],
      [`${start}/readConsent.ts`, "ask", "return"],
      [`${start}/openFiles.ts`, "openFiles", "return"],
      [`${start}/create/startRun.ts`, "startWithMarked", "return"],
      ["features/connections/vscode/confirmProduction.ts", "confirmProduction"],
      [`${start}/create/checkRequirements.ts`, "confirmRequirements", "return"],
      [`${start}/progress.ts`, "withUploadProgress", "return"],
      ["runs/create/runCreator.ts", "create", "task"],
      ["runs/create/createJournal.ts", "add", "journal.add"],
      ["runs/create/attachmentService.ts", "prepare", "add"],
      ["api/client.ts", "createRunStreaming", "prepare"],
      ["api/upload/runForm.ts", "createRunBody"],
      ["api/http/transport.ts", "open", "return"],
    ),
  },
};

/**
 * The crossings of a path: from one file into the next, a line each.
 *
 * @throws Error when a file has no such function, or the one before doesn't hand over
 */
export function crossings(root: string, path: readonly Stop[]): string[] {
  const read = (file: string): string => readFileSync(join(root, "src", file), "utf8");
  return path.slice(1).map((stop, place) => {
    const before = path[place]!;
    const by = stop.by ?? stop.name;
    if (!declares(read(stop.file), stop.name)) throw new Error(`src/${stop.file} has no ${stop.name}.`);
    if (!read(before.file).includes(by))
      throw new Error(`src/${before.file} doesn't hand over to ${stop.name} by ${by}.`);
    return `${before.file} → ${stop.file} (${stop.name})`;
  });
}

/** A function, method or constant of this name. */
function declares(text: string, name: string): boolean {
  const kinds = "(?:export |async |function |function\\* |const |class |readonly |protected |static |\\*)*";
  return new RegExp(`^ *${kinds}${name}[ (<:=]`, "m").test(text);
}

if (import.meta.main) {
  const root = resolve(import.meta.dirname, "../..");
  for (const [name, { most, stops: all }] of Object.entries(callPaths)) {
    const lines = crossings(root, all);
    console.log(`${name}: ${lines.length} crossings, at most ${most}`);
    for (const [place, line] of lines.entries()) console.log(`${String(place + 1).padStart(3)} ${line}`);
  }
}

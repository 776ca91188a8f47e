/** A call in a traceback. */
export interface Frame {
  /** The path of the file as Python writes it, mostly absolute. */
  readonly file: string;
  readonly line: number;
  /** The function; empty for one that isn't named. */
  readonly name: string;
  /** The line of code; absent if Python couldn't read the file. */
  readonly code?: string;
}

/** The frames of a Python traceback in its order, the last call last, and the lines behind them. */
export interface Traceback {
  readonly frames: readonly Frame[];
  /** `RuntimeError: the CRM is gone` */
  readonly end: string;
}

/** In frames: of a longer traceback, the last ones are read. */
const maxFrames = 200;
/** In characters: more of a traceback isn't read, and of a line of code isn't kept. */
const maxTracebackLength = 200_000;
const maxCodeLength = 200;

const frameLine = /^ {2}File "(.+)", line (\d+)(?:, in (.+))?$/s;
/** Marks under the code, which show where in the line it failed. */
const markLine = /^\s*[\^~]+\s*$/;

/** The frames of a traceback, or of several, and the end of the last one. `undefined` without a frame. */
export function readTraceback(text: string): Traceback | undefined {
  const lines = text.slice(-maxTracebackLength).split(/\r?\n/);
  const frames: Frame[] = [];
  let end: string[] = [];
  for (const [at, line] of lines.entries()) {
    const [, file, number, name = ""] = frameLine.exec(line) ?? [];
    if (file !== undefined) {
      const next = lines[at + 1] ?? "";
      const code = next.startsWith("    ") && !markLine.test(next) ? next.trim().slice(0, maxCodeLength) : undefined;
      frames.push({ file, line: Number(number), name, code });
      end = [];
    } else if (!line.startsWith("    ")) {
      end.push(line);
    }
  }
  if (frames.length === 0) return undefined;
  return { frames: frames.slice(-maxFrames), end: end.join("\n").trim() };
}

/**
 * A message without the place that it begins with, if that is said beside it: *KeyError: 'a'* of *app.py:3: KeyError: 'a'*.
 *
 * @param place *app.py:3*, which may have more folders, and has slashes on every system
 */
export function withoutPlace(message: string, place: string): string {
  const [head = ""] = message.split(": ", 1);
  return `/${place}`.endsWith(`/${head.replaceAll("\\", "/")}`) ? message.slice(head.length + 2) : message;
}

/** A file of a library by its module: *dynamiq/nodes/node.py* of `/usr/lib/python3/site-packages/dynamiq/nodes/node.py`. */
export function libraryPath(file: string): string {
  const path = file.replaceAll("\\", "/");
  const folders = path.split("/");
  const inner = folders.findLastIndex((name) => name === "site-packages" || name === "dist-packages");
  const library = folders.findIndex(
    (name, at) => name === "Lib" || (folders[at - 1] === "lib" && /^python[\d.]+$/.test(name)),
  );
  const root = inner >= 0 ? inner : library;
  return root >= 0 && root < folders.length - 1 ? folders.slice(root + 1).join("/") : path;
}

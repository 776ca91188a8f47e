import { Session } from "node:inspector";

/**
 * How much something does, the same on every machine: its calls and turns of loops, as V8 counts them, and the
 * characters and items that what is built in reads for it. What an expression reads and doesn't take isn't counted.
 */
export function countWork(work: () => unknown): number {
  profiler ??= startProfiler();
  const restore = [countMatches(), ...builtIn.flatMap(countReads)];
  try {
    takeCounts(profiler);
    read = 0;
    work();
    return read + takeCounts(profiler);
  } finally {
    for (const each of restore) each();
  }
}

/** For after the last test of a file: all that runs in its process takes longer until then. */
export function stopCounting(): void {
  profiler?.disconnect();
  profiler = undefined;
}

let profiler: Session | undefined;
let read = 0;

function startProfiler(): Session {
  const session = new Session();
  session.connect();
  session.post("Profiler.enable");
  session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  return session;
}

/** The calls and turns of loops since they were taken before. */
function takeCounts(session: Session): number {
  let counts = 0;
  // It calls back before it returns.
  session.post("Profiler.takePreciseCoverage", (error, coverage) => {
    if (error) throw error;
    for (const { functions } of coverage.result)
      for (const { ranges } of functions) for (const { count } of ranges) counts += count;
  });
  return counts;
}

type Method = (this: unknown, ...given: unknown[]) => unknown;

/** @returns what puts the method back */
function replaceMethod(owner: object, name: string, counted: (original: Method) => Method): () => void {
  const descriptor = Object.getOwnPropertyDescriptor(owner, name)!;
  Object.defineProperty(owner, name, { ...descriptor, value: counted(descriptor.value as Method) });
  return () => void Object.defineProperty(owner, name, descriptor);
}

/** How many characters or items a call of something built in reads. */
type Reads = (self: unknown, given: readonly unknown[], result: unknown) => number;

const sizeOf = (value: unknown): number => (typeof value === "string" || Array.isArray(value) ? value.length : 0);
const one: Reads = () => 1;
const selfAndResult: Reads = (self, _given, result) => sizeOf(self) + sizeOf(result);
const givenAndResult: Reads = (_self, [first], result) => sizeOf(first) + sizeOf(result);
const resultAlone: Reads = (_self, _given, result) => sizeOf(result);
const upToFound: Reads = (self, [, from = 0], place) =>
  (typeof place === "number" && place >= 0 ? place : sizeOf(self)) - Number(from);
const backToFound: Reads = (self, [, from = Infinity], place) =>
  Math.min(sizeOf(self), Number(from)) - Math.max(0, Number(place));

const iterators = [""[Symbol.iterator](), [].values(), new Map().values(), new Set().values()];
const builtIn: readonly (readonly [owner: object, names: string, reads: Reads])[] = [
  [
    String.prototype,
    "normalize replace replaceAll split toLowerCase toUpperCase trim trimEnd trimStart",
    selfAndResult,
  ],
  [String.prototype, "padEnd padStart repeat", resultAlone],
  [String.prototype, "includes indexOf", upToFound],
  [String.prototype, "lastIndexOf", backToFound],
  [Array.prototype, "concat flat join reverse sort splice toReversed toSorted toSpliced unshift with", selfAndResult],
  [Array.prototype, "slice", resultAlone],
  [Array.prototype, "includes indexOf", upToFound],
  [Object, "entries fromEntries keys values", givenAndResult],
  [JSON, "parse stringify", givenAndResult],
  ...iterators.map((iterator) => [Object.getPrototypeOf(iterator) as object, "next", one] as const),
];

function countReads([owner, names, reads]: (typeof builtIn)[number]): (() => void)[] {
  const counted = (original: Method): Method =>
    function (...given) {
      const result = Reflect.apply(original, this, given);
      read += reads(this, given, result);
      return result;
    };
  return names.split(" ").map((name) => replaceMethod(owner, name, counted));
}

/** Whatever is done with an expression calls `exec`. */
function countMatches(): () => void {
  const counted = (original: Method): Method =>
    function (text) {
      const pattern = this as RegExp;
      const from = pattern.global || pattern.sticky ? pattern.lastIndex : 0;
      const match = Reflect.apply(original, pattern, [text]) as RegExpExecArray | null;
      const hasOnePlace = pattern.sticky || (pattern.source.startsWith("^") && !pattern.multiline);
      read += match ? match.index + match[0].length - from : hasOnePlace ? 1 : String(text).length - from;
      return match;
    };
  return replaceMethod(RegExp.prototype, "exec", counted);
}

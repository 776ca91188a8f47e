import type { FileSource } from "#api/contract.ts";
import { fileFromPath } from "#api/upload/fileSource.ts";
import type { ValueOf, VariableUse } from "#runFiles/variables/filledTexts.ts";
import { findValues, type VariableSources } from "#runFiles/variables/variableValues.ts";
import type { FileRequest, ReadGate } from "./readGate.ts";

interface ConsentReading {
  /** The variables to fill in. */
  variables: readonly VariableUse[];
  requests: readonly FileRequest[];
}

/** A file whose requests are about to be sent. `T` is what it says, once its variables have values. */
export interface ConsentFile<T extends ConsentReading> extends Omit<VariableSources, "now"> {
  text: string;
  /** Reads the text: first without values, then with those that are known. @throws for a problem */
  parse: (valueOf?: ValueOf) => T;
}

/** What a file says, after everything that it reads was allowed. */
export interface AllowedFile<T> {
  reading: T;
  valueOf: ValueOf;
  /** Whether it would still send what was allowed. */
  findsTheSame: () => Promise<boolean>;
}

/**
 * Fills in the variables of a file. Nothing outside the gate's folders is opened before it was allowed. A text that may
 * be read can name another one, so the file is read again until nothing new comes up. Each `${prompt}` is asked once.
 *
 * @param mayRead asks about what the gate has found
 * @returns `undefined` when a question was canceled, or reading isn't allowed
 */
export async function readWithConsent<T extends ConsentReading>(
  { text, parse, ...sources }: ConsentFile<T>,
  mayRead: (reading: T) => Promise<boolean>,
): Promise<AllowedFile<T> | undefined> {
  const { gate, runFilePath } = sources;
  const all: VariableSources = { ...sources, now: new Date(), ask: askOnce(sources.ask) };
  const { variables } = parse();
  const look = async ({ requests }: T): Promise<void> => {
    for (const each of requests) await gate.look({ text, runFilePath, variables, ...each });
  };
  const read = async () => {
    const valueOf = await findValues(variables, all);
    if (!valueOf) return undefined;
    const reading = parse(valueOf);
    await look(reading);
    return { reading, valueOf };
  };
  const found = await untilAllowed([gate], read, ({ reading }) => mayRead(reading));
  return found && { ...found, findsTheSame: () => gate.findsTheSame(() => look(found.reading)) };
}

/**
 * Reads again as long as what is allowed brings reads of its own. In the end the gates know all that was allowed.
 *
 * @param read lets the gates look at what it has read; `undefined` when it was canceled
 * @param mayRead asks about what the gates have found
 * @returns what was read at last; `undefined` when it was canceled or isn't allowed
 */
export async function untilAllowed<T>(
  gates: readonly Pick<ReadGate, "isFinished" | "finish" | "allow">[],
  read: () => Promise<T | undefined>,
  mayRead: (reading: T) => Promise<boolean>,
): Promise<T | undefined> {
  for (;;) {
    const reading = await read();
    if (reading === undefined || !(await mayRead(reading))) return undefined;
    if (gates.every((gate) => gate.isFinished)) {
      for (const gate of gates) gate.finish();
      return reading;
    }
    for (const gate of gates) gate.allow();
  }
}

/**
 * Opens files after a person has allowed what the gate finds. They may read the question for minutes: what has changed
 * meanwhile is asked again.
 *
 * @param look lets the gate look at the files
 * @param mayRead asks about what the gate has found
 * @returns `undefined` when it isn't allowed
 * @throws ApiError when a file can't be opened
 */
export async function openWithConsent(
  paths: readonly string[],
  gate: Pick<ReadGate, "findsTheSame">,
  look: () => Promise<void>,
  mayRead: () => Promise<boolean>,
): Promise<FileSource[] | undefined> {
  await look();
  for (;;) {
    if (!(await mayRead())) return undefined;
    const files = await Promise.all(paths.map((path) => fileFromPath(path)));
    if (await gate.findsTheSame(look)) return files;
  }
}

/** Asks for each label once, however often the file is read. */
function askOnce(ask: VariableSources["ask"]): VariableSources["ask"] {
  const values = new Map<string, string>();
  return async (label) => {
    const value = values.get(label) ?? (await ask(label));
    if (value !== undefined) values.set(label, value);
    return value;
  };
}

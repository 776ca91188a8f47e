import { parseArgs } from "node:util";
import { nearest } from "#base/text/nearest.ts";
import { wrongArguments } from "#cli/usageError.ts";
import type { Option } from "./options.ts";

/** The options that were given, and the other arguments in their order. */
export interface GivenOptions {
  /** Each option's values; a switch has one empty text. */
  options: ReadonlyMap<string, readonly string[]>;
  files: readonly string[];
}

/** Options that people try for the key. */
const keyOptions = ["key", "access-key", "accesskey", "api-key", "apikey", "token", "password"];

/**
 * Takes arguments apart.
 *
 * @param known the options that this command has
 * @throws UsageError about the first one that is wrong; no value is repeated, since it may be a secret
 */
export function readOptions(args: readonly string[], known: Readonly<Record<string, Option>>): GivenOptions {
  const options = new Map<string, string[]>();
  const files: string[] = [];
  for (const token of tokensOf(args, known)) {
    if (token.kind === "positional") files.push(token.value);
    if (token.kind !== "option") continue;
    const { name, rawName, value, inlineValue } = token;
    const option = Object.hasOwn(known, name) && rawName.startsWith("--") ? known[name] : undefined;
    if (!option) throw unknownOption(rawName, known);
    const values = options.get(name) ?? [];
    if (values.length > 0 && !option.isList) throw wrongArguments(`--${name} can be given only once.`);
    options.set(name, [...values, valueOf(name, option, value, inlineValue === true)]);
  }
  return { options, files };
}

/** Parses without being strict: the errors of `parseArgs` repeat what was typed. */
function tokensOf(args: readonly string[], known: Readonly<Record<string, Option>>) {
  const kinds = Object.entries(known).map(([name, { value, isList = false }]) => {
    const type = value === undefined ? ("boolean" as const) : ("string" as const);
    return [name, { type, multiple: isList }] as const;
  });
  const options = Object.fromEntries(kinds);
  return parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true }).tokens;
}

function valueOf(name: string, option: Option, value: string | undefined, isInline: boolean): string {
  if (option.value === undefined) {
    if (value !== undefined) throw wrongArguments(`--${name} takes no value.`);
    return "";
  }
  // `--app --wait` forgot the address.
  const isForgotten = value === undefined || value.trim() === "" || (!isInline && value.startsWith("-"));
  if (isForgotten) throw wrongArguments(`--${name} needs a value: --${name} ${option.value}.`);
  return value;
}

function unknownOption(rawName: string, known: Readonly<Record<string, Option>>): Error {
  const name = rawName.replace(/^-+/, "");
  if (keyOptions.includes(name.toLowerCase())) {
    return wrongArguments(
      "The access key can't be an argument, because other users of this machine could see it. " +
        "Set the environment variable DYNAMIQ_ACCESS_KEY instead.",
    );
  }
  const nearestOption = nearest(name, Object.keys(known));
  return wrongArguments(
    `${shown(rawName)} isn't an option.${nearestOption ? ` Did you mean --${nearestOption}?` : ""}`,
  );
}

/** A name that is safe to show: no real name is longer, or moves the cursor. */
function shown(rawName: string): string {
  return /^--?[\w-]{1,30}$/.test(rawName) ? rawName : "An argument starts with a dash, but";
}

import { isContainer } from "#base/json/exactNumber.ts";

/** How much of an error is read: so many values, and so many characters of all of them. */
const maxValues = 500;
const maxTextLength = 20_000;
/** In characters. A longer name isn't looked for. */
const maxNameLength = 200;

const nameFields = new Set(["tool", "tool_name", "node", "node_name", "name"]);
const idFields = new Set(["tool_call_id", "tool_run_id", "call_id"]);

/** The calls that the error of a run names: by the call's id, by a field with the tool's name, or in its words. */
export class NamedCalls {
  readonly #ids = new Set<string>();
  readonly #names = new Set<string>();
  #text = "";

  constructor(error: unknown) {
    for (const [field, text] of textsIn(error)) this.#take(field, text);
  }

  /** @param callId the call's own id, if it has one: an error that names a known call means no other one */
  has(name: string, callId?: string, known: ReadonlySet<string> = new Set()): boolean {
    if (callId !== undefined && this.#ids.has(callId)) return true;
    if ([...this.#ids].some((id) => known.has(id))) return false;
    if (name === "" || name.length > maxNameLength) return false;
    if (this.#names.has(plain(name))) return true;
    return inWords(name).test(this.#text);
  }

  #take(field: string, text: string): void {
    if (idFields.has(field)) this.#ids.add(text);
    else if (nameFields.has(field)) this.#names.add(plain(text));
    else this.#text += `\n${text}`.slice(0, maxTextLength - this.#text.length);
  }
}

/** The reason in an error that says which hook stopped the run; `undefined` if it says nothing of this hook. */
export function reasonOfHook(error: unknown, hook: string): string | undefined {
  const begins = `Hook '${hook}' stopped the run at `;
  for (const [, text] of textsIn(error)) {
    const from = text.indexOf(begins);
    const reason = from < 0 ? undefined : /^\w+: (.+)/s.exec(text.slice(from + begins.length, maxTextLength))?.[1];
    if (reason !== undefined) return reason.trim();
  }
  return undefined;
}

/** The texts in an error with the fields that have them, those near the top first. */
function* textsIn(error: unknown): Generator<[field: string, text: string]> {
  const queue: [name: string, value: unknown][] = [["", error]];
  for (let read = 0; read < maxValues && queue.length > 0; read++) {
    const [field, value] = queue.shift()!;
    if (typeof value === "string") yield [field, value];
    else if (isContainer(value))
      for (const entry of Object.entries(value).slice(0, maxValues)) queue.push([entry[0], entry[1]]);
  }
}

/** Models call tools by names without spaces: `crm-lookup` is `crm lookup`. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, "-");
}

/** A name of one word may be any word of a sentence, so it has to be in quotes or after the word for what it is. */
function inWords(name: string): RegExp {
  const words = plain(name)
    .split("-")
    // With the flag `u`, nothing but these may be escaped.
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`));
  const whole = words.join(String.raw`[\s_-]`);
  const isOneWord = words.filter((word) => word !== "").length < 2;
  const before = isOneWord
    ? String.raw`(?:["'\x60“‘]|\b(?:tool|node|function|failures?):? )`
    : String.raw`(?<![\p{L}\p{N}_-])`;
  return new RegExp(String.raw`${before}${whole}(?![\p{L}\p{N}_-])`, "iu");
}

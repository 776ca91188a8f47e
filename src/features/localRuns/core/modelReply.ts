import { fieldsOf, isFields, textOf } from "#base/json/fieldsOf.ts";
import { openJson } from "#runs/values/prettyJson.ts";
import type { Fields } from "./traceNode.ts";

export interface AskedCall {
  /** The id, as the provider names it; empty without one. */
  readonly id: string;
  /** The name, as the model wrote it: `crm-lookup`. */
  readonly name: string;
  readonly thought: string;
  /** A text if it wasn't JSON. */
  readonly input: unknown;
}

/** What an agent reads in the output of its model. */
export interface ModelReply {
  readonly thought?: string;
  /** The final answer, if the model gives it. */
  readonly answer?: unknown;
  readonly calls: readonly AskedCall[];
}

/** The function with which a model gives its final answer. */
const finalAnswer = "provide_final_answer";
/** The action that does the same in structured output. */
const finish = "finish";

/** Reads function calls, structured output, XML, and the plain form `Thought: … Action: … Answer: …`. */
export function readReply(output: unknown): ModelReply {
  const { content, tool_calls: calls } = fieldsOf(output);
  if (Array.isArray(calls) && calls.length > 0) return byFunctions(calls);
  if (isFields(content)) return byFields(content);
  if (typeof content !== "string") return { calls: [] };
  const opened = openJson(content);
  if (isFields(opened)) return byFields(opened);
  return content.trimStart().startsWith("<") ? byTags(content) : byWords(content);
}

function byFunctions(calls: readonly unknown[]): ModelReply {
  const asked: AskedCall[] = [];
  let answer: unknown;
  let thought: string | undefined;
  for (const each of calls) {
    const call = fieldsOf(each);
    const { name, arguments: written } = fieldsOf(call["function"]) as { name?: unknown; arguments?: unknown };
    const given = openJson(written);
    const { thought: said, ...input } = fieldsOf(given);
    thought ??= textOf(said);
    if (name === finalAnswer) {
      answer = input["answer"];
      continue;
    }
    asked.push({
      id: textOf(call["id"]) ?? "",
      name: textOf(name) ?? "",
      thought: textOf(said) ?? "",
      input: isFields(given) ? input : written,
    });
  }
  return { thought, answer, calls: asked };
}

function byFields(fields: Fields): ModelReply {
  const { thought: said, action, action_input: input, answer } = fields;
  const thought = textOf(said);
  const name = textOf(action) ?? "";
  if (name === finish || name === finalAnswer) return { thought, answer: input, calls: [] };
  if (name !== "") return { thought, calls: [{ id: "", name, thought: thought ?? "", input: openJson(input) }] };
  return { thought, answer, calls: [] };
}

function byTags(content: string): ModelReply {
  const thought = tag(content, "thought");
  const answer = tag(content, "answer");
  const name = tag(content, "action");
  if (answer !== undefined || name === undefined) return { thought, answer, calls: [] };
  return { thought, calls: [{ id: "", name, thought: thought ?? "", input: openJson(tag(content, "action_input")) }] };
}

function tag(content: string, name: string): string | undefined {
  const from = content.indexOf(`<${name}>`);
  const to = from < 0 ? -1 : content.indexOf(`</${name}>`, from);
  return to < 0 ? undefined : content.slice(from + name.length + 2, to).trim();
}

/** The words that begin a part, at the beginning of a line. */
const parts = /^\s{0,20}(Thought|Action Input|Action|Answer):/gm;

function byWords(content: string): ModelReply {
  const found = [...content.matchAll(parts)];
  const textOfPart = new Map<string, string>();
  for (const [at, match] of found.entries()) {
    const word = match[1] ?? "";
    // What follows the answer belongs to it.
    const end = word === "Answer" ? undefined : found[at + 1]?.index;
    if (!textOfPart.has(word)) textOfPart.set(word, content.slice(match.index + match[0].length, end).trim());
    if (word === "Answer") break;
  }
  const thought = textOfPart.get("Thought");
  const answer = textOfPart.get("Answer");
  const name = textOfPart.get("Action");
  if (answer !== undefined) return { thought, answer, calls: [] };
  if (name === undefined) return { thought, calls: [] };
  return {
    thought,
    calls: [{ id: "", name, thought: thought ?? "", input: openJson(textOfPart.get("Action Input")) }],
  };
}

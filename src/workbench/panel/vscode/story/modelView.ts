import { isContainer } from "#base/json/exactNumber.ts";
import { fieldsOf, isFields } from "#base/json/fieldsOf.ts";
import { countOf } from "#model/counts.ts";
import { formatDuration } from "#model/duration.ts";
import { callCostText, exactCost, modelName, tokensText } from "#model/modelCost.ts";
import { fieldsInLine } from "#model/runResult.ts";
import type { ModelUsage } from "#model/usage.ts";
import { errorSummary } from "#runs/labels/errorSummary.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import type { Attempt, ModelStep } from "#runs/story/storySteps.ts";
import { contentText } from "#runs/text/contentText.ts";
import { LargeValue, openJson, type PrettyJson, prettyJson } from "#runs/values/prettyJson.ts";
import type { AttemptView, MessageView, StepView } from "#workbench/panel/page/storyViews.ts";

type Model = Extract<StepView, { kind: "model" }>;
type Fields = Readonly<Record<string, unknown>>;

/** In characters: how much is shown of a message, and of the arguments of a call in a line. */
const maxMessageLength = 20_000;
const maxArgumentsLength = 200;
/** Number of messages that are shown, the last ones. */
const maxMessages = 500;

/** A model call without its position. @param withMessages whether the reader has unfolded it */
export function modelView(step: ModelStep, withMessages: boolean): Omit<Model, "id" | "sequence"> {
  const { kind, model, state, usage, attempts, cached, mocked, startedAt, duration } = step;
  const name = modelName(model);
  const tries = attempts && attempts.length > 1 ? attempts.map(attemptView) : undefined;
  return {
    kind,
    state,
    cached,
    mocked,
    startedAt,
    duration,
    model: name,
    fullName: name === model ? undefined : model,
    facts: factsOf(usage, tries?.length),
    spoken: spokenFacts(usage, tries?.length),
    messageCount: messagesOf(step.messages).length,
    failure: state === "failed" ? rowText(errorSummary(step.error).message, maxArgumentsLength) : undefined,
    attempts: tries,
    ...(withMessages ? openedParts(step, maxMessageLength, maxMessages) : {}),
  };
}

/** All texts of a call that only an unfolded one shows, also those that the panel cuts. */
export function modelWords(step: ModelStep): string[] {
  const { messages = [], reply, usage } = openedParts(step, Infinity, Infinity);
  return [...messages, ...(reply ? [reply] : [])]
    .flatMap(({ text, calls = [] }) => [text, ...calls.flatMap(({ name, input }) => [name, input])])
    .concat(usage ?? []);
}

/** @param maxLength in characters: how much of each message @param count how many messages, the last ones */
function openedParts(step: ModelStep, maxLength: number, count: number): Pick<Model, "messages" | "reply" | "usage"> {
  const all = messagesOf(step.messages);
  const names = callNames(all);
  const usage = [...(step.usage ? usageFacts(step.usage) : []), ...failedAttempts(step.attempts)].join(" · ");
  return {
    messages: all.slice(-count).map((each) => messageView(each, names, maxLength)),
    reply: step.output === undefined ? undefined : replyView(step.output, maxLength),
    usage: usage || undefined,
  };
}

/** The messages that are shown in a list: of a list that is too large for memory, its beginning as one text. */
function messagesOf(messages: unknown): readonly Fields[] {
  if (messages instanceof LargeValue) return [{ role: "", content: messages }];
  return Array.isArray(messages) ? messages.map(fieldsOf) : [];
}

function messageView(message: Fields, names: ReadonlyMap<string, string>, maxLength: number): MessageView {
  const { role, content, tool_call_id: id, name } = message;
  const said = contentText(content);
  const { text, length } = said === undefined ? prettyJson(content ?? "", maxLength) : beginningOf(said, maxLength);
  const calls = callViews(message["tool_calls"]);
  const of = (typeof id === "string" ? names.get(id) : undefined) ?? (role === "tool" ? name : undefined);
  return {
    role: typeof role === "string" ? role : "",
    text,
    length,
    calls: calls.length === 0 ? undefined : calls,
    resultOf: typeof of === "string" ? of : undefined,
  };
}

/** JSON inside a text stays as the model was sent it. */
function beginningOf(text: string, maxLength: number): PrettyJson {
  return { text: text.slice(0, maxLength), length: text.length > maxLength ? text.length : undefined };
}

/** What came back: a text, calls, or both. */
function replyView(output: unknown, maxLength: number): MessageView {
  const { content, tool_calls: calls } = isFields(output) ? output : { content: output };
  return messageView({ role: "came back", content: content ?? "", tool_calls: calls }, new Map(), maxLength);
}

/** The names of calls by their ids: the result of a call only has the id. */
function callNames(messages: readonly Fields[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const { tool_calls: calls } of messages) {
    if (!Array.isArray(calls)) continue;
    for (const each of calls) {
      const { id, function: called } = fieldsOf(each);
      const { name } = fieldsOf(called);
      if (typeof id === "string" && typeof name === "string") names.set(id, name);
    }
  }
  return names;
}

/** *crm-lookup* with *customer "Ann", note "C:\new"*, without the thought, which the story has. */
function callViews(calls: unknown): NonNullable<MessageView["calls"]> {
  if (!Array.isArray(calls)) return [];
  return calls.map((each) => {
    const { name, arguments: written } = fieldsOf(fieldsOf(each)["function"]);
    const given = openJson(written);
    const { thought: _, ...input } = fieldsOf(given);
    const words = isContainer(given) ? fieldsInLine(input) : typeof given === "string" ? given : "";
    return { name: typeof name === "string" ? name : "", input: rowText(words, maxArgumentsLength) };
  });
}

function factsOf(usage: ModelUsage | undefined, tries: number | undefined): string {
  const facts = usage ? [tokensText(usage.total), callCostText(usage)] : [];
  return [...facts, ...(tries === undefined ? [] : [countOf(tries, "attempt")])].join(" · ");
}

/** For a screen reader: *150 tokens, under 0.0001 dollars, 2 attempts*. */
function spokenFacts(usage: ModelUsage | undefined, tries: number | undefined): string {
  const cost =
    usage &&
    callCostText(usage)
      .replace(/^<\$/, "under ")
      .replace(/^\$/, "")
      .concat(usage.cost === undefined ? "" : " dollars");
  const facts = usage ? [tokensText(usage.total), cost ?? ""] : [];
  return [...facts, ...(tries === undefined ? [] : [countOf(tries, "attempt")])].join(", ");
}

/** *120 tokens in, 30 out*, *$0.000018 in, $0.000018 out* */
function usageFacts({ prompt, completion, promptCost, completionCost, cost }: ModelUsage): string[] {
  const tokens = `${tokensText(prompt)} in, ${tokensText(completion).replace(/ tokens?$/, "")} out`;
  if (promptCost !== undefined && completionCost !== undefined)
    return [tokens, `${exactCost(promptCost)} in, ${exactCost(completionCost)} out`];
  return [tokens, cost === undefined ? "price unknown" : exactCost(cost)];
}

function failedAttempts(attempts: readonly Attempt[] = []): string[] {
  if (attempts.length < 2) return [];
  return attempts.flatMap((attempt, index) => {
    if (!attempt.failed) return [];
    const { took, error } = attemptView(attempt);
    return [
      `attempt ${index + 1} failed${took === undefined ? "" : ` after ${formatDuration(took)}`}${error ? `: ${error}` : ""}`,
    ];
  });
}

/** In characters: how much of an error is in a line. */
const maxErrorLength = 200;

export function attemptView({ at, until, failed, error }: Attempt): AttemptView {
  return {
    failed,
    at,
    until,
    took: at === undefined || until === undefined ? undefined : Math.max(0, until - at),
    error: error === undefined ? undefined : rowText(error, maxErrorLength),
  };
}

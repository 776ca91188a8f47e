import { randomUUID } from "node:crypto";
import type { Run } from "#api/schemas.ts";
import { isContainer } from "#base/json/exactNumber.ts";
import { fieldsOf } from "#base/json/fieldsOf.ts";
import { sameJson } from "#base/json/sameJson.ts";
import { keepsSession, type RunIds, repeatedIds, withIds } from "#model/conversationIds.ts";
import { answerIn } from "#model/runResult.ts";
import { readRunFile } from "#runFiles/parseRunFile.ts";
import { RunFileError } from "#runFiles/runFileError.ts";
import type { VariableUse } from "#runFiles/variables/filledTexts.ts";
import { variableText } from "#runFiles/variables/variables.ts";
import { lastOfUser, messageFields, messageIn } from "#runs/sessions/conversation.ts";

/** The turn that another one comes after. */
export type EarlierTurn = Pick<Run, "input" | "output" | "user_id" | "session_id">;

/** The source of a first turn's input. */
export interface Seed {
  turn: EarlierTurn;
  /** `refund.run.json` */
  name: string;
  /** The field for the message, where the input alone doesn't say it. */
  field?: string;
  /** The fields of the input with a text that isn't known here. */
  leftOut?: readonly string[];
  /** What is wrong with it: that part of the input is missing, too. */
  problem?: string;
}

interface NextTurn {
  /**
   * The fields for the message: one for a text, and the lists of messages that end with the same one. Empty where the
   * whole input is the message.
   */
  readonly fields: readonly string[];
  /** The fields that a person may choose for the message instead of the first one, which is among them. */
  readonly choices: readonly string[];
  /** The other fields of the input, as a person may change them. Not the ids that repeat the user and the session. */
  readonly others: Readonly<Record<string, unknown>>;
}

interface NextMessage extends RunIds {
  readonly text: string;
  /** The field for it, as `nextTurnOf` takes it. */
  readonly field?: string;
  /** Instead of the other fields of the earlier turn. */
  readonly others?: Readonly<Record<string, unknown>>;
  /** Whether it begins a conversation, so that a list of messages has nothing else. */
  readonly isFirst?: boolean;
}

/** The turn as it is in another conversation, where a turn of that one comes after it. */
export function movedTurn<Turn extends EarlierTurn>(turn: Turn, ids: RunIds): Turn {
  return { ...turn, input: withIds(turn, ids), user_id: ids.userId, session_id: ids.sessionId };
}

/**
 * @param chosen the field for the message; without it, the one that has the earlier message
 * @returns `undefined` for an input that has no place for a message: a list, a number, or all fields taken otherwise
 */
export function nextTurnOf({ input, user_id, session_id }: EarlierTurn, chosen?: string): NextTurn | undefined {
  if (typeof input === "string") return { fields: [], choices: [], others: {} };
  if (Array.isArray(input) || (input !== undefined && input !== null && !isContainer(input))) return undefined;
  const all = fieldsOf(input);
  const ids = repeatedIds(all, { user_id, session_id });
  const freeField = messageFields.find((name) => isFree(all[name]));
  const found = messageIn(input);
  const texts = Object.keys(all).filter((name) => typeof all[name] === "string" && !ids.has(name));
  const choices = [...new Set([found?.name, ...texts, freeField].filter((name) => name !== undefined))];
  const field = choices.find((name) => name === chosen) ?? found?.name ?? freeField;
  if (field === undefined) return undefined;
  const message = lastOfUser(all[field]) ?? all[field];
  const lists = Object.keys(all).filter((name) => message !== undefined && lastOfUser(all[name]) === message);
  const fields = [...new Set([field, ...lists])];
  const others = Object.entries(all).filter(([name]) => !fields.includes(name) && !ids.has(name));
  return { fields, choices, others: Object.fromEntries(others) };
}

/**
 * The input of the turn after an earlier one. The message goes where the earlier one was; a list of messages gets the
 * earlier answer and then the message, as an app without memory knows only what the list says.
 *
 * @throws RangeError for an input without a place for a message (`nextTurnOf`)
 */
export function nextInput(earlier: EarlierTurn, next: NextMessage): unknown {
  const turn = nextTurnOf(earlier, next.field);
  if (!turn) throw new RangeError("The earlier turn's input has no field for a message.");
  if (turn.fields.length === 0) return next.text;
  const all = fieldsOf(withIds(earlier, next));
  const { others = turn.others } = next;
  const kept = Object.entries(all).flatMap(([name, value]): [string, unknown][] => {
    if (turn.fields.includes(name)) return [[name, withMessage(value, earlier, next)]];
    if (Object.hasOwn(others, name)) return [[name, others[name]]];
    return Object.hasOwn(turn.others, name) ? [] : [[name, value]];
  });
  const [field = ""] = turn.fields;
  // In the order of the earlier input, so that two turns are easily compared.
  return Object.fromEntries([...kept, ...missing(kept, { [field]: next.text, ...others })]);
}

/** A run file as the seed of a conversation. Its variables are open, but for its session: only *Run* fills them in. */
export function seedOfRunFile(text: string, name: string): Seed {
  const session = randomUUID();
  const newSession = (use: VariableUse) => (use.name === "newSession" ? { value: session } : undefined);
  const { parsed, problems } = readRunFile(text, name, newSession);
  const filled = readRunFile(text, name, (use) => newSession(use) ?? { value: variableText(use) }).parsed;
  const [known, all] = [fieldsOf(parsed.request.input), fieldsOf(filled.request.input)];
  const leftOut = Object.keys(all).filter((field) => !sameJson(known[field], all[field]));
  const [first] = problems;
  const problem = first && new RunFileError({ file: name, ...first }).message;
  // Without its text, the field for the message isn't recognized any more.
  const field = nextTurnOf(filled.request)?.fields[0];
  const isOpen = field !== undefined && leftOut.includes(field) && typeof all[field] === "string";
  const turn = isOpen ? { ...parsed.request, input: { ...known, [field]: "" } } : parsed.request;
  return { turn, name, field, leftOut, problem };
}

/** A run as the seed of a conversation, without the fields that would lead into the run's own session. */
export function seedOfRun(run: Run, name: string): Seed {
  if (!keepsSession(run)) return { turn: run, name };
  const field = nextTurnOf(run)?.fields[0];
  const fields = Object.entries(fieldsOf(run.input));
  const keeps = (value: unknown, key: string): boolean => keepsSession({ ...run, input: { [key]: value } });
  const leftOut = fields.filter(([key, value]) => key !== field && keeps(value, key)).map(([key]) => key);
  const input = Object.fromEntries(fields.filter(([key]) => !leftOut.includes(key)));
  const problem =
    leftOut.length > 0 && `Input fields that contain the run's session ID are left out: ${leftOut.join(", ")}.`;
  return { turn: { ...run, input }, name, field, problem: problem || undefined };
}

function withMessage(before: unknown, { output }: EarlierTurn, { text, isFirst = false }: NextMessage): unknown {
  if (!Array.isArray(before)) return text;
  if (isFirst) return [{ role: "user", content: text }];
  const answer = answerIn(output);
  const answered = answer === undefined ? [] : [{ role: "assistant", content: answer }];
  return [...before, ...answered, { role: "user", content: text }];
}

function missing(kept: readonly [string, unknown][], fields: Record<string, unknown>): [string, unknown][] {
  const names = new Set(kept.map(([name]) => name));
  return Object.entries(fields).filter(([name]) => !names.has(name));
}

function isFree(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "string" && value.trim() === "");
}

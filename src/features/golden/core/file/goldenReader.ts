import { findNodeAtLocation, type Node } from "jsonc-parser";
import type * as z from "zod";
import { withoutUndefined } from "../../../../base/stored.ts";
import { listed } from "../../../../base/text/listed.ts";
import { nearest } from "../../../../base/text/nearest.ts";
import { looksLikeKey } from "../../../../model/accessKey.ts";
import { FieldReader } from "../../../../runFiles/fieldReader.ts";
import { properties } from "../../../../runFiles/jsonDocument.ts";
import type { ParsedRunFile } from "../../../../runFiles/parsedRunFile.ts";
import { addedKey, changedTo } from "../../../../runFiles/problemFix.ts";
import { checkNames, type CheckRule, kindOf } from "../checks/checkTable.ts";
import type { GoldenAnswer, GoldenCheck, GoldenRun, GoldenTest, GoldenTurn } from "./goldenTypes.ts";
import {
  answerKinds,
  type AnswerRule,
  conversationFields,
  conversationRequest,
  goldenKeys,
  goldenRunFields,
  repeat,
  requestFields,
  testFields,
  turnFields,
} from "./testFields.ts";

/** A value of a golden file, with its field as a person would write it: `checks[0].output`. Empty for the whole file. */
export interface Part {
  node: Node;
  field: string;
}

/** The parts of a request or a turn that are sent. */
type Sent = Partial<z.output<typeof requestFields>>;

/** Reads a golden file: schemas say what is wrong, and its nodes where. */
export class GoldenReader extends FieldReader {
  /** Keys that an unknown key was probably a typo of: they aren't also reported as missing. */
  readonly #meant = new Map<Node, Set<string>>();

  /** @returns `undefined` for what isn't an object */
  test(whole: Part): Omit<GoldenTest, "problems"> | undefined {
    const { node } = whole;
    const [turns, times] = [this.part(whole, "turns"), this.part(whole, "repeat")];
    this.read<unknown>(whole, turns ? conversationFields : testFields, "a golden test");
    if (node.type !== "object") return undefined;
    const sent = turns ? this.#turns(whole) : [this.#turn(whole, this.part(whole, "request"))];
    const name = this.part(whole, "name")?.node;
    const nameText: unknown = name && this.valueOf(name);
    return {
      name: typeof nameText === "string" ? nameText : "",
      namePlace: this.document.placeOf(name ?? { offset: node.offset, length: 1 }),
      place: this.document.placeOf(node),
      turns: sent,
      isConversation: turns !== undefined,
      repeat: (times && this.read(times, repeat, "repeat")) ?? { times: 1, atLeast: 1 },
      answers: sent.flatMap(({ answers }) => answers),
      checks: sent.flatMap(({ checks }) => checks),
    };
  }

  /**
   * Reads a value as a schema says.
   *
   * @param what the value is called in a problem: `a check of output`
   * @returns `undefined` for a value with a problem, which is noted
   */
  read<T>(whole: Part, schema: z.ZodType<T>, what: string): T | undefined {
    const { data, error } = schema.safeParse(this.valueOf(whole.node));
    const isUnknown = ({ code }: z.core.$ZodIssue): boolean => code === "unrecognized_keys";
    const issues = error?.issues ?? [];
    // A key isn't missing when it is misspelled, so unknown ones are noted first.
    for (const issue of issues.filter(isUnknown)) this.#noteIssue(whole, what, issue);
    for (const issue of issues) if (!isUnknown(issue)) this.#noteIssue(whole, what, issue);
    return data;
  }

  /** A part of an object, or of a list. */
  part({ node, field }: Part, ...path: (string | number)[]): Part | undefined {
    const found = findNodeAtLocation(node, path);
    return found && { node: found, field: fieldAt(field, path) };
  }

  items(whole: Part, key: string): Part[] {
    const list = this.part(whole, key)?.node;
    const items = list?.type === "array" ? (list.children ?? []) : [];
    return items.map((node, index) => ({ node, field: fieldAt(whole.field, [key, index]) }));
  }

  #turns(whole: Part): GoldenTurn[] {
    const request = this.part(whole, "request");
    const sent = request && this.read(request, conversationRequest, "a conversation's request");
    const more: Sent = { session: "new", user_id: sent?.user_id };
    return this.items(whole, "turns").map((each) => this.#turn(each, each, more));
  }

  /**
   * @param whole has what the run has to be like
   * @param sent the request; a turn is its own one
   * @param more of the request
   */
  #turn(whole: Part, sent: Part | undefined, more: Sent = {}): GoldenTurn {
    const isTurn = sent === whole;
    const read: Sent | undefined =
      sent && this.read(sent, isTurn ? turnFields : requestFields, isTurn ? "a turn" : "a request");
    const request = { ...read, ...more };
    return {
      request: {
        parsed: this.#parsed(sent, request),
        newSession: request.session === "new",
        place: this.document.placeOf((sent ?? whole).node),
      },
      answers: this.items(whole, "answers").flatMap((each) => this.#answer(each) ?? []),
      checks: this.items(whole, "checks").flatMap((each) => this.#check(each) ?? []),
      goldenRun: this.#goldenRun(this.part(whole, "goldenRun")),
    };
  }

  #parsed(sent: Part | undefined, { input, user_id, session, session_id, file_ids }: Sent): ParsedRunFile {
    const files = sent ? this.items(sent, "files") : [];
    return {
      file: this.document.file,
      request: withoutUndefined({
        input,
        user_id,
        session_id: session === "new" ? undefined : (session ?? session_id),
        file_ids: file_ids?.filter((id) => id !== undefined),
      }),
      // They are links in the editor, also while another part of the request has a problem.
      files: files.flatMap(({ node, field }) => {
        const path = this.valueOf(node);
        const isPath = typeof path === "string" && path.trim() !== "";
        return isPath ? [{ path, field, ...this.document.placeOf(node) }] : [];
      }),
    };
  }

  #answer(whole: Part): GoldenAnswer | undefined {
    const others = [...goldenKeys.approval, ...goldenKeys.question];
    const kind = this.#kindOf(whole, ["approval", "question"], "an answer", others);
    if (!kind) return undefined;
    const what = `an answer to a ${kind === "approval" ? "request for approval" : "question"}`;
    const answer = this.read<AnswerRule>(whole, answerKinds[kind], what);
    return answer && { ...answer, place: this.document.placeOf(whole.node), field: whole.field };
  }

  #check(whole: Part): GoldenCheck | undefined {
    const kind = this.#kindOf(whole, checkNames, "a check");
    const rule = kind && this.read(whole, kindOf({ kind }).schema, `a check of ${kind}`);
    if (!rule) return undefined;
    return { ...({ kind, ...rule } as CheckRule), place: this.document.placeOf(whole.node), field: whole.field };
  }

  /**
   * Which of some keys an object has. Without one, a problem is noted: at the key that was probably meant as one.
   *
   * @param others keys that such an object may have besides
   */
  #kindOf<K extends string>(
    { node, field }: Part,
    kinds: readonly K[],
    what: string,
    others: readonly string[] = [],
  ): K | undefined {
    const all = node.type === "object" ? properties(node) : [];
    const [first, second] = all.filter(({ key }) => kinds.some((kind) => kind === key));
    if (first && !second) return first.key as K;
    const unknown = all.filter(({ key }) => !others.includes(key));
    const meant = unknown.find(({ key }) => nearest(key, kinds) !== undefined) ?? unknown[0];
    if (second) {
      const problem = `${what} is of one kind: this one has ${first?.key} and ${second.key}. Split it into two.`;
      this.document.note(second.keyNode, problem, `${field}.${second.key}`);
    } else if (meant) this.#unknownKey({ node, field }, meant.keyNode, kinds, what);
    else this.#missing({ node, field }, `${what} must be an object with one of the keys ${listed(kinds)}.`);
    return undefined;
  }

  #goldenRun(whole: Part | undefined): GoldenRun | undefined {
    const read = whole && this.read(whole, goldenRunFields, "goldenRun");
    if (!whole || !read) return undefined;
    const place = this.document.placeOf(whole.node);
    const file = this.part(whole, "file");
    if (!file || read.file === undefined) return { ...read, file: undefined, place };
    return { ...read, file: { text: read.file, field: file.field, ...this.document.placeOf(file.node) }, place };
  }

  #noteIssue(whole: Part, what: string, issue: z.core.$ZodIssue): void {
    const path = issue.path as (string | number)[];
    const found = this.part(whole, ...path);
    if (!found) {
      const around = this.part(whole, ...path.slice(0, -1));
      const key = String(path.at(-1));
      if (around) this.#missing(around, `${around.field || what} ${issue.message}`, key);
      return;
    }
    const { node, field } = found;
    const [keyNode] = node.parent?.children ?? [];
    const problem = `${field || what} ${issue.message}`;
    if (issue.code === "unrecognized_keys") {
      const name = path.findLast((key) => typeof key === "string") ?? what;
      for (const each of properties(node).filter(({ key }) => issue.keys.includes(key)))
        this.#unknownKey(found, each.keyNode, issue.message.split(","), name);
    } else if (issue.code === "custom" && issue.params?.["isAtKey"]) {
      const isMeant = issue.params["lacksKey"] && this.#meant.has(whole.node);
      if (keyNode && !isMeant) this.document.note(keyNode, issue.message, field);
    } else if (issue.code === "custom" && node.type === "object") this.#missing(found, problem);
    // A text with an open variable has no value yet.
    else if (node.type !== "string" || this.valueOf(node) !== undefined)
      this.document.note(node, problem, field || undefined);
  }

  #unknownKey({ node, field }: Part, keyNode: Node, keys: readonly string[], what: string): void {
    const key = String(keyNode.value);
    // What looks like an access key was noted already, and is quoted nowhere.
    if (looksLikeKey(key)) return;
    const meant = nearest(key, keys);
    if (meant !== undefined) this.#meant.set(node, (this.#meant.get(node) ?? new Set()).add(meant));
    const nextStep = meant === undefined ? `Valid keys are ${listed(keys)}.` : `Did you mean ${JSON.stringify(meant)}?`;
    const problem = `${JSON.stringify(key)} isn't a key of ${what}. ${nextStep}`;
    this.document.note(keyNode, problem, fieldAt(field, [key]), meant === undefined ? undefined : changedTo(meant));
  }

  /** Notes at the brace that opens an object that it lacks something: a key, if its name is known. */
  #missing({ node, field }: Part, problem: string, key?: string): void {
    const meant = this.#meant.get(node);
    if (meant && (key === undefined || meant.has(key))) return;
    const fix = key === undefined ? undefined : addedKey(key, properties(node).length === 0);
    this.document.note(
      { offset: node.offset, length: 1 },
      problem,
      key === undefined ? field : fieldAt(field, [key]),
      fix,
    );
  }
}

function fieldAt(field: string, path: readonly (string | number)[]): string {
  return path.reduce<string>((at, key) => {
    return typeof key === "number" ? `${at}[${key}]` : at === "" ? key : `${at}.${key}`;
  }, field);
}

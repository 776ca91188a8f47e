import { listed } from "#base/text/listed.ts";
import { nearest } from "#base/text/nearest.ts";
import { checkNames, type CheckRule, kindOf } from "#features/golden/core/checks/checkTable.ts";
import { properties } from "#runFiles/jsonDocument.ts";
import { readRequest, type SentFields, sentRequest } from "#runFiles/runFileReader.ts";
import { type Part, SchemaReader } from "#runFiles/schemaReader.ts";
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

/** Reads the tests of a golden file. */
export class GoldenReader extends SchemaReader {
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
      nameRange: this.document.rangeOf(name ?? { offset: node.offset, length: 1 }),
      range: this.document.rangeOf(node),
      turns: sent,
      isConversation: turns !== undefined,
      repeat: (times && this.read(times, repeat, "repeat")) ?? { times: 1, atLeast: 1 },
      answers: sent.flatMap(({ answers }) => answers),
      checks: sent.flatMap(({ checks }) => checks),
    };
  }

  #turns(whole: Part): GoldenTurn[] {
    const request = this.part(whole, "request");
    const sent = request && this.read(request, conversationRequest, "a conversation's request");
    const more: SentFields = { session: "new", user_id: sent?.user_id };
    return this.items(whole, "turns").map((each) => this.#turn(each, each, more));
  }

  /**
   * @param whole has what the run has to be like
   * @param sent the request; a turn is its own one
   * @param more of the request
   */
  #turn(whole: Part, sent: Part | undefined, more: SentFields = {}): GoldenTurn {
    const isTurn = sent === whole;
    const read: SentFields | undefined =
      sent && readRequest<SentFields>(this, sent, isTurn ? turnFields : requestFields, isTurn ? "a turn" : "a request");
    const { session, ...others } = { ...read, ...more };
    const newSession = session === "new";
    return {
      request: {
        parsed: sentRequest(this, sent, newSession ? others : { ...others, session }),
        newSession,
        range: this.document.rangeOf((sent ?? whole).node),
      },
      answers: this.items(whole, "answers").flatMap((each) => this.#answer(each) ?? []),
      checks: this.items(whole, "checks").flatMap((each) => this.#check(each) ?? []),
      goldenRun: this.#goldenRun(this.part(whole, "goldenRun")),
    };
  }

  #answer(whole: Part): GoldenAnswer | undefined {
    const others = [...goldenKeys.approval, ...goldenKeys.question];
    const kind = this.#kindOf(whole, ["approval", "question"], "an answer", others);
    if (!kind) return undefined;
    const what = `an answer to a ${kind === "approval" ? "request for approval" : "question"}`;
    const answer = this.read<AnswerRule>(whole, answerKinds[kind], what);
    return answer && { ...answer, range: this.document.rangeOf(whole.node), field: whole.field };
  }

  #check(whole: Part): GoldenCheck | undefined {
    const kind = this.#kindOf(whole, checkNames, "a check");
    const rule = kind && this.read(whole, kindOf({ kind }).schema, `a check of ${kind}`);
    if (!rule) return undefined;
    return { ...({ kind, ...rule } as CheckRule), range: this.document.rangeOf(whole.node), field: whole.field };
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
    const likelyKind = unknown.find(({ key }) => nearest(key, kinds) !== undefined) ?? unknown[0];
    if (second) {
      const problem = `${what} can't have both ${first?.key} and ${second.key}. Split it into two.`;
      this.document.note(second.keyNode, problem, `${field}.${second.key}`);
    } else if (likelyKind) this.unknownKey({ node, field }, likelyKind.keyNode, kinds, what);
    else this.missing({ node, field }, `${what} must be an object with one of the keys ${listed(kinds)}.`);
    return undefined;
  }

  #goldenRun(whole: Part | undefined): GoldenRun | undefined {
    const read = whole && this.read(whole, goldenRunFields, "goldenRun");
    if (!whole || !read) return undefined;
    return { ...read, file: this.sourceText(this.part(whole, "file")), range: this.document.rangeOf(whole.node) };
  }
}

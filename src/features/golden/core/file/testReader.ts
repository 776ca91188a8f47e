import { findNodeAtLocation, type Node } from "jsonc-parser";
import { twoSessions } from "../../../../runFiles/fieldReader.ts";
import { properties } from "../../../../runFiles/jsonDocument.ts";
import type { ParsedRunFile } from "../../../../runFiles/parsedRunFile.ts";
import type { TextPlace } from "../../../../runFiles/runFileError.ts";
import { listed, record } from "../checks/checkFields.ts";
import { type CheckName, checkNames, type CheckRule, kindOf } from "../checks/checkTable.ts";
import type { GoldenAnswer, GoldenCheck, GoldenRequest, GoldenRun, GoldenTest, GoldenTurn } from "./goldenTypes.ts";
import { type Member, type Members, ObjectReader } from "./objectReader.ts";
import { answerKinds, type AnswerRule, goldenRunFields, repeat, goldenKeys } from "./testFields.ts";

/** Reads the tests of a golden file. */
export class TestReader extends ObjectReader {
  /** @param field empty for a file that is one test; @returns `undefined` for what isn't an object */
  test(node: Node, field: string): Omit<GoldenTest, "problems"> | undefined {
    const members = this.members(node, field, goldenKeys.test, "a golden test");
    if (!members) return undefined;
    const [list, times] = [members.get("turns"), members.get("repeat")];
    const turns = list ? this.#turns(list, members) : [this.#onlyTurn(node, members)];
    return {
      ...this.#name(node, members),
      place: this.document.placeOf(node),
      turns,
      isConversation: list !== undefined,
      repeat: (times && this.read(times.node, times.field, repeat, "repeat")) ?? { times: 1, atLeast: 1 },
      answers: turns.flatMap(({ answers }) => answers),
      checks: turns.flatMap(({ checks }) => checks),
    };
  }

  #onlyTurn(node: Node, members: Members): GoldenTurn {
    const request = members.get("request");
    const wanted = 'a golden test needs a request. Add "request": {"input": {…}}.';
    if (!request) this.missing(node, "request", wanted, ["request"]);
    return { request: this.#request(node, request), ...this.#expected(node, "", members) };
  }

  /** What the run of a request has to be like. */
  #expected(node: Node, field: string, members: Members): Omit<GoldenTurn, "request"> {
    const goldenRun = this.#goldenRun(members.get("goldenRun"));
    return {
      answers: this.#answers(members.get("answers")),
      checks: this.#checks(node, field, members.get("checks")),
      goldenRun,
    };
  }

  #turns({ node, field }: Member, test: Members): GoldenTurn[] {
    for (const key of ["answers", "checks", "goldenRun"] as const) this.#belongsToTurn(test.get(key), key);
    const userId = this.#user(test.get("request"));
    const items = this.list(node, field, "turns");
    if (node.type === "array" && items.length === 0) {
      const problem = `a conversation needs a turn. Add {"input": {…}, "checks": [ … ]} to ${field}, or remove it.`;
      this.document.note(node, problem, field);
    }
    return items.flatMap((each) => this.#turn(each.node, each.field, userId) ?? []);
  }

  #turn(node: Node, field: string, userId: string | undefined): GoldenTurn | undefined {
    const members = this.members(node, field, goldenKeys.turn, "a turn");
    if (!members) return undefined;
    const parsed = this.#parsed();
    if (userId !== undefined) parsed.request.user_id = userId;
    this.#sent(node, field, members, parsed, "a turn");
    const request = { parsed, newSession: true, place: this.document.placeOf(node) };
    return { request, ...this.#expected(node, field, members) };
  }

  /** All turns are sent as one user, who stands at the test. */
  #user(member: Member | undefined): string | undefined {
    const keys = goldenKeys.request;
    const members = member && this.members(member.node, member.field, keys, "a conversation's request");
    if (!members) return undefined;
    for (const key of ["input", "files", "file_ids"] as const) this.#belongsToTurn(members.get(key), key);
    this.#noSession(members);
    return this.textOf(members, "user_id");
  }

  #noSession(request: Members): void {
    for (const key of ["session", "session_id"]) {
      const found = request.get(key);
      const problem = `${key} and turns can't be combined: a conversation has a new session each time. Remove ${key}.`;
      if (found) this.document.note(found.keyNode, problem, found.field);
    }
  }

  #belongsToTurn(member: Member | undefined, key: string): void {
    if (!member) return;
    const problem = `${key} and turns can't be combined: each turn has its own. Move it into a turn, or remove turns.`;
    this.document.note(member.keyNode, problem, member.field);
  }

  #name(node: Node, members: Members): { name: string; namePlace: TextPlace } {
    const member = members.get("name");
    if (!member) this.missing(node, "name", 'a golden test needs a name. Add "name": "…".', ["name"]);
    const name = (member && this.text(member.node, member.field)) ?? "";
    return { name, namePlace: this.document.placeOf(member?.node ?? { offset: node.offset, length: 1 }) };
  }

  #request(test: Node, member: Member | undefined): GoldenRequest {
    const parsed = this.#parsed();
    const members = member && this.members(member.node, member.field, goldenKeys.request, "a request");
    const place = this.document.placeOf(member?.node ?? test);
    if (!member || !members) return { parsed, newSession: false, place };
    const user = this.textOf(members, "user_id");
    if (user !== undefined) parsed.request.user_id = user;
    const session = this.#session(members);
    if (session !== undefined && session !== "new") parsed.request.session_id = session;
    this.#sent(member.node, member.field, members, parsed, "the request");
    return { parsed, newSession: session === "new", place };
  }

  #parsed(): ParsedRunFile {
    return { file: this.document.file, request: { input: undefined }, files: [] };
  }

  /** Reads what a request has besides its user and its session. */
  #sent(node: Node, field: string, members: Members, parsed: ParsedRunFile, what: string): void {
    const { request } = parsed;
    const input = members.get("input");
    if (input) request.input = this.read(input.node, input.field, record, "input");
    else {
      const nextStep = 'Add "input": {…} with the fields of the app\'s own input node.';
      this.missing(node, `${field}.input`, `${what} needs an input. ${nextStep}`, ["input"]);
    }
    const ids = members.get("file_ids");
    if (ids)
      request.file_ids = this.list(ids.node, ids.field).flatMap((each) => this.uuid(each.node, each.field) ?? []);
    const files = members.get("files");
    if (files) {
      parsed.files = this.list(files.node, files.field).flatMap((each) => {
        const placed = this.placed(each.node, each.field);
        return placed ? [{ path: placed.text, field: each.field, ...this.document.placeOf(each.node) }] : [];
      });
    }
  }

  #session(members: Members): string | undefined {
    const [short, long] = [members.get("session"), members.get("session_id")];
    if (short && long) {
      this.document.note(long.keyNode, twoSessions, long.field);
      return undefined;
    }
    if (long) return this.uuid(long.node, long.field);
    return short && this.session(short.node, short.field);
  }

  #answers(member: Member | undefined): GoldenAnswer[] {
    const items = member ? this.list(member.node, member.field, "answers") : [];
    return items.flatMap(({ node, field }) => this.#answer(node, field) ?? []);
  }

  #answer(node: Node, field: string): GoldenAnswer | undefined {
    const keys = node.type === "object" ? properties(node).map(({ key }) => key) : [];
    const kind = (["approval", "question"] as const).find((key) => keys.includes(key));
    if (!kind) {
      const known = [...goldenKeys.approval, ...goldenKeys.question];
      if (this.noteUnknown(node, field, known, ["approval", "question"], "an answer")) return undefined;
      const nextStep = 'Its first key is "approval" or "question": a part of the prompt, or "*" for any.';
      this.missing(node, field, `${field} isn't an answer. ${nextStep}`);
      return undefined;
    }
    const what = `an answer to a ${kind === "approval" ? "request for approval" : "question"}`;
    const answer = this.read<AnswerRule>(node, field, answerKinds[kind], what);
    return answer && { ...answer, place: this.document.placeOf(node), field };
  }

  /** @param field of the turn; empty for a test that is one request */
  #checks(node: Node, field: string, member: Member | undefined): GoldenCheck[] {
    const what = field === "" ? "a golden test" : "a turn";
    const example = '{"status": "completed"}';
    const wanted = `${what} needs checks. Add "checks": [${example}].`;
    if (!member) this.missing(node, field === "" ? "checks" : `${field}.checks`, wanted, ["checks"]);
    if (!member) return [];
    const items = this.list(member.node, member.field, "checks");
    if (member.node.type === "array" && items.length === 0) {
      const problem = `${what} without a check can't fail. Add one to ${member.field}, such as ${example}.`;
      this.document.note(member.node, problem, member.field);
    }
    return items.flatMap((each) => this.#check(each.node, each.field) ?? []);
  }

  #check(node: Node, field: string): GoldenCheck | undefined {
    const kind = this.#kindOfCheck(node, field);
    const rule = kind && this.read(node, field, kindOf({ kind }).schema, `a check of ${kind}`);
    return rule ? { ...({ kind, ...rule } as CheckRule), place: this.document.placeOf(node), field } : undefined;
  }

  #kindOfCheck(node: Node, field: string): CheckName | undefined {
    const all = node.type === "object" ? properties(node) : [];
    const [first, second] = all.filter(({ key }) => checkNames.some((name) => name === key));
    if (!first) {
      if (this.noteUnknown(node, field, [], checkNames, "a check")) return undefined;
      this.missing(node, field, `a check must be an object with one of the keys ${listed(checkNames)}.`);
    } else if (second) {
      const problem = `a check looks at one thing: this one has ${first.key} and ${second.key}. Split it into two checks.`;
      this.document.note(second.keyNode, problem, `${field}.${second.key}`);
    } else return first.key as CheckName;
    return undefined;
  }

  #goldenRun(member: Member | undefined): GoldenRun | undefined {
    const read = member && this.read(member.node, member.field, goldenRunFields, "goldenRun");
    if (!member || !read) return undefined;
    const { file: _, ...rest } = read;
    const node = findNodeAtLocation(member.node, ["file"]);
    const file = node && this.placed(node, `${member.field}.file`);
    return { ...rest, file, place: this.document.placeOf(member.node) };
  }
}

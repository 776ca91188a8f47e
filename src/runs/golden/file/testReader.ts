import type { Node } from "jsonc-parser";
import { withoutUndefined } from "../../../base/stored.ts";
import type { TextPlace } from "../../../runFiles/errors.ts";
import { twoSessions } from "../../../runFiles/fieldReader.ts";
import { properties } from "../../../runFiles/jsonDocument.ts";
import type { ParsedRunFile } from "../../../runFiles/parsedRunFile.ts";
import { CheckReader } from "./checkReader.ts";
import { goldenKeys, mostTimes } from "./goldenKeys.ts";
import type {
  GoldenAnswer,
  GoldenCheck,
  GoldenChoice,
  GoldenRepeat,
  GoldenRequest,
  GoldenRun,
  GoldenTest,
  GoldenTurn,
} from "./goldenTypes.ts";
import type { Member, Members } from "./objectReader.ts";

/** Reads the tests of a golden file. */
export class TestReader extends CheckReader {
  /** @param field empty for a file that is one test; @returns `undefined` for what isn't an object */
  test(node: Node, field: string): Omit<GoldenTest, "problems"> | undefined {
    const members = this.members(node, field, goldenKeys.test, "a golden test");
    if (!members) return undefined;
    const list = members.get("turns");
    const turns = list ? this.#turns(list, members) : [this.#onlyTurn(node, members)];
    return {
      ...this.#name(node, members),
      place: this.document.placeOf(node),
      turns,
      isConversation: list !== undefined,
      repeat: this.#repeat(members.get("repeat")),
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
      ...(goldenRun ? { goldenRun } : {}),
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
    if (input) request.input = this.object(input);
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
    const members = this.members(
      node,
      field,
      goldenKeys[kind],
      `an answer to a ${kind === "approval" ? "request for approval" : "question"}`,
    );
    const asked = members && this.textOf(members, kind);
    if (!members || asked === undefined) return undefined;
    const replay = this.flag(members, "replay") ?? false;
    const base = { asked, replay, place: this.document.placeOf(node), field };
    return kind === "approval" ? this.#approval(node, members, base) : this.#reply(node, members, base);
  }

  #approval(node: Node, members: Members, base: AnswerBase): GoldenAnswer | undefined {
    const { field } = base;
    if (!members.has("approved")) {
      const wanted = `${field} needs a decision. Add "approved": true or "approved": false.`;
      this.missing(node, `${field}.approved`, wanted, ["approved"]);
    }
    const approved = this.flag(members, "approved");
    const params = members.get("params");
    const more = { params: params && this.object(params), feedback: this.textOf(members, "feedback") };
    return approved === undefined ? undefined : { kind: "approval", ...base, approved, ...withoutUndefined(more) };
  }

  #reply(node: Node, members: Members, base: AnswerBase): GoldenAnswer | undefined {
    const { field } = base;
    if (!members.has("text") && !members.has("answers")) {
      const wanted = `${field} needs a text. Add "text": "…", or answers for its questions.`;
      this.missing(node, `${field}.text`, wanted, ["text", "answers"]);
      return undefined;
    }
    const list = members.get("answers");
    const answers =
      list && this.list(list.node, list.field, "objects").flatMap((each) => this.#choice(each.node, each.field) ?? []);
    const said = members.get("text");
    // A person may have chosen options, and said nothing.
    const text = said && (said.node.value === "" ? "" : this.text(said.node, said.field));
    return { kind: "question", ...base, text: text ?? "", ...(answers ? { answers } : {}) };
  }

  #choice(node: Node, field: string): GoldenChoice | undefined {
    const members = this.members(node, field, goldenKeys.choice, "an answer to one question");
    if (!members) return undefined;
    const id = this.textOf(members, "question_id");
    if (id === undefined) {
      const wanted = `${field} needs the question_id that it answers. Add it.`;
      if (!members.has("question_id")) this.missing(node, `${field}.question_id`, wanted, ["question_id"]);
      return undefined;
    }
    const custom = this.textOf(members, "custom_text");
    const selected = this.texts(members, "selected") ?? [];
    return { question_id: id, selected, ...(custom === undefined ? {} : { custom_text: custom }) };
  }

  #repeat(member: Member | undefined): GoldenRepeat {
    const once = { times: 1, atLeast: 1 };
    const members = member && this.members(member.node, member.field, goldenKeys.repeat, "repeat");
    if (!member || !members) return once;
    if (!members.has("times")) {
      this.missing(member.node, `${member.field}.times`, 'repeat needs a number of runs. Add "times": 10.', ["times"]);
      return once;
    }
    const times = this.count(members, "times", 1, mostTimes) ?? 1;
    return { times, atLeast: this.count(members, "atLeast", 1, times) ?? times };
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
    return items.flatMap((each) => this.check(each.node, each.field) ?? []);
  }

  #goldenRun(member: Member | undefined): GoldenRun | undefined {
    const members = member && this.members(member.node, member.field, goldenKeys.goldenRun, "goldenRun");
    if (!member || !members) return undefined;
    if (!members.has("id")) {
      const wanted = "goldenRun needs the id of its run. Add it, or remove goldenRun.";
      this.missing(member.node, `${member.field}.id`, wanted, ["id"]);
    }
    const id = this.textOf(members, "id");
    const file = members.get("file");
    const placed = file && this.placed(file.node, file.field);
    const finished = this.textOf(members, "finished");
    if (id === undefined) return undefined;
    return { id, ...withoutUndefined({ file: placed, finished }), place: this.document.placeOf(member.node) };
  }
}

type AnswerBase = Pick<GoldenAnswer, "asked" | "replay" | "place" | "field">;

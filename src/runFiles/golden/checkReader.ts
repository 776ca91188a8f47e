import type { Node } from "jsonc-parser";
import { plainNumber } from "../../base/json/exactNumber.ts";
import type { JsonPath } from "../../base/json/jsonPath.ts";
import { withoutUndefined } from "../../base/stored.ts";
import { properties } from "../jsonDocument.ts";
import { type CheckKind, checkKinds, goldenKeys, longestPattern } from "./goldenKeys.ts";
import {
  type CheckRule,
  endStatuses,
  type GoldenCheck,
  jsonTypes,
  type NumberValue,
  type OutputExpectation,
} from "./goldenTypes.ts";
import { listed, type Member, type Members, ObjectReader } from "./objectReader.ts";
import { parseOutputPath } from "./outputPath.ts";

const expectations = ["equals", "contains", "matches", "number", "type", "ignored"] as const;
/** The keys that some check has. */
const allKeys = checkKinds.flatMap((kind): readonly string[] => [kind, ...goldenKeys[kind]]);
/** The kinds whose key holds an object with the limits. */
const nested: readonly string[] = ["tools", "steps", "duration", "answer"];

/** Reads the checks of a golden test. */
export class CheckReader extends ObjectReader {
  /** @returns `undefined` for a check with a problem, which is noted */
  check(node: Node, field: string): GoldenCheck | undefined {
    const rule = this.#rule(node, field);
    return rule && { ...rule, place: this.document.placeOf(node), field };
  }

  #rule(node: Node, field: string): CheckRule | undefined {
    const kinds = node.type === "object" ? properties(node).filter(({ key }) => isKind(key)) : [];
    const [first, second] = kinds;
    if (!first) {
      if (this.noteUnknown(node, field, allKeys, checkKinds, "a check")) return undefined;
      const problem = `a check must be an object with one of the keys ${listed(checkKinds)}.`;
      this.missing(node, field, problem);
      return undefined;
    }
    if (second) {
      const problem = `a check looks at one thing: this one has ${first.key} and ${second.key}. Split it into two checks.`;
      this.document.note(second.keyNode, problem, `${field}.${second.key}`);
      return undefined;
    }
    const kind = first.key as CheckKind;
    const isNested = nested.includes(kind);
    const outer = this.members(node, field, isNested ? [kind] : goldenKeys[kind], `a check of ${kind}`);
    const member = outer?.get(kind);
    if (!outer || !member) return undefined;
    const inner = isNested ? this.members(member.node, member.field, goldenKeys[kind], kind) : outer;
    return inner && this.#ruleOf(kind, node, member, inner);
  }

  #ruleOf(kind: CheckKind, node: Node, member: Member, members: Members): CheckRule | undefined {
    switch (kind) {
      case "status":
        return this.#status(member);
      case "blocked":
        return this.#blocked(member);
      case "output":
        return this.#output(node, member, members);
      case "tools":
        return this.#tools(member, members);
      case "tool":
        return this.#tool(member, members);
      case "steps": {
        const limits = { atMost: this.count(members, "atMost", 1), failed: this.count(members, "failed", 0) };
        return this.#needsOne(kind, member, members) && { kind, ...withoutUndefined(limits) };
      }
      case "duration":
        return this.#duration(member, members);
      case "answer": {
        const texts = { contains: this.textOf(members, "contains"), matches: this.#pattern(members.get("matches")) };
        return this.#needsOne(kind, member, members) && { kind, ...withoutUndefined(texts) };
      }
    }
  }

  #status({ node, field }: Member): CheckRule | undefined {
    const status = this.#oneOf(node, field, endStatuses);
    return status && { kind: "status", status };
  }

  #output(node: Node, member: Member, members: Members): CheckRule | undefined {
    const pathText = this.text(member.node, member.field);
    const given = expectations.filter((key) => members.has(key));
    const [key, other] = given;
    if (!key) {
      if (this.isMisspelled(node, expectations)) return undefined;
      const problem = `a check of output needs one of the keys ${listed(expectations)}. Add what is expected.`;
      this.document.note(member.keyNode, problem, member.field);
      return undefined;
    }
    if (other) {
      const at = members.get(other);
      const problem = `${key} and ${other} can't be combined. Split it into two checks.`;
      if (at) this.document.note(at.keyNode, problem, at.field);
      return undefined;
    }
    const alone = members.get("tolerance");
    if (alone && key !== "number") {
      const problem = `"tolerance" works only with "number": write "number" instead of ${JSON.stringify(key)}, or remove it.`;
      this.document.note(alone.keyNode, problem, alone.field);
    }
    const path = pathText === undefined ? undefined : this.#path(pathText, member);
    const expects = this.#expectation(key, members);
    return path && expects && { kind: "output", path, pathText: pathText ?? "", expects };
  }

  #path(text: string, { node, field }: Member): JsonPath | undefined {
    const path = parseOutputPath(text);
    if (path) return path;
    const nextStep = 'Write it as category, orders[0].id or items["a b"]; $ is the whole output.';
    this.document.note(node, `${field} isn't a path. ${nextStep}`, field);
    return undefined;
  }

  #expectation(key: (typeof expectations)[number], members: Members): OutputExpectation | undefined {
    const member = members.get(key);
    if (!member) return undefined;
    switch (key) {
      case "equals":
      case "contains":
        return { kind: key, value: this.valueOf(member.node) };
      case "matches": {
        const pattern = this.#pattern(member);
        return pattern === undefined ? undefined : { kind: key, pattern };
      }
      case "number": {
        const value = this.number(member);
        const tolerance = this.#tolerance(members.get("tolerance"));
        return value === undefined || tolerance === undefined ? undefined : { kind: key, value, tolerance };
      }
      case "type": {
        const type = this.#oneOf(member.node, member.field, jsonTypes);
        return type && { kind: key, type };
      }
      case "ignored":
        return this.#ignored(member);
    }
  }

  #blocked({ node, field }: Member): CheckRule | undefined {
    if (node.type === "boolean") return { kind: "blocked", blocked: node.value === true };
    this.document.note(node, `${field} must be true or false. Correct it.`, field);
    return undefined;
  }

  #ignored({ node, field }: Member): OutputExpectation | undefined {
    if (node.type === "boolean" && node.value === true) return { kind: "ignored" };
    if (node.type === "string") {
      const why = this.text(node, field);
      return why === undefined ? undefined : { kind: "ignored", why };
    }
    const problem = `${field} must be true, or a string that says why. Correct it, or remove the check.`;
    this.document.note(node, problem, field);
    return undefined;
  }

  #tolerance(member: Member | undefined): NumberValue | undefined {
    if (!member) return 0;
    const value = this.number(member);
    if (value === undefined || Number(plainNumber(value)) >= 0) return value;
    this.document.note(member.node, `${member.field} must not be negative. Correct it.`, member.field);
    return undefined;
  }

  #tools(member: Member, members: Members): CheckRule | undefined {
    const [sequence, set, never] = ["sequence", "set", "never"].map((key) => this.texts(members, key));
    const rule = { sequence, set, never, atMost: this.count(members, "atMost", 0) };
    const both = members.get("set");
    if (both && members.has("sequence")) {
      const problem = "sequence and set can't be combined: a sequence names all tools already. Remove one of the two.";
      this.document.note(both.keyNode, problem, both.field);
      return undefined;
    }
    return this.#needsOne("tools", member, members) && { kind: "tools", ...withoutUndefined(rule) };
  }

  #tool(member: Member, members: Members): CheckRule | undefined {
    const tool = this.text(member.node, member.field);
    const input = members.get("input");
    const limits = { input: input && this.object(input), atMost: this.count(members, "atMost", 0) };
    return tool === undefined ? undefined : { kind: "tool", tool, ...withoutUndefined(limits) };
  }

  #duration(member: Member, members: Members): CheckRule | undefined {
    const given = members.get("atMost");
    if (!this.#needsOne("duration", member, members) || !given) return undefined;
    const text = given.node.type === "string" ? this.text(given.node, given.field) : "";
    if (text === undefined) return undefined;
    const atMost = parseLengthOfTime(text);
    if (atMost !== undefined) return { kind: "duration", atMost, text };
    const units = "a string with a number and ms, s, min, h or d";
    this.document.note(given.node, `${given.field} must be ${units}, such as "60 s". Correct it.`, given.field);
    return undefined;
  }

  #pattern(member: Member | undefined): string | undefined {
    const pattern = member && this.text(member.node, member.field);
    if (!member || pattern === undefined) return undefined;
    const { node, field } = member;
    if (pattern.length > longestPattern) {
      const problem = `${field} is longer than ${longestPattern} characters. Shorten it, or use contains.`;
      this.document.note(node, problem, field);
      return undefined;
    }
    if (isPattern(pattern)) return pattern;
    const nextStep = "Correct it; a backslash is written twice in JSON.";
    this.document.note(node, `${field} isn't a valid JavaScript regular expression. ${nextStep}`, field);
    return undefined;
  }

  #oneOf<T extends string>(node: Node, field: string, values: readonly T[]): T | undefined {
    const value = this.text(node, field);
    const found = values.find((each) => each === value);
    if (found === undefined && value !== undefined) {
      const valid = values.map((each) => JSON.stringify(each)).join(", ");
      this.document.note(node, `${field} must be one of ${valid}. Correct it.`, field);
    }
    return found;
  }

  #needsOne(kind: CheckKind, { node, field }: Member, members: Members): true | undefined {
    if (members.size > 0) return true;
    this.missing(node, field, `${field} needs one of the keys ${listed(goldenKeys[kind])}. Add one.`, goldenKeys[kind]);
    return undefined;
  }
}

function isKind(key: string): boolean {
  return checkKinds.some((kind) => kind === key);
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text).source !== "";
  } catch {
    return false;
  }
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * A length of time as a person writes it, in milliseconds: `500 ms`, `1.5 s`, `2 min`, `1 h`. `undefined` for a text
 * that is none.
 */
function parseLengthOfTime(text: string): number | undefined {
  const [, number, unit = ""] = /^(\d{1,9}(?:\.\d{1,3})?) ?([a-z]{1,3})$/.exec(text.trim()) ?? [];
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
  return number === undefined || factor === undefined ? undefined : Math.round(Number(number) * factor);
}

import type { Node } from "jsonc-parser";
import { properties } from "../../../runFiles/jsonDocument.ts";
import { type CheckName, checkNames, type CheckRule, kindOf } from "../checks/checkTable.ts";
import { listed } from "../checks/fields.ts";
import type { GoldenCheck } from "./goldenTypes.ts";
import { ObjectReader } from "./objectReader.ts";

/** Reads the checks of a golden test. */
export class CheckReader extends ObjectReader {
  /** @returns `undefined` for a check with a problem, which is noted */
  check(node: Node, field: string): GoldenCheck | undefined {
    const kind = this.#kind(node, field);
    const rule = kind && this.read(node, field, kindOf({ kind }).schema, `a check of ${kind}`);
    return rule ? { ...({ kind, ...rule } as CheckRule), place: this.document.placeOf(node), field } : undefined;
  }

  #kind(node: Node, field: string): CheckName | undefined {
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
}

/**
 * The checks in the JSON schema of golden files. `npm run generate` writes them there from the table of checks.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findNodeAtLocation, parseTree } from "jsonc-parser";
import * as z from "zod";
import { checkNames, checkTable } from "#features/golden/core/checks/checkTable.ts";
import { layOut } from "#features/golden/core/derive/layOut.ts";

const path = join(import.meta.dirname, "../../src/features/golden/media/schemas/golden.schema.json");

/** The definition of a check. */
export function checkDefinition(): object {
  const kinds = checkNames.map((name) =>
    z.toJSONSchema(checkTable[name].schema, {
      target: "draft-7",
      io: "input",
      unrepresentable: "any",
      override: ({ jsonSchema }) => {
        const { description, ...rest } = jsonSchema;
        for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
        Object.assign(jsonSchema, description === undefined ? {} : { markdownDescription: description }, rest);
      },
    }),
  );
  for (const kind of kinds) delete kind.$schema;
  return {
    type: "object",
    markdownDescription: `Its first key says what the check looks at: ${checkNames.map((name) => `\`${name}\``).join(", ")}.`,
    defaultSnippets: checkNames.map((name, at) => ({ label: name, bodyText: beginningOf(name, kinds[at]!) })),
    oneOf: kinds,
  };
}

/** A check as its writing begins. The schema completes the rest. */
function beginningOf(name: string, { properties = {} }: z.core.JSONSchema.BaseSchema): string {
  const value = properties[name];
  const { type, default: usual } = typeof value === "object" ? value : {};
  if (type === "object") return `{ "${name}": { $1 } }`;
  return `{ "${name}": ${usual === undefined ? '"$1"$2' : JSON.stringify(usual)} }`;
}

if (import.meta.main) {
  const text = readFileSync(path, "utf8");
  const { offset, length } = findNodeAtLocation(parseTree(text)!, ["definitions", "check"])!;
  writeFileSync(path, `${text.slice(0, offset)}${layOut(checkDefinition(), 4)}${text.slice(offset + length)}`);
}

import { builtinModules } from "node:module";
import { defineConfig, type OxlintOverride } from "oxlint";
import { floors, type Room, roomsOfRuns } from "./.ci/build/importTable.ts";

/** Folders within a floor, one inside the other, that the rule still sees through. */
const depths = [1, 2, 3, 4];

const outside = {
  vscode: { regex: "^vscode$", message: "Only the outer ring knows VS Code." },
  node: {
    regex: `^(node:|(${builtinModules.join("|")})(/|$))`,
    message: "This room also lives where there is no Node.",
  },
};

/** A list that is redrawn takes the focus from a dialog that VS Code opens at that moment. */
const dialogsOfVsCode = [
  "showQuickPick",
  "showInputBox",
  "showOpenDialog",
  "showSaveDialog",
  "createQuickPick",
  "createInputBox",
].map((property) => ({ property, message: "Only src/host/dialogs.ts opens dialogs." }));

export default defineConfig({
  plugins: ["typescript", "unicorn", "oxc", "import"],
  categories: { correctness: "error", suspicious: "error" },
  ignorePatterns: ["dist", "out"],
  rules: {
    "typescript/no-explicit-any": "error",
    "typescript/no-floating-promises": "error",
    "typescript/no-misused-promises": "error",
    "typescript/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    "typescript/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
    "import/no-cycle": ["error", { ignoreTypes: false }],
    "import/no-default-export": "error",
    eqeqeq: "error",
    // The compiler knows better: `noImplicitReturns` with exhaustive switches, and assertions at the edges of the
    // types.
    "typescript/consistent-return": "off",
    "typescript/no-unsafe-type-assertion": "off",
    // `fc.string()`, `ts.x`: the way these libraries are written about.
    "import/no-named-as-default-member": "off",
    // `acquireVsCodeApi().postMessage` and message ports have no target origin.
    "unicorn/require-post-message-target-origin": "off",
    "unicorn/consistent-function-scoping": "off",
    // A copy is made where something else may change the original: before a loop, or before sorting in place.
    "unicorn/no-useless-spread": "off",
    "unicorn/no-array-sort": "off",
    "unicorn/no-array-reverse": "off",
    "no-underscore-dangle": "off",
  },
  overrides: [
    { files: ["src/**"], rules: { "no-console": "error", "no-restricted-properties": ["error", ...dialogsOfVsCode] } },
    { files: ["src/host/dialogs.ts"], rules: { "no-restricted-properties": "off" } },
    { files: ["src/**/*.ts", ".ci/**", "*.mjs"], rules: { "max-lines-per-function": ["error", { max: 60 }] } },
    { files: ["src/**/*.tsx"], rules: { "max-lines-per-function": ["error", { max: 100 }] } },
    { files: ["src/sample/main.ts"], rules: { "no-console": "off" } },
    { files: ["test/**"], rules: { "no-shadow": "off" } },
    {
      files: ["*.config.ts", "test/vitest.config.ts", "test/harness/secondTries.ts"],
      rules: { "import/no-default-export": "off" },
    },
    ...Object.entries(floors).flatMap(([name, room]) => depths.map((depth) => tableRow(name, room, depth))),
    ...Object.keys(roomsOfRuns).flatMap((room) => depths.map((depth) => roomRow(room, depth))),
  ],
});

/** What the files of a floor that lie so many folders deep in `src` may not import. */
function tableRow(name: string, room: Room, depth: number): OxlintOverride {
  return {
    files: [`src/${name}/${"*/".repeat(depth - 1)}*.{ts,tsx}`],
    rules: { "no-restricted-imports": ["error", { patterns: forbiddenTo(name, room, depth) }] },
  };
}

/** The same for the files of a room of `runs`, so many folders deep in `src/runs`, with the other rooms. */
function roomRow(room: string, depth: number): OxlintOverride {
  const may = roomsOfRuns[room] ?? [];
  const others = Object.keys(roomsOfRuns)
    .filter((other) => other !== room && !may.includes(other))
    .map((other) => ({
      group: [`${"../".repeat(depth)}${other}/**`],
      message: `The import table lets runs/${room} import only ${may.join(", ") || "no other room"} of runs.`,
    }));
  const floor = floors["runs"];
  const patterns = [...(floor ? forbiddenTo("runs", floor, depth + 1) : []), ...others];
  return {
    files: [`src/runs/${room}/${"*/".repeat(depth - 1)}*.ts`],
    rules: { "no-restricted-imports": ["error", { patterns }] },
  };
}

function forbiddenTo(name: string, room: Room, depth: number) {
  const up = "../".repeat(depth);
  const message = `The import table lets ${name} import only ${room.may.join(", ") || "nothing"}.`;
  const forbidden = Object.keys(floors)
    .filter((other) => other !== name && !room.may.includes(other))
    .map((other) => ({
      group: [
        `${up}${other}/**`,
        ...room.may.filter((file) => file.startsWith(`${other}/`)).map((file) => `!${up}${file}`),
      ],
      message: room.types?.includes(other) ? `${message} Of ${other} it may import types.` : message,
      allowTypeImports: room.types?.includes(other) ?? false,
    }));
  const roots = [
    {
      group: [`${up}extension.ts`, `${up}shell.ts`, `${up}main.ts`],
      message: "Each bundle is loaded by the one before it alone.",
    },
  ];
  const worlds = (room.without ?? []).map((world) => outside[world]);
  return [...forbidden, ...roots, ...worlds];
}

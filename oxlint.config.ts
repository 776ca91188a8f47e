import { defineConfig } from "oxlint";
import { importRules } from "./.ci/build/importRules.ts";

/** A list that is redrawn takes the focus from a dialog that VS Code opens at that moment. */
const dialogsOfVsCode = [
  "showQuickPick",
  "showInputBox",
  "showOpenDialog",
  "showSaveDialog",
  "createQuickPick",
  "createInputBox",
].map((property) => ({ property, message: "Only src/host/dialogs.ts opens dialogs." }));

/** VS Code makes links of a notification's text, which may be of an app or a file. */
const notificationsOfVsCode = ["showInformationMessage", "showWarningMessage", "showErrorMessage"].map((property) => ({
  property,
  message: "Only src/host/notifications.ts shows notifications.",
}));

/** Calls that also scroll what holds a page: its body, and VS Code's container, which then cuts off the header. */
const scrollingCalls = ["scrollIntoView", "focus"].map((property) => ({
  property,
  message: "Use reveal(), focusOn() or focusStill() of src/ui/reveal.ts: nothing else may scroll a page.",
}));

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
    // `plainImports` of the build takes exports once.
    "import/no-mutable-exports": "error",
    eqeqeq: "error",
    // The compiler knows better: `noImplicitReturns` with exhaustive switches, and assertions at the edges of the
    // types.
    "typescript/consistent-return": "off",
    "typescript/no-unsafe-type-assertion": "off",
    // `fc.string()`, `ts.x`: the way these libraries are written about.
    "import/no-named-as-default-member": "off",
    // `acquireVsCodeApi().postMessage` and message ports have no target origin.
    "unicorn/require-post-message-target-origin": "off",
    // A helper of one function stands in it, where it is read.
    "unicorn/consistent-function-scoping": "off",
    // A copy is made where something else may change the original: before a loop, or before sorting in place.
    "unicorn/no-useless-spread": "off",
    "unicorn/no-array-sort": "off",
    "unicorn/no-array-reverse": "off",
    // Libraries have such names: `_didMount` of the virtualizer, `_meta` of MCP.
    "no-underscore-dangle": "off",
  },
  overrides: [
    {
      files: ["src/**"],
      rules: {
        "no-console": "error",
        "no-restricted-properties": ["error", ...dialogsOfVsCode, ...notificationsOfVsCode],
      },
    },
    { files: ["src/ui/**", "src/*/*/page/**"], rules: { "no-restricted-properties": ["error", ...scrollingCalls] } },
    { files: ["src/ui/reveal.ts"], rules: { "no-restricted-properties": "off" } },
    ...importRules(import.meta.dirname),
    {
      files: ["src/host/dialogs.ts"],
      rules: { "no-restricted-properties": ["error", ...notificationsOfVsCode] },
    },
    {
      files: ["src/host/notifications.ts"],
      rules: { "no-restricted-properties": ["error", ...dialogsOfVsCode] },
    },
    { files: ["src/**/*.ts", ".ci/**", "*.mjs"], rules: { "max-lines-per-function": ["error", { max: 60 }] } },
    { files: ["src/**/*.tsx"], rules: { "max-lines-per-function": ["error", { max: 100 }] } },
    // The sample app is a program on the terminal.
    { files: ["src/sample/main.ts"], rules: { "no-console": "off" } },
    // The steps of a test are read one by one, and a name has the same meaning in each.
    { files: ["test/**"], rules: { "no-shadow": "off" } },
    // What these tools read.
    { files: ["*.config.ts", "test/vitest.config.ts"], rules: { "import/no-default-export": "off" } },
  ],
});

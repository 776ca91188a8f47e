/**
 * package.json and package.nls.json, made of what the features contribute (the `contributes.ts` of each). `npm run
 * generate` writes both, and CI fails where they differ from the repository's. What isn't in `contributes` and
 * `activationEvents` is written by hand.
 */

import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type CommandContribution,
  type Contributions,
  type MenuEntry,
  runSettings,
  type SettingContribution,
  type SettingGroup,
  type ToolContribution,
  type WalkthroughStep,
} from "#host/contributions/contributes.ts";
import { type SharedCondition, withShared } from "#host/contributions/when.ts";
import { extensionId } from "#host/ids.ts";

const category = "Dynamiq";
const activityIcon = "media/activity.svg";
const idOf = (name: string): string => `dynamiqRuns.${name}`;

type Fields = Record<string, unknown>;

/** What the features contribute: those of the workbench first. @param root of the repository */
export async function contributionsOf(root: string): Promise<Contributions[]> {
  const files = ["workbench", "features"].flatMap((room) =>
    globSync(`src/${room}/*/contributes.ts`, { cwd: root }).toSorted(),
  );
  const modules = await Promise.all(files.map((file) => import(pathToFileURL(join(root, file)).href)));
  return modules.map(({ contributions }: { contributions: Contributions }) => contributions);
}

/** The texts of package.nls.json, each by its key. */
class Texts {
  readonly all: Record<string, string> = {};

  /** Keeps a text. @returns what stands for it in package.json */
  keep(key: string, text: string): string {
    if (this.all[key] !== undefined && this.all[key] !== text) throw new Error(`Two texts have the key ${key}.`);
    this.all[key] = text;
    return `%${key}%`;
  }
}

/** The `contributes` of package.json. */
function contributesOf(features: readonly Contributions[], texts: Texts): Fields {
  const every = <Part>(read: (feature: Contributions) => readonly Part[] | undefined): Part[] =>
    features.flatMap((feature) => read(feature) ?? []);
  const commands = every(({ commands: own }) => Object.entries(own ?? {}));
  const tools = every(({ languageModelTools }) => languageModelTools);
  return {
    viewsContainers: { activitybar: [{ id: "dynamiqRuns", title: category, icon: activityIcon }] },
    views: {
      dynamiqRuns: byOrder(every(({ views }) => views)).map(({ name, ...view }) => ({
        ...view,
        name: texts.keep(`view.${lastWord(view.id)}`, name),
        icon: activityIcon,
      })),
    },
    viewsWelcome: byOrder(every(({ welcome }) => welcome)).map(({ name, contents, ...welcome }) => ({
      ...welcome,
      contents: texts.keep(`welcome.${name}`, contents),
    })),
    commands: commands.map(([name, command]) => commandEntry(name, command, texts)),
    submenus: every(({ submenus }) => submenus).map(({ id, label }) => ({
      id,
      label: texts.keep(`submenu.${lastWord(id)}`, label),
    })),
    menus: menusOf(features),
    keybindings: commands.flatMap(([name, { keys = [] }]) =>
      keys.map(({ focusedRowOf: view, ...key }) => ({
        command: idOf(name),
        ...key,
        args: view && { $treeViewId: view, $focusedTreeItem: true },
      })),
    ),
    configuration: configurationOf(features, texts),
    configurationDefaults: { "chat.tools.eligibleForAutoApproval": notApproved(tools) },
    walkthroughs: [walkthrough(byOrder(every((feature) => feature.walkthrough)), texts)],
    customEditors: every(({ customEditors }) => customEditors),
    resourceLabelFormatters: every(({ resourceLabelFormatters }) => resourceLabelFormatters),
    languages: languagesOf(every(({ languages }) => languages)),
    jsonValidation: every(({ jsonValidation }) => jsonValidation),
    debuggers: every(({ debuggers }) => debuggers),
    colors: every(({ colors }) => colors).map((color) => ({
      ...color,
      description: texts.keep(`color.${lastWord(color.id)}`, color.description),
    })),
    mcpServerDefinitionProviders: every((feature) => feature.mcpServerDefinitionProviders),
    languageModelTools: byOrder(tools).map((tool) => toolEntry(tool, texts)),
    chatSkills: every(({ chatSkills }) => chatSkills),
  };
}

function commandEntry(name: string, { title, icon, enablement }: CommandContribution, texts: Texts): Fields {
  return {
    command: idOf(name),
    title: texts.keep(`command.${name}`, title),
    category,
    icon: icon && `$(${icon})`,
    enablement,
  };
}

/** The entries of all menus. A command without a condition for the palette is hidden there. */
function menusOf(features: readonly Contributions[]): Record<string, Fields[]> {
  const menus: Record<string, Fields[]> = {};
  const put = (menu: string, entry: Fields): number => (menus[menu] ??= []).push(entry);
  const putAll = (own: Fields, entries: readonly MenuEntry[] = []): void => {
    for (const { menu, ...entry } of entries) put(menu, { ...own, ...entry });
  };
  for (const { commands = {}, submenus = [] } of features) {
    for (const { id, menus: entries } of submenus) putAll({ submenu: id }, entries);
    for (const [name, { menus: entries, palette }] of Object.entries(commands)) {
      putAll({ command: idOf(name) }, entries);
      if (palette?.clause !== "") put("commandPalette", { command: idOf(name), when: palette ?? "false" });
    }
  }
  for (const entries of Object.values(menus)) entries.sort((a, b) => placeIn(a).localeCompare(placeIn(b)));
  return menus;
}

/** Menus begin with `navigation`; then come groups by their names, and in each the entries by their numbers. */
function placeIn({ group = "" }: Fields): string {
  const [name = "", order = ""] = String(group).split("@");
  return `${name === "navigation" ? "" : name}@${order.padStart(2, "0")}`;
}

function configurationOf(features: readonly Contributions[], texts: Texts): Fields[] {
  const groupOf = ({ settingGroup = runSettings }: Contributions): SettingGroup => settingGroup;
  const groups = Map.groupBy(
    features.filter(({ settings }) => settings),
    (feature) => groupOf(feature).title,
  );
  return [...groups]
    .toSorted(([, [a = {}]], [, [b = {}]]) => groupOf(a).order - groupOf(b).order)
    .map(([title, own], place) => ({
      order: place + 1,
      title: texts.keep(`settings.${title.toLowerCase().replaceAll(" ", "")}`, title),
      properties: Object.fromEntries(
        own
          .flatMap(({ settings = {} }) => Object.entries(settings))
          .toSorted(([, a], [, b]) => a.order - b.order)
          .map(([name, setting]) => [idOf(name), settingEntry(name, setting, texts)]),
      ),
    }));
}

function settingEntry(name: string, setting: SettingContribution, texts: Texts): Fields {
  const { values, description, additionalProperties, scope = "application", ...schema } = setting;
  const keep = (key: string, text: string): string => texts.keep(`setting.${name}${key}`, text);
  const { patternErrorMessage, ...ofProperties } = additionalProperties ?? {};
  return {
    ...schema,
    enum: values && Object.keys(values),
    enumDescriptions: values && Object.entries(values).map(([value, text]) => keep(`.${value}`, text)),
    additionalProperties: additionalProperties && {
      ...ofProperties,
      patternErrorMessage: keep(".pattern", String(patternErrorMessage)),
    },
    scope,
    markdownDescription: keep("", description),
  };
}

function walkthrough(steps: readonly Omit<WalkthroughStep, "order">[], texts: Texts): Fields {
  return {
    id: "start",
    title: texts.keep("walkthrough.title", "Get Started with Dynamiq Runs"),
    description: texts.keep("walkthrough.text", "Connect an app, start a run from a file, and see what it does."),
    steps: steps.map(({ title, description, picture, tickedBy, ...step }) => {
      const keep = (part: string, text: string): string => texts.keep(`walkthrough.${lastWord(step.id)}.${part}`, text);
      return {
        ...step,
        title: keep("title", title),
        description: keep("text", description),
        media: { svg: picture.svg, altText: keep("picture", picture.altText) },
        completionEvents: [`onContext:${tickedBy.clause}`],
      };
    }),
  };
}

/** Several features may have files of one language. */
function languagesOf(languages: readonly { id: string; filenamePatterns: readonly string[] }[]): Fields[] {
  return [...Map.groupBy(languages, ({ id }) => id)].map(([id, own]) => ({
    id,
    filenamePatterns: own.flatMap(({ filenamePatterns }) => filenamePatterns),
  }));
}

/** What VS Code must never approve by itself, by the full names of the tools. */
function notApproved(tools: readonly ToolContribution[]): Fields {
  const asking = byOrder(tools.filter(({ confirms }) => confirms));
  return Object.fromEntries(asking.map(({ toolReferenceName: name }) => [`${extensionId}/${name}`, false]));
}

function toolEntry(contributed: Omit<ToolContribution, "order">, texts: Texts): Fields {
  const { confirms: _, ...tool } = contributed;
  const { toolReferenceName: name, displayName, userDescription } = tool;
  return {
    ...tool,
    displayName: texts.keep(`tool.${name}`, displayName),
    userDescription: texts.keep(`tool.${name}.does`, userDescription),
  };
}

/** In their order, which package.json says by their place. */
function byOrder<Part extends { order: number }>(parts: readonly Part[]): Omit<Part, "order">[] {
  return parts
    .toSorted((a, b) => a.order - b.order)
    .map((part) => {
      const { order: _, ...rest } = part;
      return rest;
    });
}

function lastWord(id: string): string {
  return id.slice(id.lastIndexOf(".") + 1);
}

/**
 * Writes a condition as its clause, with what the features say for those that share it. One that always holds is left
 * out.
 */
function clausesFor(features: readonly Contributions[]): (_: string, value: unknown) => unknown {
  const said = (name: SharedCondition) => features.flatMap(({ shared }) => shared?.[name] ?? []);
  return (_, value) => {
    if (typeof value !== "object" || value === null || !("clause" in value)) return value;
    return value.clause === "" ? undefined : withShared(String(value.clause), said);
  };
}

/** @throws Error for a context key that no clause asks for */
function checkContextKeys(features: readonly Contributions[], manifest: string): void {
  const ids = features.flatMap(({ contextKeys }) => Object.keys(contextKeys ?? {}).map(idOf));
  const unread = ids.filter((id) => !new RegExp(`${id.replaceAll(".", "\\.")}(?!\\w)`).test(manifest));
  if (unread.length > 0) throw new Error(`No clause asks for ${unread.join(", ")}. Take it out of contributes.ts.`);
}

/** `src/host/commandIds.ts`: the ids by their names, for code that runs a command or leads to one. */
function commandIdsFile(features: readonly Contributions[]): string {
  const names = features.flatMap(({ commands }) => Object.keys(commands ?? {}));
  return [
    "/** Generated by `npm run generate` from what the features contribute. */",
    "export const commandIds = {",
    ...names.map((name) => `  ${name}: "${idOf(name)}",`),
    "} as const;",
    "",
    "export type CommandId = (typeof commandIds)[keyof typeof commandIds];",
    "",
  ].join("\n");
}

/** `src/host/settingIds.ts`: the ids of the settings, and the types of their values. An id that nobody uses is dead code. */
function settingIdsFile(features: readonly Contributions[]): string {
  const settings = features.flatMap(({ settings: own }) => Object.entries(own ?? {}));
  return idsFile("SettingValues", new Map(settings.map(([name, setting]) => [name, valueTypeOf(setting)])));
}

/** `src/host/contextKeys.ts`: the context keys, and the types of their values. One that nobody sets is dead code. */
function contextKeysFile(features: readonly Contributions[]): string {
  const keys = features.flatMap(({ contextKeys }) => Object.entries(contextKeys ?? {}));
  const types = keys.map(([name, values]) => [name, typeof values === "string" ? values : unionOf(values)] as const);
  const views = features.flatMap((feature) => feature.views ?? []).map(({ id }) => id);
  return [
    idsFile("OwnContextValues", new Map(types)),
    inLines(`export type ViewId = ${unionOf(views)};`),
    "",
    inLines(`export type PanelType = ${unionOf(features.flatMap(({ panels }) => panels ?? []))};`),
    "",
    "/** The first word of a row's `contextValue`. */",
    inLines(`export type RowKind = ${unionOf(features.flatMap(({ rows }) => rows ?? []))};`),
    "",
  ].join("\n");
}

/** A file with the ids of what has these names, each a constant of its own, and with the types of their values. */
function idsFile(interfaceName: string, types: ReadonlyMap<string, string>): string {
  const constant = (name: string): string => name.replaceAll(/\.(\w)/g, (_, letter: string) => letter.toUpperCase());
  return [
    "/** Generated by `npm run generate` from what the features contribute. */",
    ...[...types.keys()].map((name) => `export const ${constant(name)} = "${idOf(name)}";`),
    "",
    `export interface ${interfaceName} {`,
    ...[...types].map(([name, type]) => inLines(`  "${idOf(name)}": ${type};`)),
    "}",
    "",
  ].join("\n");
}

function valueTypeOf({ type, values }: SettingContribution): string {
  if (values) return unionOf(Object.keys(values));
  return { boolean: "boolean", integer: "number", string: "string", object: "unknown" }[type];
}

function unionOf(values: readonly string[]): string {
  return values.map((value) => JSON.stringify(value)).join(" | ") || "never";
}

/** A declaration with a long union, as the formatter writes it. */
function inLines(declaration: string): string {
  if (declaration.length <= 120) return declaration;
  const indent = /^ */.exec(declaration)?.[0] ?? "";
  return declaration.replace(/([=:]) "/, `$1 | "`).replaceAll(" | ", `\n${indent}  | `);
}

/** The texts of package.json's own fields, which are written by hand. */
const ownTexts = ["displayName", "description", "untrusted", "virtual"];

if (import.meta.main) {
  const root = join(import.meta.dirname, "../..");
  const readJson = (file: string) => JSON.parse(readFileSync(join(root, file), "utf8"));
  const manifest = readJson("package.json") as Fields;
  const before = readJson("package.nls.json") as Record<string, string>;
  const texts = new Texts();
  for (const key of ownTexts) texts.keep(key, before[key] ?? "");
  const features = await contributionsOf(root);
  const clauses = clausesFor(features);
  const write = (file: string, value: unknown): void =>
    writeFileSync(join(root, file), `${JSON.stringify(value, clauses, 2)}\n`);
  const panels = features.flatMap((feature) => feature.panels ?? []).map((type) => `onWebviewPanel:${type}`);
  manifest["activationEvents"] = [
    ...["onStartupFinished", ...panels],
    ...features.flatMap((feature) => feature.activationEvents ?? []),
  ];
  manifest["contributes"] = contributesOf(features, texts);
  checkContextKeys(features, JSON.stringify(manifest, clauses));
  write("package.json", manifest);
  write("package.nls.json", texts.all);
  writeFileSync(join(root, "src/host/commandIds.ts"), commandIdsFile(features));
  writeFileSync(join(root, "src/host/settingIds.ts"), settingIdsFile(features));
  writeFileSync(join(root, "src/host/contextKeys.ts"), contextKeysFile(features));
}

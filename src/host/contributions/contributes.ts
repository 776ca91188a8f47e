/**
 * What a feature contributes to VS Code, said beside the feature in its `contributes.ts`. `npm run generate` makes
 * package.json and package.nls.json of all of them; the code of a feature takes only the types.
 *
 * The fields have the names and meanings of VS Code's contribution points.
 */

import type { Condition, SharedCondition } from "./when.ts";

export interface Contributions {
  /** The commands, by what follows `dynamiqRuns.` in their ids. */
  commands?: Readonly<Record<string, CommandContribution>>;
  /** By what follows `dynamiqRuns.` in their ids. Only a person's own value counts, not that of a workspace. */
  settings?: Readonly<Record<string, SettingContribution>>;
  /** The heading above its settings, {@link runSettings} without one. */
  settingGroup?: SettingGroup;
  /** The context keys that it sets, by what follows `dynamiqRuns.`, with the values that each can have. */
  contextKeys?: Readonly<Record<string, ContextKeyValues>>;
  /** The first words of the `contextValue` of the rows that it acts on. */
  rows?: readonly string[];
  /** When something holds that others ask for without knowing who says it. */
  shared?: Partial<Readonly<Record<SharedCondition, Condition>>>;
  views?: readonly ViewContribution[];
  welcome?: readonly WelcomeContribution[];
  submenus?: readonly SubmenuContribution[];
  /** Steps of *Get Started*. */
  walkthrough?: readonly WalkthroughStep[];
  /** The types of webview panels that VS Code restores after a reload. */
  panels?: readonly string[];
  activationEvents?: readonly string[];
  customEditors?: readonly object[];
  resourceLabelFormatters?: readonly object[];
  languages?: readonly { id: string; filenamePatterns: readonly string[] }[];
  jsonValidation?: readonly { fileMatch: readonly string[]; url: string }[];
  debuggers?: readonly object[];
  colors?: readonly { id: string; description: string; defaults: Readonly<Record<string, string>> }[];
  mcpServerDefinitionProviders?: readonly { id: string; label: string; when: Condition }[];
  /** The tools of VS Code's chat. */
  languageModelTools?: readonly ToolContribution[];
  chatSkills?: readonly { path: string }[];
}

export interface CommandContribution {
  title: string;
  /** A codicon. */
  icon?: string;
  enablement?: Condition;
  /** When the command palette has it; never without. */
  palette?: Condition;
  menus?: readonly MenuEntry[];
  keys?: readonly Keybinding[];
}

export interface MenuEntry {
  /** The menu of VS Code, or a submenu of ours. */
  menu: string;
  /** `group@order`. */
  group?: string;
  when?: Condition;
}

export interface Keybinding {
  key: string;
  when: Condition;
  /** The tree view whose focused row the command gets. */
  focusedRowOf?: string;
}

export interface SubmenuContribution {
  id: string;
  label: string;
  menus: readonly MenuEntry[];
}

export interface SettingContribution {
  /** The position of the setting below its heading. */
  order: number;
  type: "boolean" | "integer" | "string" | "object";
  default: unknown;
  /** For a path: a remote machine has its own value. Without it, the person's value counts everywhere. */
  scope?: "machine";
  /** The words of each value, where only some texts are allowed. */
  values?: Readonly<Record<string, string>>;
  minimum?: number;
  maximum?: number;
  additionalProperties?: Readonly<Record<string, unknown>>;
  /** Markdown. */
  description: string;
}

/** A heading in the settings editor. Features whose headings are equal share one. */
export interface SettingGroup {
  title: string;
  /** The position of the heading among all. */
  order: number;
}

export const runSettings: SettingGroup = { title: "Runs", order: 1 };
export const notificationSettings: SettingGroup = { title: "Notifications", order: 2 };

/** A word for any value of a type, or the texts that a context key can have. */
type ContextKeyValues = "boolean" | "string" | "string[]" | readonly string[];

export interface ViewContribution {
  id: string;
  name: string;
  contextualTitle: string;
  /** The position of the view among ours. */
  order: number;
  visibility?: "collapsed";
  when?: Condition;
}

export interface WelcomeContribution {
  view: string;
  /** The key of its text in package.nls.json, after `welcome.`. */
  name: string;
  /** The position of the text among those of its view, which VS Code shows together. */
  order: number;
  when?: Condition;
  /** Markdown with links to commands. */
  contents: string;
}

export interface WalkthroughStep {
  id: string;
  order: number;
  title: string;
  description: string;
  picture: { svg: string; altText: string };
  /** The context key of what a person has done at least once. */
  tickedBy: Condition;
  when?: Condition;
}

/** @returns the same, with the names of its commands and settings in its type */
export function contributes<const Own extends Contributions>(own: Own): Own {
  return own;
}

/** The names of the commands that a feature contributes. */
export type CommandsOf<Own extends Contributions> = keyof Own["commands"] & string;

/** A tool of VS Code's chat, with the texts for people in place of their keys. */
export interface ToolContribution {
  /** The position of the tool among all. */
  order: number;
  /** Whether a person is asked first, so that VS Code must never approve a call by itself. */
  confirms: boolean;
  toolReferenceName: string;
  displayName: string;
  userDescription: string;
  name: string;
  modelDescription: string;
  canBeReferencedInPrompt: boolean;
  icon: string;
  tags: readonly string[];
  inputSchema: object;
  when?: Condition;
}

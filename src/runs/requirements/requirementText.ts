import { isContainer } from "#base/json/exactNumber.ts";
import { capital } from "#base/text/capital.ts";
import { listed } from "#base/text/listed.ts";
import { oneLine } from "#base/text/oneLine.ts";

/** An account that a user hasn't connected. */
export interface MissingAccount {
  /** `Gmail`. */
  name: string;
  /** The account's purpose, in the app's own words. */
  description: string | undefined;
}

/** The accounts that a user hasn't connected yet. */
export interface MissingAccounts {
  userId: string;
  /** The missing accounts, at least one. */
  accounts: readonly MissingAccount[];
}

/** In characters: what fits the first line of a dialog. */
const maxNameLength = 60;
/** How many accounts are named. If there are more, the others are counted. */
const maxNamed = 3;
const maxDescriptionLength = 200;

/** Reads the missing accounts, each name once. An account without a readable name counts as well. */
export function missingAccounts(unsatisfied: readonly unknown[]): MissingAccount[] {
  const byName = new Map<string, MissingAccount>();
  for (const each of unsatisfied) {
    const name = nameOf(each);
    if (!byName.has(name)) byName.set(name, { name, description: descriptionOf(each) });
  }
  return [...byName.values()];
}

/** *customer-7421 hasn't connected Gmail and CRM key* @param still after it was checked again */
export function missingSentence({ userId, accounts }: MissingAccounts, still = false): string {
  return `${userName(userId)} ${still ? "still " : ""}hasn't connected ${accountNames(accounts)}`;
}

/** *Gmail, CRM key and 3 more accounts* */
export function accountNames(accounts: readonly MissingAccount[]): string {
  const names = accounts.map(({ name }) => name);
  const more = names.length - maxNamed;
  const shown = more > 1 ? [...names.slice(0, maxNamed), `${more} more accounts`] : names;
  return listed(shown);
}

/** The accounts with the app's descriptions, one per line; empty when that adds nothing to the sentence. */
export function accountLines(accounts: readonly MissingAccount[]): string[] {
  if (accounts.length <= maxNamed && accounts.every(({ description }) => description === undefined)) return [];
  const bullet = accounts.length === 1 ? "" : "• ";
  return accounts.map(
    ({ name, description }) => `${bullet}${name}${description === undefined ? "" : `: ${description}`}`,
  );
}

/** A user's id in a form that fits a dialog. */
export function userName(userId: string): string {
  return oneLine(userId, maxNameLength);
}

function nameOf(requirement: unknown): string {
  if (typeof requirement === "string" && requirement.trim() !== "") return oneLine(requirement, maxNameLength);
  const data = field(field(requirement, "spec"), "data");
  const slug = text(data, "app_slug");
  const type = text(data, "type")?.split(".").at(-1);
  const title = text(field(requirement, "form"), "title") ?? (slug === undefined ? undefined : titleOf(slug));
  return oneLine(title ?? text(requirement, "name") ?? type ?? "an account", maxNameLength);
}

function descriptionOf(requirement: unknown): string | undefined {
  const description = text(field(requirement, "form"), "description");
  return description === undefined ? undefined : oneLine(description, maxDescriptionLength);
}

/** `google_sheets` as *Google Sheets*. */
function titleOf(slug: string): string {
  const words = slug.split(/[-_\s]+/).filter((word) => word !== "");
  return words.map(capital).join(" ");
}

function field(value: unknown, name: string): unknown {
  return isContainer(value) && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

/** A text that isn't blank, or `undefined`. */
function text(value: unknown, name: string): string | undefined {
  const found = field(value, name);
  return typeof found === "string" && found.trim() !== "" ? found : undefined;
}

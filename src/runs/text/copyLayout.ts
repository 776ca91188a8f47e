import { countOf, formatCount } from "#model/counts.ts";
import { type Cover, coverText } from "#runs/values/cover.ts";
import { RunData } from "./runData.ts";
import { blockTokens, dataBlock } from "./safeText.ts";
import { estimateTokens } from "./tokens.ts";

/** Who reads a copy: a person, for example in an issue, or a language model. */
export type CopyReader = "person" | "model";

export interface CopyOptions {
  reader: CopyReader;
  /** The most tokens of the copy, by the estimate of `tokens.ts`. */
  budgetTokens: number;
  cover: Cover;
}

export interface Copy {
  text: string;
  /** About how many tokens the text has. */
  tokens: number;
  /** What didn't fit, in our own words. */
  leftOut: string | undefined;
}

/** The tokens that are kept for our own words. */
const ownTokens = 120;

/** Takes the texts of runs for a copy, as far as its budget allows. */
export function copyData({ budgetTokens, cover }: CopyOptions): RunData {
  return new RunData(budgetTokens - ownTokens - blockTokens, cover);
}

/**
 * A copy: its title, texts of runs, and what was left out. For a model they are marked as data, for a person they are a
 * code block that nothing in it can end. @param title in our own words
 */
export function layOut(title: string, data: RunData, leftOut: string | undefined, options: CopyOptions): Copy {
  const content = String(data);
  const lines =
    options.reader === "model" ? [`${title}.`, dataBlock(content)] : [`### ${title}`, "", codeBlock(content), ""];
  const text = [...lines, ...(leftOut === undefined ? [] : [leftOut]), ...coverNote(content, options)].join("\n");
  return { text: text.trimEnd(), tokens: estimateTokens(text), leftOut };
}

/** Number of reasons that are named. */
const maxReasons = 4;

/** Says that and why parts of a copy are covered; nothing where none is. @param content of the copy */
export function coverNote(content: string, { cover }: CopyOptions): string[] {
  const { reasons } = cover;
  if (reasons.size === 0 || !content.includes(coverText)) return [];
  const named = [...reasons].slice(0, maxReasons).join(", ");
  const more = reasons.size > maxReasons ? `, and ${formatCount(reasons.size - maxReasons)} more` : "";
  return [`Hidden with ${coverText}: ${named}${more}.`];
}

/** A block in Markdown that nothing in its content can end. */
export function codeBlock(content: string): string {
  const longestTicks = Math.max(2, ...Array.from(content.matchAll(/`+/g), ([run]) => run.length));
  const fence = "`".repeat(longestTicks + 1);
  return `${fence}text\n${content}\n${fence}`;
}

/** What is said about a copy, once it is in the clipboard: `about 3,800 tokens (limit: 4,000). Left out: 12 steps.` */
export function copySummary({ tokens, leftOut }: Pick<Copy, "tokens" | "leftOut">, budgetTokens: number): string {
  const size = `about ${formatCount(tokens)} tokens (limit: ${formatCount(budgetTokens)})`;
  return leftOut === undefined ? size : `${size}. ${leftOut}`;
}

/** Copies that share a budget, one after the other. @param more how many things didn't get a part of it */
export function joined(copies: readonly Copy[], more: number): Copy {
  const [only] = copies;
  if (only && copies.length === 1 && more === 0) return only;
  const note = more === 0 ? undefined : `Left out: ${countOf(more, "run")}.`;
  const isPartial = copies.some(({ leftOut }) => leftOut !== undefined);
  const text = [...copies.map((copy) => copy.text), ...(note === undefined ? [] : [note])].join("\n\n");
  return {
    text,
    tokens: estimateTokens(text),
    leftOut: note ?? (isPartial ? "Some steps are left out." : undefined),
  };
}

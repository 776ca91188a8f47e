/** The texts in an output that can be an answer: the output itself, its `content`, and those of its nodes. */
export function answerTexts(output: unknown): string[] {
  return contentsWithin(output, 3);
}

function contentsWithin(value: unknown, depth: number): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null || depth === 0) return [];
  const { content, output } = value as Record<string, unknown>;
  if (content !== undefined) return typeof content === "string" ? [content] : [];
  if (output !== undefined) return contentsWithin(output, depth - 1);
  return Object.values(value).flatMap((each) => (typeof each === "object" ? contentsWithin(each, depth - 1) : []));
}

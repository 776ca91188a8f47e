type Value = string | number;

/** A condition of SQL, and the values of its question marks. */
export interface Condition {
  sql: string;
  values: readonly Value[];
}

/** A value of a key, as it was typed. */
export interface NamePattern {
  text: string;
  /** Whether `*` stands for any characters. It doesn't between quotes. */
  hasWildcards: boolean;
}

/** Whether a row's column has a name that a pattern means. */
export function namesCondition(column: string, patterns: readonly NamePattern[]): Condition {
  return any(
    patterns.map((pattern) =>
      pattern.hasWildcards
        ? { sql: `${column} ${like}`, values: [likeOf(pattern)] }
        : { sql: `${column} = ?`, values: [pattern.text] },
    ),
  );
}

/** Compares a column with a pattern of `LIKE`. */
export const like = "LIKE ? ESCAPE '\\'";

/** The texts that contain a pattern, or are like it as a whole if it has wildcards. */
export function partLike(pattern: NamePattern): string {
  return pattern.hasWildcards ? likeOf(pattern) : `%${likeOf(pattern)}%`;
}

/** The texts that begin so. */
export function beginningLike(text: string): string {
  return `${likeOf({ text, hasWildcards: false })}%`;
}

/** The texts that are a pattern as a whole. */
export function likeOf({ text, hasWildcards }: NamePattern): string {
  const escaped = text.replace(/[\\%_]/g, "\\$&");
  return hasWildcards ? escaped.replaceAll("*", "%") : escaped;
}

export function all(conditions: readonly Condition[]): Condition {
  return joined(conditions, " AND ");
}

export function any(conditions: readonly Condition[]): Condition {
  return joined(conditions, " OR ");
}

function joined(conditions: readonly Condition[], word: string): Condition {
  if (conditions.length === 0) return { sql: "1", values: [] };
  return {
    sql: conditions.map(({ sql }) => `(${sql})`).join(word),
    values: conditions.flatMap(({ values }) => values),
  };
}

/** A structured question of a request for feedback. */
export interface Question {
  readonly id: string;
  /** One word or two; may be empty. */
  readonly header: string;
  readonly question: string;
  readonly options: readonly QuestionOption[];
  /** Several options may be chosen. */
  readonly several: boolean;
  /** An answer in own words is taken, too. */
  readonly custom: boolean;
}

interface QuestionOption {
  readonly label: string;
  /** May be empty. */
  readonly description: string;
}

/**
 * The questions of a request as the API sent it: not documented, so each part may be missing. What has no id cannot be
 * answered and is none; without options an answer in own words is all that there is.
 */
export function readQuestions(value: unknown): Question[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    const { id, header, question, options, multi_select: several, allow_custom_answer: custom } = fieldsOf(item);
    if (typeof id !== "string") return [];
    const read = Array.isArray(options) ? options.flatMap(readOption) : [];
    return {
      id,
      header: textOf(header),
      question: textOf(question) || textOf(header) || id,
      options: read,
      several: several === true,
      custom: custom === true || read.length === 0,
    };
  });
}

function readOption(value: unknown): QuestionOption[] {
  if (typeof value === "string") return [{ label: value, description: "" }];
  const { label, description } = fieldsOf(value);
  return typeof label === "string" ? [{ label, description: textOf(description) }] : [];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

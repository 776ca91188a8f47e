import { fieldsOf, textOf } from "#base/json/fieldsOf.ts";
import { oneLine } from "#base/text/oneLine.ts";

/** A structured question of an input request for feedback. */
export interface Question {
  readonly id: string;
  /** A header of one or two words; may be empty. */
  readonly header: string;
  readonly question: string;
  readonly options: readonly QuestionOption[];
  /** Whether several options may be chosen. */
  readonly several: boolean;
  /** Whether an answer in one's own words is allowed. */
  readonly custom: boolean;
}

interface QuestionOption {
  readonly label: string;
  /** May be empty. */
  readonly description: string;
}

/** The questions of an input request, with the SDK's defaults. An entry without a question is left out. */
export function readQuestions(value: unknown): Question[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown, index) => {
    const { id, header, question, options, multi_select: several, allow_custom_answer: custom } = fieldsOf(item);
    const questionId = id === undefined || id === null ? String(index) : id;
    const text = textOf(question) || textOf(header) || textOf(id);
    if (typeof questionId !== "string" || !text) return [];
    const read = Array.isArray(options) ? options.flatMap(readOption) : [];
    return {
      id: questionId,
      header: textOf(header) ?? "",
      question: text,
      options: read,
      several: several === true,
      custom: custom !== false || read.length === 0,
    };
  });
}

/** The chosen options and the typed text for a question, by its id. */
export interface GivenAnswer {
  readonly question_id: string;
  readonly selected: readonly string[];
  readonly custom_text?: string;
}

/** Answers in the form that the SDK writes for a model, one line each. */
export function answersAsText(questions: readonly Question[], answers: readonly GivenAnswer[]): string {
  const lines = answers.map(({ question_id: id, selected, custom_text: custom }) => {
    const question = questions.find((each) => each.id === id)?.question ?? id;
    const given = [...selected, ...(custom ? [`other: ${custom}`] : [])].join(", ");
    return `Q: ${oneLine(question)} -> A: ${oneLine(given)}`;
  });
  return lines.join("\n");
}

/** The prompt without the questions that the SDK repeats at its end for readers of plain text. */
export function withoutQuestions(prompt: string, questions: readonly Question[]): string {
  const lines = prompt.trim().split(/\r?\n/);
  if (questions.length === 0) return lines.join("\n");
  const repeated = questions.flatMap(questionLines);
  let last = lines.length;
  for (const line of repeated.toReversed()) {
    while (last > 0 && lines[last - 1]?.trim() === "") last--;
    if (last === 0 || lines[--last]?.trim() !== line) return lines.join("\n");
  }
  return lines.slice(0, last).join("\n").trimEnd();
}

/** A question and its options, line by line without indentation. */
function questionLines({ header, question, options, custom }: Question, index: number): string[] {
  const title = `${index + 1}. ${header === "" ? "" : `[${header}] `}${question}`;
  const listed = options.map(({ label, description }) => `- ${label}${description === "" ? "" : ` - ${description}`}`);
  const own = custom ? ["- Other (free text)"] : [];
  const lines = [title, ...listed, ...own].flatMap((text) => text.split(/\r?\n/));
  return lines.map((line) => line.trim()).filter((line) => line !== "");
}

function readOption(value: unknown): QuestionOption[] {
  if (typeof value === "string") return [{ label: value, description: "" }];
  const { label, description } = fieldsOf(value);
  return typeof label === "string" ? [{ label, description: textOf(description) ?? "" }] : [];
}

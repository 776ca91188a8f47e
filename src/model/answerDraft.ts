/** What a person has typed and chosen for a request so far, as they typed it: also what is not valid yet. */
export interface AnswerDraft {
  /** Edited parameters by name, each as the text of its field. */
  readonly params?: Readonly<Record<string, string>>;
  /** The reason box is open instead of the buttons. */
  readonly rejecting?: boolean;
  /** Why it is rejected. */
  readonly reason?: string;
  readonly feedback?: string;
  /** By the question's id. */
  readonly answers?: Readonly<Record<string, QuestionDraft>>;
}

export interface QuestionDraft {
  /** Labels of options. */
  readonly selected: readonly string[];
  readonly custom: string;
}

/** A draft out of storage or a message, which others may have written; what is none is `undefined`. */
export function readDraft(value: unknown): AnswerDraft | undefined {
  if (!isFields(value)) return undefined;
  const { params, rejecting, reason, feedback, answers } = value;
  const read = {
    ...(isFields(params) ? { params: entriesOf(params, (text) => (typeof text === "string" ? text : undefined)) } : {}),
    ...(rejecting === true ? { rejecting } : {}),
    ...(typeof reason === "string" ? { reason } : {}),
    ...(typeof feedback === "string" ? { feedback } : {}),
    ...(isFields(answers) ? { answers: entriesOf(answers, readQuestion) } : {}),
  };
  return read;
}

/** Whether nothing was typed or chosen. */
export function isEmptyDraft({ params = {}, rejecting, reason, feedback, answers = {} }: AnswerDraft): boolean {
  const chosen = Object.values(answers).some(({ selected, custom }) => selected.length > 0 || custom !== "");
  return !chosen && !rejecting && !reason && !feedback && Object.keys(params).length === 0;
}

function readQuestion(value: unknown): QuestionDraft | undefined {
  if (!isFields(value) || !Array.isArray(value["selected"])) return undefined;
  const selected = value["selected"].filter((label): label is string => typeof label === "string");
  return { selected, custom: typeof value["custom"] === "string" ? value["custom"] : "" };
}

/** Entries that can be read, under keys that no object has by itself. */
function entriesOf<T>(fields: Record<string, unknown>, read: (value: unknown) => T | undefined): Record<string, T> {
  const entries = Object.entries(fields).flatMap(([key, value]): [string, T][] => {
    const entry = read(value);
    return entry === undefined ? [] : [[key, entry]];
  });
  return Object.fromEntries(entries);
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

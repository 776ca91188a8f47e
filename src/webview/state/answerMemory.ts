import type { AnswerDraft, QuestionDraft } from "../../model/answerDraft.ts";
import type { Question } from "../../model/questions.ts";
import type { InputRequestView } from "../../protocol/inputRequestForm.ts";

/** What the panel itself knows of a request: what is typed, before the extension has heard of it, and what is open. */
export interface AnswerMemory {
  draft: AnswerDraft;
  /** The version of the draft that was taken over from the extension last. */
  version: number;
  /** Folded or opened by hand. */
  open?: boolean;
  json?: boolean;
}

/** The memory of a request, with the draft of whoever changed it last: this panel, or anybody else. */
export function memoryOf(
  requests: Map<string, AnswerMemory>,
  { form, draft, draftVersion }: InputRequestView,
): AnswerMemory {
  const known = requests.get(form.id);
  if (known && known.version >= draftVersion) return known;
  const memory: AnswerMemory = { ...known, draft, version: draftVersion };
  requests.set(form.id, memory);
  return memory;
}

/** A draft with another text in a parameter's field; the original one takes the edit away. */
export function withParam(draft: AnswerDraft, name: string, text: string, original: string): AnswerDraft {
  const others = Object.entries(draft.params ?? {}).filter(([other]) => other !== name);
  return { ...draft, params: Object.fromEntries(text === original ? others : [...others, [name, text]]) };
}

export function questionDraft({ answers = {} }: AnswerDraft, { id }: Question): QuestionDraft {
  return (Object.hasOwn(answers, id) ? answers[id] : undefined) ?? { selected: [], custom: "" };
}

/** A draft in which an option is chosen, or no more. */
export function withOption(draft: AnswerDraft, question: Question, label: string, chosen: boolean): AnswerDraft {
  const { selected, custom } = questionDraft(draft, question);
  const others = question.several ? selected.filter((other) => other !== label) : [];
  return withAnswer(draft, question, { selected: chosen ? [...others, label] : others, custom });
}

/** A draft with an answer in own words; of a question that takes one option, it takes the place of that. */
export function withCustom(draft: AnswerDraft, question: Question, custom: string): AnswerDraft {
  const before = questionDraft(draft, question);
  const replaces = !question.several && before.custom === "" && custom !== "";
  return withAnswer(draft, question, { selected: replaces ? [] : before.selected, custom });
}

function withAnswer(draft: AnswerDraft, { id }: Question, answer: QuestionDraft): AnswerDraft {
  const others = Object.entries(draft.answers ?? {}).filter(([other]) => other !== id);
  return { ...draft, answers: Object.fromEntries([...others, [id, answer]]) };
}

import * as vscode from "vscode";
import { iconText } from "../../../base/text/iconText.ts";
import { createPick, showDialog } from "../../../host/dialogs.ts";
import { runInputStep } from "../../../host/steps/inputStep.ts";
import type { AnswerDraft, QuestionDraft } from "../../../model/answerDraft.ts";
import type { Question } from "../../../model/questions.ts";
import { rowText } from "../../../runs/labels/runLabel.ts";

const none: QuestionDraft = { selected: [], custom: "" };

type Step = { kind: "next" } | { kind: "back" } | undefined;

interface Place {
  step: number;
  totalSteps: number;
}

/**
 * Asks structured questions one after the other; *Back* returns to the one before.
 *
 * @param keep called with every choice at once, so that none is lost
 * @returns the answers, `undefined` when the person canceled
 */
export async function askQuestions(
  questions: readonly Question[],
  draft: AnswerDraft,
  keep: (draft: AnswerDraft) => void,
): Promise<AnswerDraft | undefined> {
  let answers = draft.answers ?? {};
  for (let place = 0; place < questions.length;) {
    const question = questions[place] as Question;
    const given = Object.hasOwn(answers, question.id) ? (answers[question.id] ?? none) : none;
    const result = await askQuestion(question, given, { step: place + 1, totalSteps: questions.length }, (answer) => {
      answers = { ...answers, [question.id]: answer };
      keep({ answers });
    });
    if (!result) return undefined;
    place += result.kind === "next" ? 1 : -1;
  }
  return { ...draft, answers };
}

async function askQuestion(
  question: Question,
  given: QuestionDraft,
  place: Place,
  keep: (answer: QuestionDraft) => void,
): Promise<Step> {
  if (question.options.length === 0) return askOwnWords(question, given, place, keep);
  for (let held = given; ;) {
    const chosen = await choose(question, held, place, (selected, own) => {
      held = { selected, custom: own ? held.custom : "" };
      keep(held);
    });
    if (chosen !== "own words") return chosen;
    const result = await askOwnWords(question, held, { ...place }, (answer) => {
      held = answer;
      keep(held);
    });
    if (result?.kind !== "back") return result;
  }
}

interface Choice extends vscode.QuickPickItem {
  /** Absent for an answer in one's own words. */
  option?: string;
}

/**
 * Asks for one or several options. @param keep called with the chosen options, and whether an answer in one's own words
 * is chosen
 */
function choose(
  question: Question,
  given: QuestionDraft,
  { step, totalSteps }: Place,
  keep: (selected: readonly string[], own: boolean) => void,
): Promise<Step | "own words"> {
  return new Promise((resolve) => {
    const pick = createPick<Choice>();
    const sends = step === totalSteps ? "; Enter sends the answer" : "";
    Object.assign(pick, {
      title: questionTitle(question),
      step,
      totalSteps,
      ignoreFocusOut: true,
      matchOnDetail: true,
    });
    pick.placeholder = question.several ? `Select one or more${sends || ", then Enter"}` : `Select one${sends}`;
    pick.canSelectMany = question.several;
    pick.buttons = step > 1 ? [vscode.QuickInputButtons.Back] : [];
    pick.items = choices(question, given);
    const before = pick.items.filter(({ option }) =>
      option === undefined ? given.custom !== "" : given.selected.includes(option),
    );
    if (question.several) pick.selectedItems = before;
    else if (before.length > 0) pick.activeItems = before;
    const take = (chosen: readonly Choice[]): void => {
      keep(
        chosen.flatMap(({ option }) => option ?? []),
        chosen.some(({ option }) => option === undefined),
      );
    };
    const finish = (result: Step | "own words"): void => {
      resolve(result);
      pick.dispose();
    };
    if (question.several) pick.onDidChangeSelection(take);
    pick.onDidTriggerButton(() => finish({ kind: "back" }));
    pick.onDidAccept(() => {
      const chosen = pick.selectedItems;
      // An empty answer isn't possible.
      if (chosen.length === 0) return;
      if (!question.several) take(chosen);
      finish(chosen.some(({ option }) => option === undefined) ? "own words" : { kind: "next" });
    });
    pick.onDidHide(() => finish(undefined));
    showDialog(pick);
  });
}

function choices({ options, custom }: Question, given: QuestionDraft): Choice[] {
  const rows = options.map(({ label, description }): Choice => ({
    label: iconText(label),
    detail: iconText(description),
    option: label,
  }));
  const own = {
    label: "Other Answer…",
    detail: given.custom === "" ? "In your own words" : iconText(rowText(given.custom)),
  };
  return custom ? [...rows, own] : rows;
}

async function askOwnWords(
  question: Question,
  given: QuestionDraft,
  place: Place,
  keep: (answer: QuestionDraft) => void,
): Promise<Step> {
  const result = await runInputStep({
    title: questionTitle(question),
    ...place,
    back: place.step > 1 || question.options.length > 0,
    prompt: `Your own answer${place.step === place.totalSteps ? ". Enter sends it" : ""}`,
    value: given.custom,
    onType: (custom) => keep({ ...given, custom }),
    check: (text) => (text === "" ? "Write an answer first." : undefined),
  });
  if (result?.kind === "value") keep({ ...given, custom: result.value });
  return result && { kind: result.kind === "value" ? "next" : "back" };
}

function questionTitle({ header, question }: Question): string {
  return rowText(header === "" || header === question ? question : `${header}: ${question}`, 120);
}

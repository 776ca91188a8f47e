/** A list that only suggests: any other text can be entered as well. */
export interface Suggestions<Row extends { label: string }> {
  items: readonly Row[];
  /** The row for a text that isn't among the items; `undefined` for none. */
  ofText?: (typed: string) => Row | undefined;
  /** Set if the row for a text comes last: the text looks for one of the others first. */
  isTextLast?: true;
}

/** The rows for a text: its own row is there, whatever VS Code finds for it. */
export function rowsFor<Row extends { label: string; alwaysShow?: boolean }>(
  { items, ofText, isTextLast }: Suggestions<Row>,
  typed: string,
): readonly Row[] {
  const own = ofText && typed !== "" ? rowOf({ items, ofText }, typed) : undefined;
  if (!own) return items;
  const others = items.filter((item) => item !== own);
  const shown = { ...own, alwaysShow: true };
  return isTextLast ? [...others, shown] : [shown, ...others];
}

/** The row that Enter takes. Rows follow the typing late: if the active one lacks the text, the text counts. */
export function chosenRow<Row extends { label: string }>(
  suggestions: Suggestions<Row>,
  active: Row | undefined,
  typed: string,
): Row | undefined {
  const isOfText = active?.label.toLowerCase().includes(typed.toLowerCase()) ?? false;
  return isOfText || !suggestions.ofText ? active : rowOf(suggestions, typed);
}

function rowOf<Row extends { label: string }>({ items, ofText }: Suggestions<Row>, typed: string): Row | undefined {
  return items.find(({ label }) => label === typed) ?? ofText?.(typed);
}

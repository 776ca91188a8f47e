/** A list that only suggests: any other text can be entered as well. */
export interface Suggestions<Row extends { label: string }> {
  items: readonly Row[];
  /** The row for a text that isn't among the items; `undefined` for none. */
  ofText?: (typed: string) => Row | undefined;
}

/** The rows for a text: what was typed comes first. */
export function rowsFor<Row extends { label: string; alwaysShow?: boolean }>(
  { items, ofText }: Suggestions<Row>,
  typed: string,
): readonly Row[] {
  const first = ofText && typed !== "" ? rowOf({ items, ofText }, typed) : undefined;
  if (!first) return items;
  return [{ ...first, alwaysShow: true }, ...items.filter((item) => item !== first)];
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

import { useEffect, useReducer } from "preact/hooks";

/** Which rows are in view. The list tells the strip, so that scrolling draws nothing else anew. */
export class RowsInView {
  from: number;
  to: number;
  onChange: () => void = () => undefined;

  constructor(row: number) {
    this.from = row;
    this.to = row + 1;
  }

  set(from: number, to: number): void {
    if (this.from === from && this.to === to) return;
    Object.assign(this, { from, to });
    this.onChange();
  }
}

/** The same, drawn anew when others come into view. */
export function useRowsInView(view: RowsInView): Pick<RowsInView, "from" | "to"> {
  const [, redraw] = useReducer<object, undefined>(() => ({}), {});
  useEffect(() => {
    view.onChange = () => redraw(undefined);
    redraw(undefined);
    return () => {
      view.onChange = () => undefined;
    };
  }, [view]);
  return { from: view.from, to: view.to };
}

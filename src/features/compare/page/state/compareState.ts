import type { CompareRows, CompareView, RowBody } from "#features/compare/page/compareViews.ts";
import type { CompareHostMessage, NumberedBodies } from "#features/compare/page/messages.ts";

/** Number of bodies that are kept: what was scrolled past long ago is asked for again. */
const maxBodies = 2_000;

/** The state from the extension's messages. */
export interface CompareState {
  view?: CompareView;
  rows: CompareRows;
  /** The version of the rows; what was asked for belongs to one. */
  version: number;
  bodies: ReadonlyMap<number, RowBody>;
}

export const firstState: CompareState = { rows: [], version: -1, bodies: new Map() };

export function reduceCompare(state: CompareState, message: CompareHostMessage): CompareState {
  switch (message.type) {
    case "view":
      return { ...state, view: message.view };
    case "rows":
      return {
        ...state,
        rows: message.rows,
        version: message.version,
        bodies: new Map(message.bodies),
      };
    case "bodies":
      return message.version === state.version ? { ...state, bodies: withBodies(state.bodies, message.bodies) } : state;
  }
}

/** The newest ones, and of the others as many as may be kept. */
function withBodies(bodies: ReadonlyMap<number, RowBody>, added: NumberedBodies): ReadonlyMap<number, RowBody> {
  const rows = new Set(added.map(([row]) => row));
  const kept = [...bodies].filter(([row]) => !rows.has(row));
  return new Map([...kept.slice(Math.max(0, kept.length + added.length - maxBodies)), ...added]);
}

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { GoldenMark } from "../../../protocol/goldenViews.ts";
import { TextPieces } from "../../panel/TextPieces.tsx";
import { Icon } from "../../ui/Icon.tsx";
import type { IconName } from "../../ui/icons.ts";

/** The marks of a story, by step. */
export type MarksByStep = ReadonlyMap<string, readonly GoldenMark[]>;

/** Of the run that is shown. */
export const StepMarks = createContext<MarksByStep>(new Map());

const icons: Readonly<Record<GoldenMark["kind"], IconName>> = {
  changed: "diff-modified",
  added: "diff-added",
  removed: "diff-removed",
  moved: "arrow-swap",
};

/** Below a step: what was different in the golden run. */
export function GoldenMarks({ id }: { id: string }) {
  const marks = useContext(StepMarks).get(id) ?? [];
  return (
    <>
      {marks.map(({ kind, text }) => (
        <div class="vs-golden" data-kind={kind} key={kind}>
          <Icon name={icons[kind]} />
          <span>
            <TextPieces pieces={text} />
          </span>
        </div>
      ))}
    </>
  );
}

export function marksByStep(marks: readonly GoldenMark[]): MarksByStep {
  const found = new Map<string, GoldenMark[]>();
  for (const mark of marks) found.set(mark.id, [...(found.get(mark.id) ?? []), mark]);
  return found;
}

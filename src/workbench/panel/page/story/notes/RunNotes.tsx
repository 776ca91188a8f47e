import { createContext } from "preact";
import { useContext, useMemo } from "preact/hooks";
import { Icon } from "#ui/Icon.tsx";
import { TextPieces } from "#ui/TextPieces.tsx";
import { usePanel } from "#workbench/panel/page/host.ts";
import type { NoteMark, NoteView } from "#workbench/panel/page/noteViews.ts";

type MarksByStep = ReadonlyMap<string, readonly NoteMark[]>;

export const StepMarks = createContext<MarksByStep>(new Map());

/** Below a step: what features say of it. */
export function NoteMarks({ id }: { id: string }) {
  const marks = useContext(StepMarks).get(id) ?? [];
  return (
    <>
      {marks.map(({ kind, icon, text }) => (
        <div class="step-note" data-kind={kind} key={kind}>
          <Icon name={icon} />
          <span>
            <TextPieces pieces={text} />
          </span>
        </div>
      ))}
    </>
  );
}

/** The marks of a run's notes, by the ids of their steps. */
export function useMarks(notes: readonly NoteView[] | undefined): MarksByStep {
  return useMemo(
    () =>
      Map.groupBy(
        (notes ?? []).flatMap(({ marks }) => marks),
        ({ id }) => id,
      ),
    [notes],
  );
}

interface BannerProps {
  note: NoteView;
  /** Goes to a step of the story, from any tab. */
  goTo: (sequence: number) => void;
}

/** Above a run: what a feature knows of it, and what to do. */
export function NoteBanner({ note, goTo }: BannerProps) {
  const { host } = usePanel();
  const { name, icon, lead, text, step, acts } = note;
  return (
    <div class="banner note" role="region" aria-label={name}>
      <Icon name={icon} />
      <span class="said">
        <b>{lead}</b>
        <TextPieces pieces={text} />
      </span>
      <span class="end">
        {step && (
          <button type="button" class="link" onClick={() => goTo(step.sequence)}>
            Go to Step {step.number}
          </button>
        )}
        {acts.map((act) => (
          <button type="button" class="btn second" key={act.id} onClick={() => host.post({ type: "act", id: act.id })}>
            {act.name}
          </button>
        ))}
      </span>
    </div>
  );
}

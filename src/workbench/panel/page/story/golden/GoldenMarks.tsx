import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { Icon } from "#ui/Icon.tsx";
import type { IconName } from "#ui/icons.ts";
import { TextPieces } from "#ui/TextPieces.tsx";
import type { GoldenMark, GoldenView } from "#workbench/panel/page/goldenViews.ts";
import { usePanel } from "#workbench/panel/page/host.ts";

type MarksByStep = ReadonlyMap<string, readonly GoldenMark[]>;

export const StepMarks = createContext<MarksByStep>(new Map());

const icons: Readonly<Record<GoldenMark["kind"], IconName>> = {
  changed: "diff-modified",
  added: "diff-added",
  removed: "diff-removed",
  moved: "arrow-swap",
  broken: "beaker",
};

/** Below a step: what was different in the golden run, or which check it broke. */
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
  return Map.groupBy(marks, ({ id }) => id);
}

interface BannerProps {
  golden: GoldenView;
  /** Goes to a step of the story, from any tab. */
  goTo: (sequence: number) => void;
}

/** Above a run that failed the checks of a golden test: how far it went as the golden run did, and what to do. */
export function GoldenBanner({ golden, goTo }: BannerProps) {
  const { host } = usePanel();
  const { lead, text, step, canCompare, canAccept } = golden;
  return (
    <div class="banner note" role="region" aria-label="Golden test">
      <Icon name="beaker" />
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
        {canCompare && (
          <button type="button" class="btn second" onClick={() => host.act("compareWithGoldenRun")}>
            Compare
          </button>
        )}
        {canAccept && (
          <button type="button" class="btn second" onClick={() => host.act("acceptAsGolden")}>
            Accept as New Golden
          </button>
        )}
      </span>
    </div>
  );
}

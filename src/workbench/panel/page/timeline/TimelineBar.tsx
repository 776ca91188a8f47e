import { countOf } from "#model/counts.ts";
import { formatDuration } from "#model/duration.ts";
import { Icon, IconButton } from "#ui/Icon.tsx";
import type { TimelineRow } from "./rows/timelineRow.ts";
import type { Span } from "./scale/foldedWaits.ts";
import { type ZoomCommands, zoomStep } from "./timelineKeys.ts";

interface BarProps {
  foldWaits: boolean;
  /** Whether there is a wait that can be shown as a break. */
  canFold: boolean;
  onFoldWaits: (fold: boolean) => void;
  /** The waits that are shown as a break now. */
  folded: readonly Span[];
  commands: ZoomCommands;
  /** Whether the calls of models are told, so that what a model said is in the row of its call. */
  models: boolean;
  rows: readonly TimelineRow[];
}

export function TimelineBar(props: BarProps) {
  const { foldWaits, commands } = props;
  return (
    <div class="bar">
      {props.canFold && (
        <button
          type="button"
          class="chip"
          aria-pressed={foldWaits}
          title={foldedWords(props.folded)}
          onClick={() => props.onFoldWaits(!foldWaits)}
        >
          <Icon name="fold" />
          Collapse Waits
        </button>
      )}
      <div class="end">
        <Legend models={props.models} rows={props.rows} />
        <IconButton icon="zoom-out" name="Zoom Out (-)" onPress={() => commands.zoom(zoomStep)} />
        <IconButton icon="zoom-in" name="Zoom In (+)" onPress={() => commands.zoom(1 / zoomStep)} />
        <IconButton icon="screen-full" name="Show All (0)" onPress={() => commands.showAll()} />
      </div>
    </div>
  );
}

function foldedWords(folded: readonly Span[]): string {
  const [first] = folded;
  if (!first) return "Collapse long waits";
  if (folded.length === 1) return `One wait of ${formatDuration(first.to - first.from)} is collapsed`;
  return `${countOf(folded.length, "wait")} collapsed`;
}

function Legend({ models, rows }: Pick<BarProps, "models" | "rows">) {
  const looks = [
    ["text", models ? "Model" : "Text"],
    ["ok", "Tool"],
    ...(!models || rows.some(({ kind }) => kind === "wait") ? [["wait", "Wait"]] : []),
    ...(rows.some(({ attempts }) => attempts !== undefined) ? [["gap", "Wait for next attempt"]] : []),
    ["fail", "Failed"],
  ];
  return (
    <span class="legend" aria-hidden="true">
      {looks.map(([look, word]) => (
        <span key={look}>
          <i class={`tb ${look}`} />
          {word}
        </span>
      ))}
      {rows.some(({ step }) => step?.extra) && (
        <span title="A deployed app doesn't report these steps">
          <i class="only-local" />
          Only in local runs
        </span>
      )}
    </span>
  );
}

import { formatSince } from "#model/duration.ts";
import { parseTime } from "#model/isoTime.ts";
import { useNow } from "./hooks/useNow.ts";
import { Icon } from "./Icon.tsx";
import type { TextPiece } from "./textPiece.ts";

/** A sentence of plain and monospace pieces, and of times that keep counting. */
export function TextPieces(props: { pieces: readonly TextPiece[]; onGoTo?: (sequence: number) => void }) {
  const { onGoTo } = props;
  return (
    <>
      {props.pieces.map((piece) => {
        if (piece.since !== undefined) return <Since text={piece.text} time={piece.since} />;
        if (piece.step && onGoTo) return <StepLink text={piece.text} step={piece.step} onGoTo={onGoTo} />;
        return piece.code ? <code>{piece.text}</code> : piece.text;
      })}
    </>
  );
}

interface StepLinkProps {
  text: string;
  step: NonNullable<TextPiece["step"]>;
  onGoTo: (sequence: number) => void;
}

function StepLink({ text, step, onGoTo }: StepLinkProps) {
  return (
    <button type="button" class="link fell" title="Go to Step" onClick={() => onGoTo(step.sequence)}>
      <Icon name={step.icon} />
      {text}
    </button>
  );
}

function Since({ text, time }: { text: string; time: string }) {
  const from = parseTime(time);
  const now = useNow(from !== undefined);
  return from === undefined ? null : <span class="num">{`${text}${formatSince(now - from)}`}</span>;
}

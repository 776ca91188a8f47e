import { formatSince } from "#model/duration.ts";
import { parseTime } from "#model/isoTime.ts";
import { useNow } from "./hooks/useNow.ts";
import { Icon } from "./Icon.tsx";
import type { TextPiece } from "./textPiece.ts";

interface TextPiecesProps {
  pieces: readonly TextPiece[];
  onGoTo?: (sequence: number) => void;
  onOpen?: (frame: NonNullable<TextPiece["frame"]>) => void;
}

/** A sentence of plain and monospace pieces, and of times that keep counting. */
export function TextPieces({ pieces, onGoTo, onOpen }: TextPiecesProps) {
  return (
    <>
      {pieces.map((piece) => {
        const { text, since, frame } = piece;
        if (since !== undefined) return <Since text={text} time={since} />;
        if (frame && onOpen) return <CodeLink text={text} onOpen={() => onOpen(frame)} />;
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

function CodeLink({ text, onOpen }: { text: string; onOpen: () => void }) {
  return (
    <button type="button" class="link" title={`Open ${text}`} onClick={onOpen}>
      {text}
    </button>
  );
}

function Since({ text, time }: { text: string; time: string }) {
  const from = parseTime(time);
  const now = useNow(from !== undefined);
  return from === undefined ? null : <span class="num">{`${text}${formatSince(now - from)}`}</span>;
}

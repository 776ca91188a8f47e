import { formatSince } from "../../../model/duration.ts";
import { parseTime } from "../../../model/isoTime.ts";
import { useNow } from "../../../ui/hooks/useNow.ts";
import type { TextPiece } from "./headerViews.ts";

/** A sentence of plain and monospace pieces, and of times that keep counting. */
export function TextPieces(props: { pieces: readonly TextPiece[] }) {
  return (
    <>
      {props.pieces.map((piece) => {
        if (piece.since !== undefined) return <Since text={piece.text} time={piece.since} />;
        return piece.code ? <code>{piece.text}</code> : piece.text;
      })}
    </>
  );
}

function Since({ text, time }: { text: string; time: string }) {
  const from = parseTime(time);
  const now = useNow(from !== undefined);
  return from === undefined ? null : <span class="num">{`${text}${formatSince(now - from)}`}</span>;
}

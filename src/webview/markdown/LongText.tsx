import { useState } from "preact/hooks";
import { ShowMore } from "./ShowMore.tsx";

/** In characters: how much of a text is laid out at once. A megabyte without a space would take seconds. */
const step = 50_000;

/** A text with its line breaks; a very long one a part at a time. */
export function LongText(props: { text: string; growing: boolean }) {
  const [limit, setLimit] = useState(step);
  const more = props.text.length - limit;
  return (
    <div class="text">
      {more > 0 ? props.text.slice(0, limit) : props.text}
      {props.growing && <span class="caret" />}
      {more > 0 && <ShowMore left={more} onPress={() => setLimit(limit + step)} />}
    </div>
  );
}

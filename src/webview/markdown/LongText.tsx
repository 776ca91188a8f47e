import { useState } from "preact/hooks";
import { ShowMore } from "./ShowMore.tsx";

/** How much of a text is laid out at once: a megabyte without a space would take seconds. In characters. */
const step = 50_000;

/** Text as it came, with its line breaks; very long ones a step at a time. */
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

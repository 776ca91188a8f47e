import { countOf } from "../ui/format.ts";

/** Says how many characters of a text are not laid out yet, and lays out more of them. */
export function ShowMore({ left, onPress }: { left: number; onPress: () => void }) {
  return (
    <p class="more dim">
      + {countOf(left, "character")}{" "}
      <button type="button" class="link" onClick={onPress}>
        Show More
      </button>
    </p>
  );
}

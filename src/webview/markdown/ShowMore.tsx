import { countOf } from "../../model/counts.ts";
import { useTabIndex } from "../ui/tabStops.ts";

/** Says how many characters of a text aren't laid out yet, and lays out more on a click. */
export function ShowMore({ left, onPress }: { left: number; onPress: () => void }) {
  const tabIndex = useTabIndex();
  return (
    <p class="more dim">
      + {countOf(left, "character")}{" "}
      <button type="button" class="link" tabIndex={tabIndex} onClick={onPress}>
        Show More
      </button>
    </p>
  );
}

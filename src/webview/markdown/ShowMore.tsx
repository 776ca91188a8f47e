import { countOf } from "../../model/counts.ts";
import { useTabIndex } from "../ui/tabStops.ts";

/** Says how many characters of a text are not laid out yet, and lays out more of them. */
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

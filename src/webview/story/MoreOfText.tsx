import { countOf } from "../../model/counts.ts";
import { useTabIndex } from "../ui/tabStops.ts";

interface MoreProps {
  /** How many characters are not here. */
  left: number;
  /** Absent where all of it would be too much for the panel. */
  onShow?: (() => void) | undefined;
  onOpen: () => void;
}

/** Says how much of a text is not here, and has it shown or opened as a document. */
export function MoreOfText({ left, onShow, onOpen }: MoreProps) {
  const tabIndex = useTabIndex();
  return (
    <p class="more dim">
      + {countOf(left, "character")}{" "}
      {onShow && (
        <button type="button" class="link" tabIndex={tabIndex} onClick={onShow}>
          Show All
        </button>
      )}{" "}
      <button type="button" class="link" tabIndex={tabIndex} onClick={onOpen}>
        Open as Text
      </button>
    </p>
  );
}

import { countOf } from "#model/counts.ts";
import { useTabIndex } from "#ui/tabStops.ts";

interface MoreProps {
  left: number;
  /** Absent when the whole text would be too much for the panel. */
  onShow?: () => void;
  onOpen: () => void;
}

/** Says how much of a text isn't here, and shows it or opens it as a document. */
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

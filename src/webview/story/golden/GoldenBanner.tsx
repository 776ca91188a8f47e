import type { GoldenView } from "../../../protocol/goldenViews.ts";
import type { Host } from "../../host.ts";
import { TextPieces } from "../../panel/TextPieces.tsx";
import { Icon } from "../../ui/Icon.tsx";

interface BannerProps {
  golden: GoldenView;
  host: Pick<Host, "act">;
  /** Goes to a step of the story, from any tab. */
  goTo: (sequence: number) => void;
}

/** Above a run that failed the checks of a golden test: how far it went as the golden run did, and what to do. */
export function GoldenBanner({ golden, host, goTo }: BannerProps) {
  const { lead, text, step, canCompare, canAccept } = golden;
  return (
    <div class="banner note" role="region" aria-label="Golden test">
      <Icon name="beaker" />
      <span class="said">
        <b>{lead}</b>
        <TextPieces pieces={text} />
      </span>
      <span class="end">
        {step && (
          <button type="button" class="link" onClick={() => goTo(step.sequence)}>
            Go to Step {step.number}
          </button>
        )}
        {canCompare && (
          <button type="button" class="btn second" onClick={() => host.act("compareWithGoldenRun")}>
            Compare
          </button>
        )}
        {canAccept && (
          <button type="button" class="btn second" onClick={() => host.act("acceptAsGolden")}>
            Accept as New Golden
          </button>
        )}
      </span>
    </div>
  );
}

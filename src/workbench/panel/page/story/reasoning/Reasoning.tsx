import { countOf } from "#model/counts.ts";
import { Icon, IconButton } from "#ui/Icon.tsx";
import type { ShownReasoning } from "./useReasoning.ts";

/** Hides what models thought, and shows it again. */
export function ReasoningButton({ reasoning: { hasAny, hidden, toggle } }: { reasoning: ShownReasoning }) {
  if (!hasAny) return null;
  return <IconButton icon="thinking" name="Hide Reasoning" pressed={hidden > 0} onPress={toggle} />;
}

/** Says that steps are hidden, and offers to show them. */
export function HiddenReasoningLine({ reasoning: { hidden, toggle } }: { reasoning: ShownReasoning }) {
  const words = `${countOf(hidden, "step of reasoning is", "steps of reasoning are")} hidden.`;
  return (
    <>
      <div class="sr" role="status">
        {hidden > 0 ? words : null}
      </div>
      {hidden > 0 && (
        <div class="filtered-line">
          <Icon name="thinking" />
          <span class="ellipsis">{words}</span>
          <button type="button" class="link" onClick={toggle}>
            Show Reasoning
          </button>
        </div>
      )}
    </>
  );
}

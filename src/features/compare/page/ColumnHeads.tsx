import { Icon } from "#ui/Icon.tsx";
import { memo } from "#ui/memo.tsx";
import { headerLook } from "#workbench/panel/page/headerLook.ts";
import type { CompareView, SideHead } from "./compareViews.ts";

/** In pixels, as in the style sheet: the height of the head with both runs, which sticks to the top. */
export const headHeight = 51;

export const ColumnHeads = memo(function ColumnHeads({ view }: { view: CompareView }) {
  return (
    <div class="pair-h" role="group" aria-label="The two runs">
      <Head letter="A" head={view.heads.a} look="side-a" />
      <div class="mid">
        {view.times && (
          <>
            {view.times.text}
            <br />
            <span class="big">{view.times.difference}</span>
          </>
        )}
      </div>
      <Head letter="B" head={view.heads.b} look="side-b" />
    </div>
  );
});

function Head({ letter, head, look }: { letter: string; head: SideHead; look: string }) {
  const { status, asOf, blockedBy } = head;
  const icon = status === undefined ? undefined : headerLook({ status, asOf, blockedBy });
  return (
    <div class={look} data-vscode-context={head.menu}>
      <div class="t">
        <span class="ab">{letter}</span>
        {icon && <Icon name={icon.icon} tone={icon.tone} label={head.statusWord ?? ""} />}
        <span class="ellipsis" title={head.title}>
          {head.title}
        </span>
      </div>
      <div class="f">
        {head.facts.map((fact, index) => (
          <span key={index} class={index > 1 ? "opt" : undefined} title={index === 0 ? head.runId : undefined}>
            {fact}
          </span>
        ))}
      </div>
    </div>
  );
}

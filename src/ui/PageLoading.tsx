import type { ComponentChildren } from "preact";
import { useIsSlow } from "./hooks/useIsSlow.ts";
import { Icon } from "./Icon.tsx";
import type { PageLoading as Loading } from "./pageMessages.ts";

interface LoadingProps extends Loading {
  /** A head with content. */
  header?: ComponentChildren;
  children?: ComponentChildren;
}

/** A page whose content is being read. For the first moment it shows nothing but what is known. */
export function PageLoading({ label, head, header, children = <Skeleton /> }: LoadingProps) {
  const isSlow = useIsSlow();
  if (!isSlow && !header) return null;
  return (
    <main class="panel" aria-label={label} aria-busy="true">
      {header}
      {head && (
        <header class="head">
          <Icon name={head.icon} tone="idle" />
          <h1 class="ellipsis">{head.title}</h1>
          <div class="now">
            <b role="status">Loading</b>
            <span class="dim ellipsis">{head.text}</span>
          </div>
          <div class="meta">
            <div class="skel facts" />
          </div>
        </header>
      )}
      {isSlow && children}
    </main>
  );
}

/** Bars in place of what is being read. @param label for a screen reader, unless something else says it */
export function Skeleton({ label }: { label?: string }) {
  const role = label === undefined ? undefined : "status";
  return (
    <div class="skeleton" aria-hidden={label === undefined || undefined} role={role} aria-label={label}>
      {["w1", "w2", "w3", "w4", "card", "card"].map((bar, index) => (
        <div key={index} class={`skel ${bar}`} />
      ))}
    </div>
  );
}

import { useReducer, useRef } from "preact/hooks";
import { Icon, IconButton } from "#ui/Icon.tsx";
import { ProductionMark } from "#ui/ProductionMark.tsx";
import { type AnswerMemory, memoryOf } from "#workbench/inputRequests/page/answerMemory.ts";
import { InputRequestCard } from "#workbench/inputRequests/page/InputRequestCard.tsx";
import { SettledInputRequest } from "#workbench/inputRequests/page/InputRequests.tsx";
import { useJustCome } from "#workbench/inputRequests/page/useJustCome.ts";
import type { QueueHost } from "./queueHost.ts";
import type { DetailView } from "./queueViews.ts";

interface DetailProps {
  detail: DetailView | undefined;
  host: QueueHost;
  /** Whether it stands in the place of the list. */
  opened: boolean;
  /** Returns to the row. */
  back: () => void;
}

/** The card of an input request, as in the panel of its run, and the run's last steps. */
export function QueueDetail({ detail, host, opened, back }: DetailProps) {
  const memory = useRef(new Map<string, AnswerMemory>());
  const card = useRef<HTMLDivElement>(null);
  const [, redraw] = useReducer<number, undefined>((count) => count + 1, 0);
  const justCome = useJustCome(card, detail ? `${detail.id} ${detail.request.progress.kind}` : "");
  if (!detail) return <aside class="aside needs scroll" aria-label="Input request" />;
  const { request } = detail;
  const kept = memoryOf(memory.current, request);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    back();
  };
  return (
    <aside
      class="aside needs scroll"
      aria-label={`Input request of ${detail.user || detail.title}`}
      onKeyDown={onKeyDown}
    >
      <div class="q-run">
        {opened && (
          <button type="button" class="link only-opened" onClick={back}>
            Back to List
          </button>
        )}
        <div class="t">
          <h2 class="ellipsis" title={detail.title}>
            {detail.title}
          </h2>
          <IconButton icon="go-to-file" name="Open Run" onPress={() => host.post({ type: "openRun", id: detail.id })} />
        </div>
        <div class="f">
          <span>
            {detail.app}
            {detail.isProduction && <ProductionMark />}
          </span>
          {detail.user !== "" && <span>{detail.user}</span>}
          <span>
            Run <code>{detail.run}</code>
          </span>
        </div>
      </div>
      <div ref={card}>
        {request.progress.kind === "settled" ? (
          <SettledInputRequest
            key={detail.id}
            view={request}
            progress={request.progress}
            draft={kept.draft}
            height={undefined}
            host={host}
          />
        ) : (
          <InputRequestCard
            key={detail.id}
            view={request}
            host={host}
            memory={kept}
            open={kept.open ?? true}
            off={justCome.card === detail.id}
            onChange={() => redraw(undefined)}
          />
        )}
      </div>
      <LastSteps detail={detail} />
    </aside>
  );
}

function LastSteps({ detail: { steps, problem } }: { detail: DetailView }) {
  if (problem !== undefined) return <p class="q-last dim">The last steps can't be loaded: {problem}</p>;
  if (!steps || steps.length === 0) return null;
  return (
    <section class="q-last" aria-label="Last steps">
      <h3>Last Steps</h3>
      <ol>
        {steps.map(({ icon, name, text, took }, index) => (
          <li key={index}>
            <Icon name={icon} tone={icon === "bell-dot" ? "wait" : "idle"} />
            <span>
              {name !== "" && <b>{name} </b>}
              <span class={name === "" ? "" : "dim"}>{text}</span>
            </span>
            <span class="dim num">{took}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

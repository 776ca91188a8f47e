import { formatRunDuration } from "#model/duration.ts";
import { parseTime, preciseTime } from "#model/isoTime.ts";
import { shortId } from "#model/shortId.ts";
import { silenceText } from "#model/silence.ts";
import { isTerminal } from "#model/status.ts";
import { formatClock } from "#model/timeInRun.ts";
import { formatWhen } from "#model/times.ts";
import { useNow } from "#ui/hooks/useNow.ts";
import { Icon, IconButton } from "#ui/Icon.tsx";
import { memo } from "#ui/memo.tsx";
import { MenuButton } from "#ui/MenuButton.tsx";
import type { MenuEntry } from "#ui/menuEntry.ts";
import { ProductionMark } from "#ui/ProductionMark.tsx";
import { TextPieces } from "#ui/TextPieces.tsx";
import { headerLook, nowClass } from "./headerLook.ts";
import type { RunHeader } from "./headerViews.ts";
import { usePanel } from "./host.ts";

interface HeaderProps {
  header: RunHeader;
  /** Goes to a step of the story. */
  onGoTo: (sequence: number) => void;
}

/** The run's status, the newest fact about it, and its title. */
export const Header = memo(function Header({ header, onGoTo }: HeaderProps) {
  const { host } = usePanel();
  const now = useNow(header.heardAt !== undefined, 10_000);
  const silence = silenceText(header.heardAt, now);
  const look = headerLook(header, silence !== "");
  return (
    <header class="head" data-vscode-context={header.menu}>
      <Icon name={look.icon} tone={look.tone} />
      <h1 class="ellipsis" title={header.title}>
        {header.title}
      </h1>
      <Actions header={header} />
      <div class={nowClass(header)}>
        <b role="status">{header.statusWord}</b>
        <span class="ellipsis">
          {silence !== "" && <span title={silenceReason}>{silence}</span>}
          {silence !== "" && header.sentence.length > 0 && " · "}
          <TextPieces
            pieces={header.sentence}
            onGoTo={onGoTo}
            onOpen={(frame) => host.post({ type: "openFrame", ...frame })}
          />
        </span>
      </div>
      <Facts header={header} />
    </header>
  );
});

const silenceReason = "If its program has stopped, this run won't end.";

/** What is done with a run most often, and the menu with everything. A narrow panel has the menu alone. */
function Actions({ header }: { header: RunHeader }) {
  const { host } = usePanel();
  const again: MenuEntry[] = [
    { name: "Run Again with Edits", icon: "edit", run: () => host.act("runAgainWithEdits") },
    { name: "Run Again in the Same Session…", icon: "history", run: () => host.act("runAgainInSameSession") },
  ];
  return (
    <div class="actions">
      {header.canCancel && (
        <button type="button" class="btn second wide" onClick={() => host.act("cancel")}>
          <Icon name="stop-circle" />
          Cancel
        </button>
      )}
      {header.canRunAgain && (
        <span class="split wide">
          <button type="button" class="btn second" onClick={() => host.act("runAgain")}>
            <Icon name="debug-rerun" />
            Run Again
          </button>
          <MenuButton
            name="More ways to run again"
            icon="chevron-down"
            class="btn second"
            entries={header.sessionId === undefined ? again.slice(0, 1) : again}
          />
        </span>
      )}
      {header.menu !== undefined && <MoreActions />}
    </div>
  );
}

/** The texts that VS Code offers to cut and paste in a page have no place in the menu of a button. */
const menuContext = JSON.stringify({ preventDefaultContextMenuItems: true });

/** Opens the menu that VS Code shows for a right-click on the header, which is that of the run's row. */
function MoreActions() {
  return (
    <button
      type="button"
      class="act"
      title="More Actions…"
      aria-label="More Actions…"
      aria-haspopup="menu"
      data-vscode-context={menuContext}
      onClick={({ currentTarget }) => {
        const { left: clientX, bottom: clientY } = currentTarget.getBoundingClientRect();
        const at = { bubbles: true, cancelable: true, clientX, clientY };
        currentTarget.dispatchEvent(new MouseEvent("contextmenu", at));
      }}
    >
      <Icon name="ellipsis" />
    </button>
  );
}

function Facts({ header }: { header: RunHeader }) {
  const { host } = usePanel();
  return (
    <div class="meta">
      <Times header={header} />
      <span class={header.here && "opt"}>
        Run{" "}
        <code class="val" title={header.id}>
          {shortId(header.id)}
        </code>
        <IconButton icon="copy" name="Copy Run ID" onPress={() => host.copy(header.id)} />
      </span>
      {header.usage?.map(({ text, detail }) => (
        <span key={text} class={header.here ? "num" : "opt"} title={detail}>
          {header.here ? <span class="val">{text}</span> : text}
        </span>
      ))}
      {header.userId !== undefined && (
        <span class="opt">
          User{" "}
          {header.connected ? (
            <FilterLink by="user" id={header.userId} look="ellipsis" text={header.userId} />
          ) : (
            <span class="val ellipsis" title={header.userId}>
              {header.userId}
            </span>
          )}
        </span>
      )}
      {header.sessionId !== undefined && (
        <span class="session">
          Session{" "}
          {header.connected ? (
            <FilterLink by="session" id={header.sessionId} look="mono" text={shortId(header.sessionId)} />
          ) : (
            <code class="val" title={header.sessionId}>
              {shortId(header.sessionId)}
            </code>
          )}
          <IconButton icon="copy" name="Copy Session ID" onPress={() => host.copy(header.sessionId ?? "")} />
          {header.sessionActs?.map(({ id, name, icon }) => (
            <IconButton key={id} icon={icon} name={name} onPress={() => host.post({ type: "act", id })} />
          ))}
        </span>
      )}
      <span class="app">
        <span class="val opt ellipsis">{header.connectionName}</span>
        {header.production && <ProductionMark />}
      </span>
    </div>
  );
}

function FilterLink({ by, id, look, text }: { by: "user" | "session"; id: string; look: string; text: string }) {
  const { host } = usePanel();
  const filter = (): void => host.act(by === "user" ? "filterByUser" : "filterBySession");
  return (
    <button type="button" class={`link ${look}`} title={`Filter runs by ${by} ${id}`} onClick={filter}>
      {text}
    </button>
  );
}

/** A clock doesn't tell less than a second. */
function formatTook(ms: number): string {
  return ms < 999.5 ? formatRunDuration(ms) : formatClock(ms);
}

function Times({ header }: { header: RunHeader }) {
  const start = preciseTime(header.startedAt);
  const end = preciseTime(header.endedAt);
  const over = isTerminal(header.status);
  const asOf = parseTime(header.asOf);
  const now = useNow(start !== undefined && !over && asOf === undefined);
  if (start === undefined) return null;
  const day = formatWhen(start, now);
  const until = over ? end : (asOf ?? now);
  return (
    <>
      {until !== undefined && (
        <span class="num" title={`Started ${day}`}>
          <Icon name="clockface" />
          <span class="val">{over ? formatTook(until - start) : formatClock(until - start)}</span>
        </span>
      )}
      <span class="opt opt2 num">{day}</span>
    </>
  );
}

import { formatClock } from "../../model/clock.ts";
import { parseTime } from "../../model/isoTime.ts";
import { shortId } from "../../model/shortId.ts";
import { isTerminal, needsPerson } from "../../model/status.ts";
import { formatWhen } from "../../model/times.ts";
import type { RunHeader, PanelAction } from "../../protocol/viewModels.ts";
import type { Host } from "../host.ts";
import { useNow } from "../ui/hooks/useNow.ts";
import { Icon, IconButton } from "../ui/Icon.tsx";
import type { IconName } from "../ui/icons.ts";
import { memo } from "../ui/memo.tsx";
import { MenuButton, type MenuEntry } from "../ui/MenuButton.tsx";
import { ProductionMark } from "../ui/ProductionMark.tsx";
import { headerLook } from "./headerLook.ts";
import { TextPieces } from "./TextPieces.tsx";

/** The run's status, the newest fact about it, and its title. */
export const Header = memo(function Header(props: { header: RunHeader; host: Host }) {
  const { header, host } = props;
  const look = headerLook(header);
  return (
    <header class="head">
      <Icon name={look.icon} tone={look.tone} />
      <h1 class="ellipsis" title={header.title}>
        {header.title}
      </h1>
      <Actions header={header} host={host} />
      <div class={`now${look.tone === "bad" ? " bad" : needsPerson(header.status) ? " ask-you" : ""}`}>
        <b role="status">{header.statusWord}</b>
        <span class="ellipsis">
          <TextPieces pieces={header.sentence} />
        </span>
      </div>
      <Facts header={header} host={host} />
    </header>
  );
});

function Actions({ header, host }: { header: RunHeader; host: Host }) {
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
            entries={runAgainMenu(header, host)}
          />
        </span>
      )}
      <MenuButton name="More Actions…" icon="ellipsis" class="act" entries={moreActions(header, host)} />
    </div>
  );
}

function Facts({ header, host }: { header: RunHeader; host: Host }) {
  return (
    <div class="meta">
      <Times header={header} />
      <span>
        Run{" "}
        <code class="val" title={header.id}>
          {shortId(header.id)}
        </code>
        <IconButton icon="copy" name="Copy Run ID" onPress={() => host.copy(header.id)} />
      </span>
      {header.tokens && (
        <span class="opt" title={header.tokens.detail}>
          {header.tokens.text}
        </span>
      )}
      {header.userId !== undefined && (
        <span class="opt">
          User{" "}
          {header.connected ? (
            <button
              type="button"
              class="link ellipsis"
              title={`Filter runs by user ${header.userId}`}
              onClick={() => host.act("filterByUser")}
            >
              {header.userId}
            </button>
          ) : (
            <span class="val ellipsis" title={header.userId}>
              {header.userId}
            </span>
          )}
        </span>
      )}
      {header.sessionId !== undefined && (
        <span class="opt opt3">
          Session{" "}
          {header.connected ? (
            <button
              type="button"
              class="link mono"
              title={`Filter runs by session ${header.sessionId}`}
              onClick={() => host.act("filterBySession")}
            >
              {shortId(header.sessionId)}
            </button>
          ) : (
            <code class="val" title={header.sessionId}>
              {shortId(header.sessionId)}
            </code>
          )}
          <IconButton icon="copy" name="Copy Session ID" onPress={() => host.copy(header.sessionId ?? "")} />
        </span>
      )}
      <span class="app">
        <span class="val opt ellipsis">{header.connectionName}</span>
        {header.production && <ProductionMark />}
      </span>
    </div>
  );
}

function Times({ header }: { header: RunHeader }) {
  const start = parseTime(header.startedAt);
  const end = parseTime(header.endedAt);
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
          <span class="val">{formatClock(until - start)}</span>
        </span>
      )}
      <span class="opt opt2 num">{day}</span>
    </>
  );
}

const editsName = "Run Again with Edits";

const sameSessionName = "Run Again in the Same Session…";

function runAgainMenu({ sessionId }: RunHeader, host: Host): MenuEntry[] {
  const edits: MenuEntry = { name: editsName, icon: "edit", run: () => host.act("runAgainWithEdits") };
  const same: MenuEntry = { name: sameSessionName, icon: "history", run: () => host.act("runAgainInSameSession") };
  return sessionId ? [edits, same] : [edits];
}

/** The same copies as in the menu of the run's row. */
const ofRun: readonly [name: string, icon: IconName, action: PanelAction][] = [
  ["Copy as cURL", "terminal", "copyAsCurl"],
  ["Copy as Markdown", "copy", "copyAsMarkdown"],
  ["Copy for AI", "robot", "copyForAi"],
];

/**
 * The actions without a button of their own, and in narrow panels the other actions of the header. Impossible actions
 * are left out.
 */
function moreActions(header: RunHeader, host: Host): MenuEntry[] {
  const { canCancel, canRunAgain, connected, canCompare, userId, sessionId } = header;
  const item = (name: string, icon: IconName, action: PanelAction, shown?: string): MenuEntry => {
    return { name, icon, run: () => host.act(action), shown };
  };
  const copy = (name: string, text: string, shown?: string): MenuEntry => {
    return { name, icon: "copy", run: () => host.copy(text), shown };
  };
  const groups: MenuEntry[][] = [
    [
      ...(canCancel ? [item("Cancel", "stop-circle", "cancel", "narrow")] : []),
      ...(canRunAgain ? [item("Run Again", "debug-rerun", "runAgain", "narrow")] : []),
      ...(canRunAgain ? [item(editsName, "edit", "runAgainWithEdits", "narrow")] : []),
      ...(canRunAgain && sessionId ? [item(sameSessionName, "history", "runAgainInSameSession", "narrow")] : []),
    ],
    [
      ...(connected && userId ? [item(`Filter by User ${userId}`, "filter", "filterByUser", "narrow low")] : []),
      ...(connected && sessionId
        ? [item(`Filter by Session ${shortId(sessionId)}`, "filter", "filterBySession", "medium low")]
        : []),
    ],
    [
      item("Open as JSON", "json", "openText"),
      ...(connected && userId && sessionId ? [item("Open Conversation", "comment", "openConversation")] : []),
      ...(header.hasOutput ? [item("Save Output As…", "save-as", "saveOutput")] : []),
      ...(connected ? [item("Export…", "export", "export")] : []),
      ...(connected && isTerminal(header.status) ? [item("Keep as Golden Test…", "beaker", "keepAsGoldenTest")] : []),
    ],
    [
      copy("Copy Run ID", header.id),
      ...(connected ? ofRun.map(([name, icon, action]) => item(name, icon, action)) : []),
      ...(sessionId ? [copy("Copy Session ID", sessionId, "medium low")] : []),
    ],
    [
      item("Select for Compare", "compare-changes", "selectForCompare"),
      ...(canCompare ? [item("Compare with Selected", "diff", "compareWithSelected")] : []),
    ],
  ];
  return groups
    .filter((group) => group.length > 0)
    .flatMap((group, index, all) => (index < all.length - 1 ? [...group, separatorAfter(group)] : group));
}

/** A separator that is visible at the same sizes as its group. */
function separatorAfter(group: readonly MenuEntry[]): MenuEntry {
  const sizes = group.map(({ shown }) => shown?.split(" "));
  if (sizes.includes(undefined)) return { separator: true };
  const has = (size: string): boolean => sizes.some((each) => each?.includes(size));
  return { separator: true, shown: `${has("medium") ? "medium" : "narrow"}${has("low") ? " low" : ""}` };
}

import { useId, useState } from "preact/hooks";
import { Icon } from "#ui/Icon.tsx";
import { Chart } from "./charts/Chart.tsx";
import type { InsightsHost } from "./insightsHost.ts";
import { formatCell, type InsightsTable } from "./insightsTable.ts";
import type { CardView } from "./insightsViews.ts";
import { SaveTable } from "./SaveTable.tsx";

interface CardProps {
  card: CardView;
  /** The share of the width at which a chart over time is split, from 0 to 1. */
  splitAt: number | undefined;
  split: string | undefined;
  host: InsightsHost;
  /** Whether the name of a row leads to a conversation. */
  opens: boolean;
}

/** A chart and its table; `T` switches between them. */
export function Card({ card, splitAt, split, host, opens }: CardProps) {
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  const isEmpty = card.table.rows.length === 0;
  const show = (row: number, column?: string): void => host.post({ type: "showRuns", card: card.id, row, column });
  const toggle = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() !== "t" || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    setAsTable(!asTable);
  };
  return (
    <section
      class={card.id === "runs" ? "card wide" : "card"}
      aria-labelledby={id}
      onKeyDown={isEmpty ? undefined : toggle}
    >
      <header>
        <h2 id={id}>{card.title}</h2>
        <span class="dim ellipsis" title={card.detail}>
          {card.detail}
        </span>
        {!isEmpty && (
          <span class="end">
            <button
              type="button"
              class="as-table"
              aria-pressed={asTable}
              title="Show as Table (T)"
              onClick={() => setAsTable(!asTable)}
            >
              <Icon name="table" />
              <span>Show as Table</span>
              <span class="sr">: {card.title}</span>
            </button>
            <SaveTable name={card.title} table={card.id} host={host} />
          </span>
        )}
      </header>
      {isEmpty ? (
        <p class="nothing dim">{emptyTexts[card.id] ?? "Nothing to show."}</p>
      ) : asTable ? (
        <>
          <CardTable
            table={card.table}
            name={card.title}
            onShow={show}
            onOpen={opens ? (row) => host.post({ type: "openConversation", row }) : undefined}
          />
          {card.note !== undefined && <p class="told">{card.note}</p>}
        </>
      ) : (
        <Chart card={card} splitAt={splitAt} split={split} onShow={show} />
      )}
    </section>
  );
}

const emptyTexts: Readonly<Record<string, string>> = {
  slowest: "No tool or node has a known duration. Only indexed runs are counted.",
  toolFailures: "No tool was called. Only indexed runs are counted.",
  waits: "No run asked for input. Only indexed runs are counted.",
  users: "No run has a user ID.",
};

interface TableProps {
  table: InsightsTable;
  name: string;
  onShow: (row: number, column: string) => void;
  onOpen: ((row: number) => void) | undefined;
}

/** The figures of a chart. A count is a link to its runs. */
function CardTable({ table: { columns, rows }, name, onShow, onOpen }: TableProps) {
  return (
    <div class="tb-wrap" tabIndex={0} role="region" aria-label={`${name}, table`}>
      <table>
        <thead>
          <tr>
            {columns.map((column, at) => (
              <th scope="col" class={at === 0 ? "" : "r"} key={column.id}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => {
                const { id, kind, name: title } = columns[column]!;
                const text = formatCell(kind, cell);
                if (column === 0)
                  return (
                    <th scope="row" key={id} class={kind === "code" ? "mono" : ""}>
                      <Text text={text} name="open a conversation" onPress={onOpen && (() => onOpen(at))} />
                    </th>
                  );
                const leads = kind === "count" && cell !== 0 && cell !== null;
                return (
                  <td class="r" key={id}>
                    <Text text={text} name={`${title}: show runs`} onPress={leads ? () => onShow(at, id) : undefined} />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The text of a cell, which may lead somewhere. @prop name where it leads, for a screen reader */
function Text({ text, name, onPress }: { text: string; name: string; onPress: (() => void) | undefined }) {
  if (!onPress) return <>{text}</>;
  return (
    <button type="button" class="link" aria-label={`${text}, ${name}`} onClick={onPress}>
      {text}
    </button>
  );
}

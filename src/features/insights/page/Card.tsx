import { useId, useRef, useState } from "preact/hooks";
import { formatCell, type InsightsTable } from "../../../model/insights/insightsTable.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { MenuButton } from "../../../ui/MenuButton.tsx";
import { Chart } from "./charts/Chart.tsx";
import type { InsightsHost } from "./insightsHost.ts";
import type { CardView } from "./insightsViews.ts";

interface CardProps {
  card: CardView;
  /** Where a chart over time is split, from 0 to 1. */
  splitAt: number | undefined;
  split: string | undefined;
  host: InsightsHost;
}

/** A chart and its table; `T` switches between them. */
export function Card({ card, splitAt, split, host }: CardProps) {
  const [asTable, setAsTable] = useState(false);
  const place = useRef<HTMLElement>(null);
  const id = useId();
  const isEmpty = card.table.rows.length === 0;
  const show = (row: number, column?: string): void => host.post({ type: "showRuns", card: card.id, row, column });
  const savePicture = async (): Promise<void> => {
    const png = await pictureOf(place.current?.querySelector("svg.chart"));
    if (png !== undefined) host.post({ type: "savePicture", card: card.id, png });
  };
  const toggle = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() !== "t" || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    setAsTable(!asTable);
  };
  const save = [
    { name: "Save Table as CSV…", icon: "table" as const, run: () => host.post({ type: "saveTable", table: card.id }) },
    ...(asTable ? [] : [{ name: "Save Chart as PNG…", icon: "file-media" as const, run: () => void savePicture() }]),
  ];
  return (
    <section
      class={card.id === "runs" ? "card wide" : "card"}
      aria-labelledby={id}
      ref={place}
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
            <MenuButton name={`Export ${card.title}`} icon="export" class="act" entries={save} />
          </span>
        )}
      </header>
      {isEmpty ? (
        <p class="nothing dim">{nothing[card.id] ?? "Nothing to show."}</p>
      ) : asTable ? (
        <CardTable
          table={card.table}
          name={card.title}
          onShow={show}
          onOpen={card.id === "users" ? (row) => host.post({ type: "openConversation", row }) : undefined}
        />
      ) : (
        <Chart card={card} splitAt={splitAt} split={split} onShow={show} />
      )}
    </section>
  );
}

const nothing: Readonly<Record<string, string>> = {
  slowest: "No tool or node with a known duration. Only indexed runs are counted.",
  toolFailures: "No tool was called. Only indexed runs are counted.",
  waits: "No input request. Only indexed runs are counted.",
  users: "No run names a user.",
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
                      {onOpen ? (
                        <button
                          type="button"
                          class="link"
                          aria-label={`${text}: open a conversation`}
                          onClick={() => onOpen(at)}
                        >
                          {text}
                        </button>
                      ) : (
                        text
                      )}
                    </th>
                  );
                const leads = kind === "count" && cell !== 0 && cell !== null;
                return (
                  <td class="r" key={id}>
                    {leads ? (
                      <button
                        type="button"
                        class="link"
                        aria-label={`${text}, ${title}: show runs`}
                        onClick={() => onShow(at, id)}
                      >
                        {text}
                      </button>
                    ) : (
                      text
                    )}
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

const pictureProperties = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linejoin",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
] as const;

/** The picture has twice the pixels of the screen's chart, so that it stays sharp in a document. */
const pictureScale = 2;

/** A chart as a PNG with the colors of the theme, in base64. `undefined` without a chart. */
async function pictureOf(chart: SVGElement | null | undefined): Promise<string | undefined> {
  if (!chart) return undefined;
  const { width, height } = chart.getBoundingClientRect();
  const copy = chart.cloneNode(true) as SVGElement;
  const originals = [chart, ...chart.querySelectorAll("*")];
  for (const [at, element] of [copy, ...copy.querySelectorAll("*")].entries()) copyLook(originals[at]!, element);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const url = URL.createObjectURL(new Blob([copy.outerHTML], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return drawn(image, width, height);
  } finally {
    URL.revokeObjectURL(url);
  }
}

function copyLook(from: Element, to: Element): void {
  const look = getComputedStyle(from);
  for (const property of pictureProperties) {
    const value = look.getPropertyValue(property);
    if (value !== "") to.setAttribute(property, value);
  }
}

function drawn(image: HTMLImageElement, width: number, height: number): string {
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * pictureScale);
  canvas.height = Math.round(height * pictureScale);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This window can't draw pictures.");
  context.fillStyle = getComputedStyle(document.body).backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png").replace(/^data:image\/png;base64,/, "");
}

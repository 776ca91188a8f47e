import type { JSX } from "preact";
import { ProductionMark } from "#ui/ProductionMark.tsx";
import type { QueueHost } from "./queueHost.ts";
import type { PartView, WorkRowView, WorkView } from "./queueViews.ts";

export interface WorkProps {
  work: WorkView;
  host: QueueHost;
  /** The id of the heading. */
  title: string;
}

/** The rows by their apps, production first, each below a heading. */
export function Parts(props: {
  work: WorkView;
  row: (row: WorkRowView, number: number) => JSX.Element;
  about: (part: PartView) => string;
}) {
  const { work, row, about } = props;
  let number = 0;
  return (
    <>
      {work.parts.map((part) => (
        <div key={part.app}>
          <h3 class="part">
            {part.isProduction && <ProductionMark />}
            <span>{part.app}</span>
            <span class="dim">{about(part)}</span>
          </h3>
          <div role="list" aria-label={part.isProduction ? `${part.app}, production` : part.app}>
            {part.rows.map((each) => row(each, ++number))}
          </div>
        </div>
      ))}
    </>
  );
}

/** Who is asked about what: the same in the review and in the outcomes. */
export function RowFacts({ row, work }: { row: WorkRowView; work: WorkView }) {
  return (
    <>
      <span class="user" title={row.user}>
        {row.user}
      </span>
      <span class="values">
        {work.columns.map(({ name }, at) => (
          <span key={name}>
            <span class="dim">{name}</span> <span class="mono">{row.values[at]}</span>
          </span>
        ))}
      </span>
      <span class="ask-l" title={row.prompt}>
        {row.prompt}
      </span>
    </>
  );
}

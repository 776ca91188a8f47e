import { formatCell, type InsightsTable } from "../../model/insights/insightsTable.ts";

interface TableProps {
  table: InsightsTable;
  name: string;
  onShow: (row: number, column: number) => void;
}

/** The figures of a chart. A count is a link to its runs. */
export function CardTable({ table: { columns, rows }, name, onShow }: TableProps) {
  return (
    <div class="tb-wrap" tabIndex={0} role="region" aria-label={`${name}, table`}>
      <table>
        <thead>
          <tr>
            {columns.map((column, at) => (
              <th scope="col" class={at === 0 ? "" : "r"} key={column.name}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => {
                const { kind, name: title } = columns[column]!;
                const text = formatCell(kind, cell);
                if (column === 0)
                  return (
                    <th scope="row" key={title} class={kind === "code" ? "mono" : ""}>
                      {text}
                    </th>
                  );
                const leads = kind === "count" && cell !== 0 && cell !== null;
                return (
                  <td class="r" key={title}>
                    {leads ? (
                      <button
                        type="button"
                        class="link"
                        aria-label={`${text}, ${title}: show runs`}
                        onClick={() => onShow(at, column)}
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

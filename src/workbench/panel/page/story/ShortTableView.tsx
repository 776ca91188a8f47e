import { countOf } from "#model/counts.ts";
import type { ShortTable } from "#model/shortTable.ts";

/** A list of an output as a table: rules that matched, findings, artifacts. @param isNamed its name is beside it */
export function ShortTableView({ table, isNamed = false }: { table: ShortTable; isNamed?: boolean }) {
  const { name, columns, rows, more } = table;
  return (
    <div class="short-table">
      <table>
        <caption class={isNamed ? "sr" : undefined}>{name}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, columnIndex) => (
                <td key={columns[columnIndex]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more !== undefined && <p class="dim">{countOf(more, "more row")}</p>}
    </div>
  );
}

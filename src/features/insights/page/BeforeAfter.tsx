import { countOf, formatCount } from "#model/counts.ts";
import type { InsightsHost } from "./insightsHost.ts";
import type { CompareView } from "./insightsViews.ts";
import { SaveTable } from "./SaveTable.tsx";

/** The figures before and after the split, each with what it is made from. */
export function BeforeAfter({ compare, host }: { compare: CompareView; host: InsightsHost }) {
  const { title, runs, rows, causes } = compare;
  const [before, after] = runs.map((count) => countOf(count, "run"));
  return (
    <section class="card wide" aria-labelledby="compare-head">
      <header>
        <h2 id="compare-head">Before and After</h2>
        <span class="dim ellipsis">{title}</span>
        <span class="end">
          <SaveTable name="Comparison" table="compare" host={host} />
        </span>
      </header>
      <div class="tb-wrap">
        <table class="ba">
          <thead>
            <tr>
              <th scope="col">Figure</th>
              <th scope="col" class="r">
                Before, {before}
              </th>
              <th scope="col" class="r">
                After, {after}
              </th>
              <th scope="col" class="r">
                Difference
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name}>
                <th scope="row">{row.name}</th>
                <td class="r">
                  {row.before} <span class="dim">of {row.counts[0]}</span>
                </td>
                <td class="r">
                  {row.after} <span class="dim">of {row.counts[1]}</span>
                </td>
                <td class="r">{row.difference}</td>
              </tr>
            ))}
            <tr>
              <th scope="row">Causes of failures</th>
              <td class="r">{formatCount(causes.before)}</td>
              <td class="r">{formatCount(causes.after)}</td>
              <td class="r">
                {causes.text}.{" "}
                {causes.fresh.length > 0 && (
                  <button
                    type="button"
                    class="link"
                    onClick={() => host.post({ type: "showCauses", ids: causes.fresh })}
                  >
                    Show New Failures
                  </button>
                )}
              </td>
            </tr>
          </tbody>
        </table>
      </div>
      <p class="rest dim">The success rate and the durations include only completed and failed runs.</p>
    </section>
  );
}

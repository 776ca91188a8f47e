import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { byRoot } from "#features/localRuns/core/trace.ts";
import { TraceStore } from "#features/localRuns/core/traceStore.ts";
import { cases } from "../../../../support/cases.ts";
import { going, node } from "../../../../support/localRuns/bodies.ts";
import { json } from "../../../arbitraries.ts";

const ids = fc.constantFrom("a", "b", "c", "d", "e");
/** Nodes that may be above each other, come twice, or have a parent that never comes. */
const trace = fc.array(
  fc
    .tuple(ids, fc.option(fc.oneof(ids, fc.constant("elsewhere"))), fc.boolean())
    .map(([id, parent, hasEnded]) => node(id, parent, hasEnded ? {} : going)),
  { maxLength: 12 },
);

test("each node of a body belongs to one run, whose root is one of its nodes", () => {
  fc.assert(
    fc.property(trace, (nodes) => {
      const runs = byRoot(nodes, () => undefined);
      const all = [...runs.values()].flatMap((own) => [...own.keys()]);
      expect(all.toSorted()).toEqual([...new Set(nodes.map(({ id }) => id))].toSorted());
      for (const [root, own] of runs) expect([...own.keys()]).toContain(root);
    }),
    cases(300),
  );
});

test("whatever is posted, the store holds what its files hold", async () => {
  const folder = await mkdtemp(join(tmpdir(), "fuzz-traces-"));
  const body = fc.oneof(
    { weight: 4, arbitrary: trace.map((runs) => JSON.stringify({ runs })) },
    json.map((value) => JSON.stringify(value)),
    fc.string(),
  );
  const idsIn = async (store: TraceStore): Promise<string[]> =>
    (await store.look()).changed.map(({ run }) => run.id).toSorted();
  await fc.assert(
    fc.asyncProperty(fc.array(body, { maxLength: 5 }), async (bodies) => {
      await rm(folder, { recursive: true, force: true });
      const store = new TraceStore({ folder, maxRuns: 3 });
      for (const each of bodies) await store.add(Buffer.from(each));
      const kept = await idsIn(new TraceStore({ folder, maxRuns: 3 }));
      expect(kept.length).toBeLessThanOrEqual(3);
      expect(await readdir(folder).catch(() => [])).toHaveLength(kept.length);
      for (const id of kept) {
        const [here, there] = [store, new TraceStore({ folder })].map((each) =>
          each.events(id, { skip: 0, limit: 99 }),
        );
        expect(stringifyJson(await here)).toBe(stringifyJson(await there));
      }
    }),
    cases(100),
  );
  await rm(folder, { recursive: true, force: true });
});

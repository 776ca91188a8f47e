import fc from "fast-check";
import { expect, test } from "vitest";
import { Backlog } from "../../../../src/views/panel/panelFeed.ts";

test("a backlog returns its items in order, whenever they are taken", () => {
  const steps = fc.array(
    fc.oneof(fc.record({ push: fc.nat() }), fc.record({ take: fc.nat(5) }), fc.record({ replace: fc.nat() })),
  );
  fc.assert(
    fc.property(steps, (all) => {
      const backlog = new Backlog<number>();
      const plain: number[] = [];
      for (const step of all) {
        if ("push" in step) {
          backlog.push(step.push);
          plain.push(step.push);
        } else if ("take" in step) {
          expect(backlog.take(step.take)).toEqual(plain.splice(0, step.take));
        } else if (backlog.last !== undefined) {
          backlog.last = step.replace;
          plain[plain.length - 1] = step.replace;
        }
        expect([backlog.length, backlog.last]).toEqual([plain.length, plain.at(-1)]);
      }
      backlog.clear();
      expect([backlog.length, backlog.last]).toEqual([0, undefined]);
    }),
  );
});

import { expect, test } from "vitest";
import { nearestGoodRun } from "../../../../src/runs/failures/nearestGoodRun.ts";

const run = (id: string, input: unknown, status = "completed", started_at = "2026-11-24T09:00:00Z") => ({
  id,
  status,
  input,
  started_at,
});

test("the completed run with the most similar input is the nearest", () => {
  const own = run("own", { order: 7, text: "Where is my parcel?", lang: "en" }, "failed");
  const found = nearestGoodRun(own, [
    run("failed", own.input, "failed"),
    run("other", { order: 7, text: "Refund me", lang: "de" }),
    run("near", { order: 8, text: "Where is my other parcel?", lang: "en" }),
    run("far", { question: "Who are you?" }),
  ]);
  expect(found).toMatchObject({ run: { id: "near" }, why: "the same lang" });
  expect(nearestGoodRun(own, [run("failed", own.input, "failed")])).toBeUndefined();
});

test("an equal input comes first, then fields whose values few runs have", () => {
  const own = run("own", { ticket_subject: "Charged twice", lang: "en", channel: "mail", plan: "pro" }, "failed");
  const many = Array.from({ length: 20 }, (_, n) =>
    run(`other${n}`, { ticket_subject: `Where is order ${n}?`, lang: "en", channel: "mail", plan: "pro" }),
  );
  const rare = run("rare", { ticket_subject: "Charged twice", lang: "de", channel: "chat", plan: "free" });
  expect(nearestGoodRun(own, [...many, rare])).toMatchObject({ run: { id: "rare" }, why: "the same ticket_subject" });
  const equal = run("equal", own.input, "completed", "2026-01-01T00:00:00Z");
  expect(nearestGoodRun(own, [...many, rare, equal])).toMatchObject({ run: { id: "equal" }, why: "the same input" });
});

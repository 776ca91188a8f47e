import { expect, test } from "vitest";
import { fileNameOf } from "#base/text/fileName.ts";

test.each<[title: string, name: string]>([
  ["Ticket 48213: charged twice!", "ticket-48213-charged-twice"],
  ["Größe / Café", "große-cafe"],
  ["返金の依頼", "返金の依頼"],
  ["../../etc/passwd", "etc-passwd"],
  ["", "run"],
  ["long ".repeat(20), "long-long-long-long-long-long-long-long"],
])("a file of %j is named %j", (title, name) => expect(fileNameOf(title, "run")).toBe(name));

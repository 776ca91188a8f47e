import type { FailureFacts, RunFacts } from "#runs/facts/runFacts.ts";

/** Numbers from 0 to 1, always the same for a seed (mulberry32). */
export function seededNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Values = ReturnType<typeof valuesOf>;

/** Twelve causes. Most share type and place with another one, so that only the words tell them apart. */
export const seededCauses: readonly ((values: Values) => FailureFacts)[] = [
  (v) => at("TimeoutError", "Update CRM", `No answer from ${v.url()} within ${v.duration()}`),
  (v) => at("TimeoutError", "Update CRM", `Connection to ${v.host()} timed out after ${v.duration()}`),
  (v) => at("HTTPStatusError", "Update CRM", `Client error '401 Unauthorized' for url '${v.url()}'`),
  (v) => at("HTTPStatusError", "Update CRM", `Client error '409 Conflict' for url '${v.url()}'`),
  (v) => at("RateLimitError", "LLM", `429 Too many tokens: limit ${v.count()}, used ${v.count()}, id ${v.id()}`),
  (v) => at("RateLimitError", "LLM", `429 Too many requests: limit ${v.count()}, used ${v.count()}, id ${v.id()}`),
  () => at("KeyError", "Format reply", "'customer_id'"),
  () => at("KeyError", "Format reply", "'invoice_id'"),
  (v) => at("ValidationError", "Parse invoice", `Field "due" must be a date, got "${v.word()}" in ${v.json()}`),
  (v) => at("ValidationError", "Parse invoice", `Items ${v.list()} need a price, see line ${v.count()}`),
  (v) => at("PermissionError", "Read file", `${v.person()} may not read ${v.path()} since ${v.date()}`),
  (v) => at("PermissionError", undefined, `The key 0x${v.hex(16)} was revoked on ${v.date()} at ${v.time()}`),
];

/** Failed runs, one after the other from each cause, five minutes apart. */
export function seededFailures(count: number, seed = 7): RunFacts[] {
  const random = seededNumbers(seed);
  const values = valuesOf(random);
  const start = Date.UTC(2026, 10, 20, 8);
  return Array.from({ length: count }, (_, n): RunFacts => {
    const startedAt = start + n * 5 * 60_000;
    return {
      id: `run-${n}`,
      status: "failed",
      startedAt,
      endedAt: startedAt + 1_000,
      user: `customer-${n % 31}`,
      error: seededCauses[n % seededCauses.length]!(values),
      tools: [],
      nodes: [],
      waits: [],
      unanswered: 0,
      hasEvents: true,
    };
  });
}

function at(type: string, place: string | undefined, message: string): FailureFacts {
  return { type, message, place };
}

function valuesOf(random: () => number) {
  const below = (limit: number): number => Math.floor(random() * limit);
  const pick = <T>(...items: readonly T[]): T => items[below(items.length)]!;
  const hex = (length: number): string => Array.from({ length }, () => below(16).toString(16)).join("");
  const two = (limit: number): string => String(1 + below(limit)).padStart(2, "0");
  const uuid = (): string => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
  const word = (): string => pick("total", "customer_name", "order.id", "Straße", "a b", "due-date", "x");
  const date = (): string => pick(`2026-11-${two(28)}`, `${two(28)} Nov 2026`, `2026-10-${two(28)}T${two(22)}:15:03Z`);
  return {
    hex,
    word,
    date,
    count: () => pick(String(below(100_000)), `${1 + below(90)},${100 + below(900)}`),
    duration: () => pick(`${below(90)} s`, `${below(9000)} ms`, `${below(90)}.5s`, `${1 + below(5)} min`),
    id: () => pick(`req_${hex(12)}`, uuid(), `${below(9)}a${hex(10)}`),
    host: () => pick(`10.0.${below(255)}.${below(255)}:443`, `crm-${below(9)}.example.com`, `db${below(9)}.internal`),
    url: () => `https://crm${below(9)}.example.com/v2/contacts/${pick(String(below(9999)), uuid())}?q=${hex(4)}`,
    path: () => pick(`/srv/files/${below(999)}/scan.pdf`, `uploads/2026/${hex(6)}.csv`, `C:\\data\\${hex(5)}.txt`),
    person: () => pick("jane@example.com", `user${below(99)}@mail.example`, "bob.b+test@example.org"),
    time: () => `${two(22)}:${two(58)}:${two(58)}`,
    json: () => pick(`{"a": ${below(9)}}`, `{'day': '${date()}', 'n': [${below(9)}]}`, "{}"),
    list: () => `[${Array.from({ length: 1 + below(6) }, () => below(500)).join(", ")}]`,
  };
}

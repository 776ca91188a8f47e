import { answerText, type OtherAnswer } from "./fault.ts";

const page = "<html><h1>Bad Gateway</h1></html>";
const html = { "content-type": "text/html" };
const json = { "content-type": "application/json" };
/** A gateway's own JSON, which isn't the Runs API's error. */
const gatewayJson = JSON.stringify({ error: { code: 503, message: "upstream connect error", status: "UNAVAILABLE" } });

/** In each, the app carries out the request, and its response is lost. */
const lost = (text: string, rest: Pick<OtherAnswer, "afterwards"> = {}): OtherAnswer => ({
  kind: "other",
  text,
  reachesApp: true,
  only: "writes",
  ...rest,
});

/** The ways in which a gateway loses a response after the request took effect. */
export const lostAnswers = {
  "500 page": lost(answerText("500 Internal Server Error", page, html)),
  "502 page": lost(answerText("502 Bad Gateway", page, html)),
  "503 page": lost(answerText("503 Service Unavailable", page, { ...html, "retry-after": "1" })),
  "503 JSON": lost(answerText("503 Service Unavailable", gatewayJson, json)),
  "504 empty": lost(answerText("504 Gateway Timeout", "")),
  "408 page": lost(answerText("408 Request Timeout", page, html)),
  reset: lost("", { afterwards: "reset" }),
} as const satisfies Record<string, OtherAnswer>;

export type LostAnswer = keyof typeof lostAnswers;
export const lostAnswerKinds = Object.keys(lostAnswers) as [LostAnswer, ...LostAnswer[]];

import { afterAll, describe, expect, test } from "vitest";
import { parseJson } from "#base/json/parseJson.ts";
import { Cover } from "#runs/values/cover.ts";
import { LargeValue } from "#runs/values/prettyJson.ts";
import { isSecretName } from "#runs/values/secretForms.ts";
import { countWork, stopCounting } from "../../../support/countedWork.ts";

afterAll(stopCounting);

const cover = new Cover();
const key = "Zq7Wn3Lk0Pv5Tb8Xc1Yd4Rf6";
const own = new Cover([key]);

describe("in a text", () => {
  test.each([
    ["Authorization: Token 9944b09199c62bcf", "Authorization: Token •••"],
    ['Authorization: Digest username="Mufasa", response="6629fae4"\nHost: a', "Authorization: Digest •••\nHost: a"],
    ["AWS4-HMAC-SHA256 Credential=AKID/20260101/us, Signature=fe5f80", "AWS4-HMAC-SHA256 •••"],
    [
      `curl -H "Authorization: Basic dXNlcjpwYXNz" https://a.example`,
      `curl -H "Authorization: Basic •••" https://a.example`,
    ],
    ["sent Bearer abcdefghijklmnop to it", "sent Bearer ••• to it"],
    ["Cookie: session=abc; theme=dark\nHost: a", "Cookie: •••\nHost: a"],
    ["Cookie: session=ab'c; theme=dark\nHost: a", "Cookie: •••\nHost: a"],
    [`-H "Authorization: Basic dXNlcjpwYQ==" -d "a"`, `-H "Authorization: Basic •••" -d "a"`],
    [`{"set-cookie": ["sid=abc; Path=/", "b=c"], "status": 200}`, `{"set-cookie": •••, "status": 200}`],
    ["DB_PASSWORD=p,a;s&s)w\nDB_HOST=a", "DB_PASSWORD=•••\nDB_HOST=a"],
    ["token: 483920, amount: 12", "token: ••• amount: 12"],
    [`{"secret": {"value": "x", "more": ["y"]}, "a": 1}`, `{"secret": •••, "a": 1}`],
    [String.raw`{\"password\": \"a b\", \"user\": \"c\"}`, String.raw`{\"password\": \"•••\", \"user\": \"c\"}`],
    [String.raw`{"password": "a\"b", "user": "c"}`, `{"password": "•••", "user": "c"}`],
    ["password = 'correct horse'; next", "password = '•••'; next"],
    ["-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nafter", "•••\nafter"],
    ["postgres://admin:hunter2@db.example/app", "postgres://•••@db.example/app"],
    ["https://a.example/x?access_token=abc&page=2#key=def", "https://a.example/x?access_token=•••&page=2#key=•••"],
    ["login --password hunter2 --user me", "login --password ••• --user me"],
    ["curl -u me:hunter2 https://a.example", "curl -u me:••• https://a.example"],
    ["<password>hunter2</password>", "<password>•••</password>"],
    [`"name": "Cookie", "value": "sid=1"`, `"name": "Cookie", "value": "•••"`],
    ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjIn0.dGhlLXNpZw is it", "••• is it"],
    ["eyJhbGciOiJIUzI1NiJ9.eyJz\n  dWIiOiJjIn0.dGhlLX\nSincerely yours", "•••\nSincerely yours"],
    ["eyJhbGciOiJI\nUzI1NiJ9.eyJzdWI\niOiJjIn0.dGhlLXN\npZ3NpZ2Fub3RoZX\nIifQAA", "•••\nIifQAA"],
    ["a%3deyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjIn0.dGhl", "a%3d•••"],
    ['"eyJhbGciOiJIUzI1NiJ9." +\n    "eyJzdWIiOiJjIn0.dGhlLXNpZw"', '"•••"'],
    [String.raw`{"a": "eyJhbGciOiJIUzI1NiJ9.\neyJzdWIiOiJjIn0.dGhl"}`, '{"a": "•••"}'],
    ["live_view_url: https://live.example/5f2a?pin=1", "live_view_url: •••"],
    ['input.password is "hunter2", expected "x" (and 2 more)', "input.password is ••• (and 2 more)"],
    ['input.token is missing, expected ["a", "b"]', "input.token is missing, expected •••"],
    [`apiKey: "abc`, `apiKey: "•••`],
  ])("%j becomes %j", (text, shown) => {
    expect(cover.text(text)).toBe(shown);
  });

  test.each([
    "a bearer of news, basic needs",
    "eyJhIjoxfQ\nwww.example.com",
    "Bearer authentication is required",
    "Invalid token: signature has expired",
    "git clone ssh://git@github.com/a/b",
    "Token 9944b09199c62bcf9418ad846dd0e4bb is refused",
    "pypi-server-in-a-container, a task-with-a-very-long-name, SG.1.2",
    `{"token": null, "password": "", "secret": false}`,
    "me@example.com wrote to https://a.example/@scope/pkg",
  ])("%j stays as it is", (text) => {
    expect(cover.text(text)).toBe(text);
    expect(cover.value(text)).toBe(text);
  });
});

const made = "Ab3dEf6hIj9lMn2pQr5t";

test.each([
  ...["whsec_", "dckr_pat_", "ATATT", "shpat_", "lin_api_", "xai-", "gsk_", "r8_", "hf_", "ghp_", "sk-", "glpat-"],
  ...["sk_live_", "github_pat_", "dynamiq_acc_", "uak_", "xoxb-", "hooks.slack.com/services/T0/B0/"],
])("a key that begins with %s is covered as a whole, also behind an escaped sign", (begin) => {
  expect(cover.text(`it is ${begin}${made}, see`)).toBe("it is •••, see");
  for (const sign of [String.raw`\n`, String.raw`\u0022`, "%20", "%3d"])
    expect(cover.text(`a${sign}${begin}${made}`)).toBe(`a${sign}•••`);
});

test.each([
  `SG.${made}.${made}`,
  `pypi-AgEIcHlwaS5vcmc${made}`,
  `AGE-SECRET-KEY-1${made.toUpperCase()}`,
  `AIza${made}${made}`,
  `AKIA${made.toUpperCase().slice(0, 16)}`,
])("the key %s is covered as a whole", (whole) => {
  expect(cover.text(`it is ${whole}, see`)).toBe("it is •••, see");
});

test.each([
  ["ghp_", `ghp_${made.slice(0, 8)}\n  ${made.slice(8)}. More`, "•••. More"],
  ["sk-", `sk-${made}\n${made}\nthen`, "•••\nthen"],
  ["dynamiq_acc_, within JSON", String.raw`{"a":"dynamiq_acc_${made}\nAb3d Ab3d"}`, '{"a":"••• Ab3d"}'],
  ["sk-, before a sentence", `sk-${made}\nSentences follow.`, "•••\nSentences follow."],
  ["sk- and ends before its line", `sk-${made} is\nAb3dEf6h`, "••• is\nAb3dEf6h"],
])("a key that is broken over lines is covered as a whole: %s", (_, text, shown) => {
  expect(cover.text(text)).toBe(shown);
});

test("JSON in base64 takes linear work, although it begins like a token on many lines", () => {
  const work = (lines: number): number => countWork(() => cover.text(`eyJ${`${"Ab3d".repeat(19)}\n`.repeat(lines)}`));
  expect(work(8_000)).toBeLessThan(10 * work(1_000));
});

test("a header of many megabytes is covered", () => {
  expect(cover.text(`Cookie: a=${"b".repeat(16_000_000)}`)).toBe("Cookie: •••");
});

test.each([
  ["a password", "DB_PASSWORD=hunter2", "a value named password"],
  ["a key", `ghp_${made}`, "a key that begins with ghp_"],
  ["a header", "Cookie: sid=1", "a value named cookie"],
  ["a field", { "x-api-key": "abc" }, "a value named apikey"],
  ["the connection's key", key, "a known access key"],
  ["an address", "https://me:hunter2@a.example", "a secret in an address"],
])("the reason is known for which %s was covered", (_, value, why) => {
  const covering = new Cover([key]);
  covering.value(value);
  expect([...covering.reasons]).toEqual([why]);
});

describe("a known secret", () => {
  test.each([
    ["as it is", `x${key}y`, "x•••y"],
    ["in base64", Buffer.from(`user:${key}`).toString("base64"), /^[\w+/]{6,8}•••[\w+/=]{0,4}$/],
    ["in base64 for addresses", Buffer.from(`ab${key}cd`).toString("base64url"), /•••/],
    ["with its end cut off", `${key.slice(0, 12)}…`, "•••…"],
    ["with its end cut off at the end", key.slice(0, 12), "•••"],
    ["broken over two lines", `x ${key.slice(0, 9)}\r\n    ${key.slice(9)} y`, "x ••• y"],
    ["broken in a shell command", `${key.slice(0, 3)}\\\n${key.slice(3)}`, "•••"],
    ["broken within JSON", JSON.stringify({ a: `${key.slice(0, 20)}\n${key.slice(20)}` }), '{"a":"•••"}'],
    ["broken in lines with marks", `> ${key.slice(0, 9)}\n> ${key.slice(9, 15)}\r> ${key.slice(15)}`, "> •••"],
    ["broken within a text in JSON", JSON.stringify(`"${key.slice(0, 20)}\n${key.slice(20)}"`), String.raw`"\"•••\""`],
    ["twice with a part in common", `${key}${key}`, "•••"],
  ])("is covered %s", (_, text, shown) => {
    const clean = own.text(text);
    if (typeof shown === "string") expect(clean).toBe(shown);
    else expect(clean).toMatch(shown);
    expect(clean).not.toContain(key.slice(4, 12));
  });

  test("is covered with signs that JSON and addresses write differently", () => {
    const odd = `a"b\\c/d?e&f ${"g".repeat(8)}`;
    const text = `${JSON.stringify({ odd })} ${encodeURIComponent(odd)} ${odd}`;
    expect(new Cover([odd]).text(text)).toBe('{"odd":"•••"} ••• •••');
  });

  test("that overlaps another one leaves nothing of either", () => {
    expect(new Cover(["abcdefghij", "fghijklmno"]).text("abcdefghijklmno")).toBe("•••");
  });

  test("that is a word is covered as a word of its own, and a shorter one isn't", () => {
    expect(new Cover(["test", "a"]).text("test tests a/test")).toBe("••• tests a/•••");
  });

  test("of digits is covered as a number", () => {
    const value = parseJson('{"a": 12345678901234567890, "b": 12345678901234567891}');
    expect(new Cover(["12345678901234567890"]).value(value)).toEqual({
      a: "•••",
      b: (value as Record<string, unknown>)["b"],
    });
  });
});

describe("in a value", () => {
  test.each([
    ["a secret of each form", { "set-cookie": ["sid=1"], token: 483920, secret: { value: "x" } }],
    ["the lines of a private key", { private_key: ["-----BEGIN PRIVATE KEY-----", "MIIE"] }],
    ["a header as name and value", [{ name: "Authorization", value: "Token x" }]],
    ["a header as a pair", { headers: [["X-Api-Key", "x"]] }],
    ["an option of a command", ["psql", "--password", "x"]],
    ["JSON in a text", JSON.stringify({ credentials: [{ user: "x" }] })],
    ["JSON in JSON", { body: JSON.stringify({ inner: JSON.stringify({ cookies: { sid: "x" } }) }) }],
  ])("%s is covered", (_, value) => {
    expect(JSON.stringify(cover.value(value)).replace(/PRIVATE KEY|Api-Key/g, "")).not.toMatch(
      /sid=1|483920|value.{0,6}"x"|MIIE|Token x|"x"|\\"x/,
    );
    expect(JSON.stringify(cover.value(value))).toContain("•••");
  });

  test("the lines of a private key in a list of another name are covered", () => {
    const lines = ["-----BEGIN PRIVATE KEY-----", "MIIEvQ", "-----END PRIVATE KEY-----", "after"];
    expect(cover.value({ lines })).toEqual({ lines: ["•••", "•••", "•••", "after"] });
  });

  test("the lines of a known key in a list are covered", () => {
    expect(own.value({ lines: ["a", `b ${key.slice(0, 5)}`, key.slice(5), "c"] })).toEqual({
      lines: ["a", "b •••", "•••", "c"],
    });
  });

  test("names are covered, and two fields keep two names", () => {
    expect(own.value({ [key]: 1, [key.toLowerCase()]: 2, [`a${key}`]: 3, "a•••": 4 })).toEqual({
      "•••": 1,
      [key.toLowerCase()]: 2,
      "a•••": 3,
      "a••• (2)": 4,
    });
  });

  test("a value without secrets is the same object", () => {
    const value = { a: [1, "two", { token: null }], tokens: 12 };
    expect(own.value(value)).toBe(value);
  });

  test("the last word of a value that was cut off isn't shown", () => {
    const shown = own.value(new LargeValue(`{\n  "a": "some text with ${key.slice(0, 6)}`, 30_000));
    expect(shown).toBeInstanceOf(LargeValue);
    expect(shown).toMatchObject({ text: '{\n  "a": "some text with •••', length: 30_000 });
  });
});

test("names of secrets are recognized in every spelling, and other names aren't", () => {
  const secret =
    "DB_PASSWORD accessToken x-api-key clientSecret Set-Cookie private_key aws_secret_access_key otp token1";
  const other = "tokens max_tokens token_type key keys author cookie_policy password_length public_key secretary";
  expect(secret.split(" ").filter((name) => !isSecretName(name))).toEqual([]);
  expect(other.split(" ").filter((name) => isSecretName(name))).toEqual([]);
});

import { expect, test } from "vitest";
import { isExcepted } from "../../../../src/api/http/noProxy.ts";

const named = "https://app.example.com";
const v4 = "https://10.1.2.3:8443";
const v6 = "https://[fd00:0:0::12]:8443";

test.each([
  [named, "*"],
  [named, "*:443"],
  [named, "app.example.com"],
  [named, "APP.Example.COM"],
  [named, " example.com "],
  [named, ".example.com"],
  [named, "*.example.com"],
  [named, ".app.example.com"],
  [named, "example.com."],
  ["https://app.example.com.", "example.com"],
  [named, "example.com:443"],
  [named, ".example.com:443"],
  ["https://app.example.com:8443", "*.example.com:8443"],
  ["http://app.example.com", "example.com:80"],
  [v4, "10.1.2.3"],
  [v4, "10.1.2.3:8443"],
  [v4, "10.0.0.0/8"],
  [v4, "10.1.2.3/32"],
  [v4, "10.1.2.2/31"],
  [v4, "0.0.0.0/0"],
  [v4, "10.0.0.0/8:8443"],
  ["https://0x0a010203", "10.1.2.3"],
  [v6, "fd00::12"],
  [v6, "FD00:0000::0012"],
  [v6, "[fd00::12]"],
  [v6, "[fd00::12]:8443"],
  [v6, "fd00::/8"],
  [v6, "[fd00::]/8"],
  [v6, "[fd00::/8]"],
  [v6, "[fd00::/8]:8443"],
  ["https://[::ffff:10.1.2.3]", "10.0.0.0/8"],
])("%s is excluded by %s", (target, rule) => {
  expect(isExcepted(new URL(target), rule)).toBe(true);
});

test.each([
  [named, ""],
  [named, "."],
  [named, "*."],
  [named, ":443"],
  [named, "ple.com"],
  [named, "app.example.com.org"],
  [named, "sub.app.example.com"],
  [named, "example.com:8443"],
  [named, "*:8443"],
  [named, "0.0.0.0/0"],
  [named, "example.com/8"],
  [v4, "10.1.2.4"],
  [v4, "10.1.2.3:443"],
  [v4, "10.2.0.0/16"],
  [v4, "10.0.0.0/8:443"],
  [v4, "10.0.0.0/33"],
  [v4, "10.0.0.0/"],
  [v4, "10.0.0.0/-1"],
  [v4, "10.0.0.0/8/8"],
  [v4, "10.0.0.0/x"],
  [v4, ".2.3"],
  [v4, "2.3"],
  [v4, "fd00::/8"],
  [v6, "fe80::/10"],
  [v6, "[fd00::12]:443"],
  [v6, "[fd00::12"],
  [v6, "fd00::/129"],
  [v6, "::12"],
  [v6, "0.0.0.0/0"],
])("%s is not excluded by “%s”", (target, rule) => {
  expect(isExcepted(new URL(target), rule)).toBe(false);
});

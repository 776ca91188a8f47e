import { BlockList, isIP } from "node:net";

/**
 * Whether a rule of `NO_PROXY` or `http.noProxy` excepts a target from the proxy. A rule is `*`, a host (with all below
 * it), `.host`, `*.host`, an IP address or a range of them (`10.0.0.0/8`, `fd00::/8`), each also with a `:port`. A
 * range is for targets that are addresses themselves: no name is looked up for it.
 */
export function isExcepted(target: URL, rule: string): boolean {
  const { host, port } = takenApart(rule.trim().toLowerCase());
  if (host === "") return false;
  if (port !== undefined && port !== (target.port || (target.protocol === "https:" ? "443" : "80"))) return false;
  if (host === "*") return true;
  const targetHost = target.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  if (isIP(targetHost) !== 0) return isInRange(targetHost, host);
  const name = host.replace(/^\*?\./, "").replace(/\.$/, "");
  return name !== "" && (targetHost === name || targetHost.endsWith(`.${name}`));
}

/**
 * `[fd00::1]:443`, `fd00::/8`, `10.0.0.0/8:443`, `host:443`: the part after the last colon is a port, except in an IPv6
 * address without brackets.
 */
function takenApart(rule: string): { host: string; port?: string } {
  const bracketed = /^\[(?<address>[^\]]*)\](?<length>\/\d+)?(?::(?<port>\d+))?$/.exec(rule)?.groups;
  if (bracketed) {
    const { address = "", length = "", port } = bracketed;
    return { host: address + length, ...(port === undefined ? {} : { port }) };
  }
  const [address = ""] = rule.split("/");
  if (isIP(address) === 6) return { host: rule };
  const { host = "", port } = /^(?<host>[^:]*)(?::(?<port>\d+))?$/.exec(rule)?.groups ?? {};
  return { host, ...(port === undefined ? {} : { port }) };
}

function isInRange(address: string, range: string): boolean {
  const [start = "", length, ...rest] = range.split("/");
  const version = isIP(start);
  if (version === 0 || rest.length > 0) return false;
  const family = version === 6 ? "ipv6" : "ipv4";
  const bits = length === undefined ? (version === 6 ? 128 : 32) : Number(length === "" ? NaN : length);
  if (!Number.isInteger(bits) || bits < 0 || bits > (version === 6 ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(start, bits, family);
  return list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

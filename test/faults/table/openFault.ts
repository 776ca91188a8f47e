import { certified } from "../../support/network/certificates.ts";
import type { Fault } from "../fault.ts";
import { type FaultProxy, startFaultProxy } from "../faultProxy.ts";
import type { Where } from "./faultRow.ts";

export interface OpenFault extends AsyncDisposable {
  url: string;
  /** How many connections were taken; `undefined` where nobody is there to count. */
  taken(): number | undefined;
  /** The certificate that this machine is to trust. */
  certificate?: string;
}

const day = 86_400_000;

/** Opens a place with this fault, before an app. @param elsewhere replaces `{elsewhere}` in responses */
export async function openFault(where: Where, target: string, elsewhere: string): Promise<OpenFault> {
  switch (where.kind) {
    case "nobodyListens": {
      const proxy = await startFaultProxy({ target, faultOf: () => ({ kind: "none" }) });
      await proxy[Symbol.asyncDispose]();
      return { url: proxy.url, taken: () => undefined, [Symbol.asyncDispose]: () => Promise.resolve() };
    }
    case "noSuchHost":
      return { url: "https://app.invalid", taken: () => undefined, [Symbol.asyncDispose]: () => Promise.resolve() };
    case "noTls": {
      const proxy = handOn(await startFaultProxy({ target, faultOf: () => ({ kind: "none" }) }));
      return { ...proxy, url: proxy.url.replace("http:", "https:") };
    }
    case "tls": {
      const host = where.certificate === "of another host" ? "other.example.com" : "127.0.0.1";
      const tls = certified(
        host,
        where.certificate === "expired" ? { from: Date.now() - 3 * day, to: Date.now() - day } : {},
      );
      const proxy = await startFaultProxy({ target, faultOf: () => ({ kind: "none" }), tls });
      return { ...handOn(proxy), ...(where.trusted ? { certificate: tls.cert } : {}) };
    }
    default:
      return handOn(await startFaultProxy({ target, faultOf: () => inPlace(where, elsewhere) }));
  }
}

function handOn(proxy: FaultProxy): OpenFault {
  return { url: proxy.url, taken: () => proxy.taken, [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose]() };
}

function inPlace(fault: Fault, elsewhere: string): Fault {
  return fault.kind === "other" ? { ...fault, text: fault.text.replace("{elsewhere}", elsewhere) } : fault;
}

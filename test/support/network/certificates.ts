import { X509Certificate, generateKeyPairSync, sign } from "node:crypto";

/** A key with its certificate, in PEM. */
export interface Certified {
  key: string;
  cert: string;
}

/** An authority that certifies others. Nobody trusts it until a test says so. */
export interface Authority extends Certified {
  name: string;
}

export interface CertificateOptions {
  /** Who signs it; itself by default. */
  by?: Authority;
  /** Milliseconds since the epoch; from a day ago for two days by default. */
  from?: number;
  to?: number;
}

const day = 86_400_000;

/** A key and a certificate that nobody vouches for, made here so that no private key lies in the repository. */
export function selfSigned(host = "127.0.0.1"): Certified {
  return certified(host);
}

export function certified(host: string, options: CertificateOptions = {}): Certified {
  return makeCertificate("test only", [oid(0x55, 0x1d, 0x11), octets(sequence(alternativeName(host)))], options);
}

/** A private certificate authority, made for one test. */
export function makeAuthority(name: string): Authority {
  const isAuthority = [oid(0x55, 0x1d, 0x13), tag(0x01, Buffer.of(0xff)), octets(sequence(tag(0x01, Buffer.of(0xff))))];
  return { name, ...makeCertificate(name, isAuthority, {}) };
}

function makeCertificate(name: string, extension: Buffer[], { by, from, to }: CertificateOptions): Certified {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const algorithm = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
  const unsigned = sequence(
    tag(0xa0, integer(2)),
    integer(1 + Math.floor(Math.random() * 0x7fff_fffe)),
    algorithm,
    commonName(by?.name ?? name),
    sequence(time(from ?? Date.now() - day), time(to ?? Date.now() + day)),
    commonName(name),
    publicKey.export({ type: "spki", format: "der" }),
    tag(0xa3, sequence(sequence(...extension))),
  );
  const signature = sign("sha256", unsigned, by ? by.key : privateKey);
  const der = sequence(unsigned, algorithm, tag(0x03, Buffer.of(0), signature));
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: new X509Certificate(der).toString(),
  };
}

function commonName(name: string): Buffer {
  return sequence(tag(0x31, sequence(oid(0x55, 0x04, 0x03), tag(0x0c, Buffer.from(name)))));
}

/** One value of DER: its tag, its length, its content. */
function tag(type: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const { length } = body;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(type, ...size), body]);
}

function sequence(...content: Buffer[]): Buffer {
  return tag(0x30, ...content);
}

/** A whole number below 2^31. */
function integer(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  const first = bytes.findIndex((byte) => byte !== 0);
  const shortest = bytes.subarray(first < 0 ? 3 : first);
  return tag(0x02, (shortest[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.of(0), shortest]) : shortest);
}

function octets(content: Buffer): Buffer {
  return tag(0x04, content);
}

function oid(...bytes: number[]): Buffer {
  return tag(0x06, Buffer.of(...bytes));
}

/** GeneralizedTime, to the second. */
function time(milliseconds: number): Buffer {
  return tag(0x18, Buffer.from(new Date(milliseconds).toISOString().replaceAll(/[-:T]|\.\d+/g, "")));
}

function alternativeName(host: string): Buffer {
  const address = host.split(".").map(Number);
  return address.some(Number.isNaN) ? tag(0x82, Buffer.from(host)) : tag(0x87, Buffer.from(address));
}

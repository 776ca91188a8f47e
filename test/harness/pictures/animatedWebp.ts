/** A frame of an animation, as a browser encoded it. */
export interface EncodedFrame {
  /** In pixels, both even. */
  x: number;
  y: number;
  width: number;
  height: number;
  /** How long it is shown, in milliseconds. */
  lasts: number;
  /** A WebP file with this part of the picture. Transparent pixels leave what was there. */
  webp: Buffer;
}

/** How often it is shown: then it stays at its last frame, as who reads beside it wants rest. */
const plays = 3;

/** Puts frames together into one animated WebP. */
export function animatedWebp(size: { width: number; height: number }, frames: readonly EncodedFrame[]): Buffer {
  const hasAlphaAndAnimation = 0x12;
  const header = Buffer.concat([
    Buffer.from([hasAlphaAndAnimation, 0, 0, 0]),
    u24(size.width - 1),
    u24(size.height - 1),
  ]);
  // The color of the background, then the number.
  const animation = Buffer.alloc(6);
  animation.writeUInt16LE(plays, 4);
  const chunks = [
    chunk("VP8X", header),
    chunk("ANIM", animation),
    ...frames.map((frame) => chunk("ANMF", body(frame))),
  ];
  return chunk("RIFF", Buffer.concat([Buffer.from("WEBP"), ...chunks]));
}

function body({ x, y, width, height, lasts, webp }: EncodedFrame): Buffer {
  const numbers = [x / 2, y / 2, width - 1, height - 1, lasts].map(u24);
  return Buffer.concat([...numbers, Buffer.from([0]), picture(webp)]);
}

/** The chunks of a still picture that hold its pixels. */
function picture(webp: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 12; at < webp.length;) {
    const end = at + 8 + even(webp.readUInt32LE(at + 4));
    if (["VP8 ", "VP8L", "ALPH"].includes(webp.toString("latin1", at, at + 4))) parts.push(webp.subarray(at, end));
    at = end;
  }
  return Buffer.concat(parts);
}

function chunk(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, "latin1");
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(even(content.length) - content.length)]);
}

function even(length: number): number {
  return length + (length % 2);
}

function u24(value: number): Buffer {
  const bytes = Buffer.alloc(3);
  bytes.writeUIntLE(value, 0, 3);
  return bytes;
}

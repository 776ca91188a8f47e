/** Beginnings of files, as much of them as tells what they are. */

export const pdf = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n");
export const zip = Buffer.from("PK\x03\x04\x14\x00\x00\x00\x08\x00 a file in it");

/** The head alone: a browser draws nothing of it. */
export function png(width: number, height: number): Buffer {
  const head = Buffer.alloc(33);
  head.write("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1");
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return head;
}

/** With a comment and a table before the frame, as cameras write it. */
export function jpeg(width: number, height: number): Buffer {
  const frame = Buffer.from([0xff, 0xc0, 0, 17, 8, height >> 8, height & 255, width >> 8, width & 255, 3, 0, 0, 0]);
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xfe, 0, 6, 1, 2, 3, 4, 0xff, 0xc4, 0, 4, 0xff, 0xc0]), frame]);
}

export function gif(width: number, height: number): Buffer {
  return Buffer.concat([
    Buffer.from("GIF89a"),
    Buffer.from([width & 255, width >> 8, height & 255, height >> 8, 0, 0, 0]),
  ]);
}

export function webp(chunk: string, width: number, height: number): Buffer {
  const file = Buffer.alloc(32);
  file.write("RIFF\0\0\0\0WEBP", "latin1");
  file.write(chunk, 12, "latin1");
  if (chunk === "VP8X") {
    file.writeUIntLE(width - 1, 24, 3);
    file.writeUIntLE(height - 1, 27, 3);
  } else if (chunk === "VP8L") file.writeUInt32LE((width - 1) | ((height - 1) << 14), 21);
  else {
    file.writeUInt16LE(width, 26);
    file.writeUInt16LE(height, 28);
  }
  return file;
}

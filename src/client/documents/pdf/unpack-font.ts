/**
 * A font out of its WOFF: tables packed with zlib, one by one, put back as the font file they were made of (W3C, WOFF 1.0). fontkit
 * reads WOFF itself, but unpacks the tables in plain JavaScript, and again for each file that is written.
 */
const WOFF = 0x774f4646;
const WOFF_HEADER = 44;
const WOFF_ENTRY = 20;
const HEADER = 12;
const ENTRY = 16;

interface Table {
  readonly tag: number;
  readonly checksum: number;
  readonly bytes: Uint8Array;
}

/** As it is: what is no WOFF, and where the browser unpacks nothing (Safari before 16.4). */
export async function unpackFont(file: ArrayBuffer): Promise<ArrayBuffer> {
  const woff = new DataView(file);
  if (typeof DecompressionStream !== 'function' || woff.getUint32(0) !== WOFF) return file;
  const tables: Table[] = [];
  for (let at = WOFF_HEADER; tables.length < woff.getUint16(12); at += WOFF_ENTRY) {
    const [tag = 0, offset = 0, packed = 0, length = 0, checksum = 0] = [0, 4, 8, 12, 16].map((field) =>
      woff.getUint32(at + field),
    );
    const bytes = new Uint8Array(file, offset, packed);
    tables.push({ tag, checksum, bytes: packed < length ? await inflate(bytes) : bytes });
  }
  return fontFile(woff.getUint32(4), tables);
}

function fontFile(flavor: number, tables: readonly Table[]): ArrayBuffer {
  const total = tables.reduce((sum, { bytes }) => sum + padded(bytes.length), HEADER + ENTRY * tables.length);
  const file = new ArrayBuffer(total);
  const view = new DataView(file);
  const power = Math.floor(Math.log2(tables.length));
  view.setUint32(0, flavor);
  view.setUint16(4, tables.length);
  view.setUint16(6, 2 ** power * ENTRY);
  view.setUint16(8, power);
  view.setUint16(10, (tables.length - 2 ** power) * ENTRY);
  let offset = HEADER + ENTRY * tables.length;
  for (const [index, { tag, checksum, bytes }] of tables.entries()) {
    const at = HEADER + ENTRY * index;
    for (const [field, value] of [tag, checksum, offset, bytes.length].entries())
      view.setUint32(at + 4 * field, value);
    new Uint8Array(file).set(bytes, offset);
    offset += padded(bytes.length);
  }
  return file;
}

/** Tables begin at every fourth byte. */
const padded = (length: number): number => Math.ceil(length / 4) * 4;

async function inflate(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

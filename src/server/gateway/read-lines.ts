/**
 * Lines of UTF-8 out of a byte stream, each as soon as it is whole. What follows the last line break is no line:
 * a request cut in the middle loses only its unfinished line.
 */
export type LineFault = 'too-large' | 'malformed';

export class LineError extends Error {
  override readonly name = 'LineError';
  readonly fault: LineFault;
  constructor(fault: LineFault) {
    super(fault);
    this.fault = fault;
  }
}

const NEWLINE = 10;

/** Throws LineError when a line or the whole is too long, or bytes are no UTF-8. Empty lines are skipped. */
export async function* readLines(
  chunks: AsyncIterable<Buffer>,
  limits: { readonly lineMaxBytes: number; readonly totalMaxBytes: number },
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let total = 0;
  for await (const chunk of chunks) {
    total += chunk.length;
    if (total > limits.totalMaxBytes) throw new LineError('too-large');
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const bytes = Buffer.concat([...pending, chunk.subarray(start, end)]);
      pending = [];
      pendingBytes = 0;
      start = end + 1;
      if (bytes.length > limits.lineMaxBytes) throw new LineError('too-large');
      if (bytes.length > 0) yield decode(decoder, bytes);
    }
    if (start < chunk.length) {
      pending.push(chunk.subarray(start));
      pendingBytes += chunk.length - start;
      if (pendingBytes > limits.lineMaxBytes) throw new LineError('too-large');
    }
  }
}

function decode(decoder: InstanceType<typeof TextDecoder>, bytes: Buffer): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new LineError('malformed');
  }
}

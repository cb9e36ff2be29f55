/**
 * As much of S3 as the server uses, in memory, as its manual says it: objects by key, several parts of one, lists, deletions.
 * Signatures are not checked. A stand-in that a real service may differ from: who hosts on one tries it there.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Stored {
  readonly bytes: Buffer;
  readonly at: Date;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface SmallBucket extends AsyncDisposable {
  readonly endpoint: string;
  readonly objects: ReadonlyMap<string, Stored>;
}

export async function openSmallBucket(): Promise<SmallBucket> {
  const objects = new Map<string, Stored>();
  const uploads = new Map<
    string,
    { key: string; metadata: Record<string, string>; parts: Map<number, Buffer> }
  >();
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://bucket');
    const key = decodeURIComponent(url.pathname.split('/').slice(2).join('/'));
    const body = await readBody(request);
    const metadata = Object.fromEntries(
      Object.entries(request.headers).filter(([name]) => name.startsWith('x-amz-meta-')),
    ) as Record<string, string>;
    const upload = uploads.get(url.searchParams.get('uploadId') ?? '');
    const xml = (text: string): void => {
      response.writeHead(200, { 'content-type': 'application/xml' }).end(`<?xml version="1.0"?>${text}`);
    };
    const missing = (code: string): void => {
      response
        .writeHead(404, { 'content-type': 'application/xml' })
        .end(`<Error><Code>${code}</Code></Error>`);
    };
    if (request.method === 'POST' && url.searchParams.has('delete')) {
      for (const [, name = ''] of body.toString().matchAll(/<Key>([^<]+)<\/Key>/g)) objects.delete(name);
      return xml('<DeleteResult/>');
    }
    if (request.method === 'POST' && url.searchParams.has('uploads')) {
      const id = `upload-${uploads.size}`;
      uploads.set(id, { key, metadata, parts: new Map() });
      return xml(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
    }
    if (request.method === 'POST' && upload) {
      const parts = [...upload.parts].sort(([a], [b]) => a - b).map(([, bytes]) => bytes);
      objects.set(upload.key, { bytes: Buffer.concat(parts), at: new Date(), metadata: upload.metadata });
      return xml('<CompleteMultipartUploadResult><ETag>e</ETag></CompleteMultipartUploadResult>');
    }
    if (request.method === 'PUT' && upload) {
      upload.parts.set(Number(url.searchParams.get('partNumber')), body);
      response.writeHead(200, { etag: '"e"' }).end();
      return;
    }
    if (request.method === 'PUT') {
      objects.set(key, { bytes: body, at: new Date(), metadata });
      response.writeHead(200, { etag: '"e"' }).end();
      return;
    }
    if (request.method === 'DELETE') {
      if (upload) uploads.delete(url.searchParams.get('uploadId') ?? '');
      else objects.delete(key);
      response.writeHead(204).end();
      return;
    }
    if (url.searchParams.has('uploadId')) {
      if (!upload) return missing('NoSuchUpload');
      const parts = [...upload.parts].map(
        ([number, bytes]) =>
          `<Part><PartNumber>${number}</PartNumber><Size>${bytes.length}</Size><ETag>e</ETag></Part>`,
      );
      return xml(`<ListPartsResult><IsTruncated>false</IsTruncated>${parts.join('')}</ListPartsResult>`);
    }
    if (url.searchParams.has('list-type')) {
      const prefix = url.searchParams.get('prefix') ?? '';
      const found = [...objects].filter(([name]) => name.startsWith(prefix));
      const contents = found.map(
        ([name, { at }]) =>
          `<Contents><Key>${name}</Key><LastModified>${at.toISOString()}</LastModified></Contents>`,
      );
      return xml(`<ListBucketResult>${contents.join('')}</ListBucketResult>`);
    }
    const object = objects.get(key);
    if (!object) return missing(request.method === 'HEAD' ? 'NotFound' : 'NoSuchKey');
    response.writeHead(200, { ...object.metadata, 'content-length': object.bytes.length, etag: '"e"' });
    response.end(request.method === 'HEAD' ? undefined : object.bytes);
  }

  return {
    endpoint: `http://127.0.0.1:${port}`,
    objects,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The client sends some bodies in signed chunks: `<size>;…\r\n<bytes>\r\n … 0`. */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const whole = Buffer.concat(parts);
  if (!request.headers['content-encoding']?.includes('aws-chunked')) return whole;
  const bytes: Buffer[] = [];
  for (let at = 0; at < whole.length; ) {
    const end = whole.indexOf('\r\n', at);
    const size = Number.parseInt(whole.subarray(at, end).toString(), 16);
    if (!size) break;
    bytes.push(whole.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
  return Buffer.concat(bytes);
}

/**
 * Reads a Yjs update (v1) to its last byte, without Yjs and without believing it: what a phone sends is what every other phone
 * will load. Taken is only what an editor of plans writes; everything that would make Yjs throw, merge wrongly, wait for itself or
 * make another root is refused here, by the server's judge and before it is saved.
 *
 *   update  = clients · deletions
 *   client  = how many structs, its id, the clock of the first · structs      descending by id: merging takes that for granted
 *   struct  = an item (what it stands beside, or in; its content), or a range that is gone
 *   deletions = per client ranges of clocks, ascending
 *
 * The format is that of yjs 13 (`encoding.js`, `ContentType.js`, lib0 `decoding.js`).
 */
import * as v from 'valibot';
import { type Attachment, attachmentSchema } from '../attachments/attachment.ts';
import { ByteReader, Malformed } from './bytes.ts';
import { PLAN_TEXT, UPDATE_MAX_BYTES } from './plan-text.ts';
import { WRITER_MAX } from './stand-in-ids.ts';

/** Of what is referred to, or taken away: it may be what stands for lost words, under ids that nobody writes under. */
const CLIENT_MAX = Number.MAX_SAFE_INTEGER;
/** Two thousand million characters in one plan by one open editor. */
const CLOCK_MAX = 2 ** 31 - 1;
const ATTRIBUTE_NAME_MAX_BYTES = 100;

const HAS_LEFT = 0x80;
const HAS_RIGHT = 0x40;
const HAS_ATTRIBUTE_NAME = 0x20;
const CONTENT = 0x1f;

const DELETED = 1;
const STRING = 4;
const FORMAT = 6;
const TYPE = 7;
const ANY = 8;
const XML_ELEMENT = 3;
const XML_TEXT = 6;

/** What an update inserts. */
export interface UpdateWords {
  /** Yjs client ids that write in it. */
  readonly clients: readonly number[];
  /** Its texts in the order they were written, each paragraph on a line of its own. */
  readonly text: string;
  /** Photos that its pictures name, each once. */
  readonly photos: readonly Attachment[];
}

/** `maxBytes`: of an op's update by default. undefined: it is none that may enter a log. */
export function readUpdateWords(bytes: Uint8Array, maxBytes = UPDATE_MAX_BYTES): UpdateWords | undefined {
  if (bytes.length > maxBytes) return undefined;
  try {
    return new UpdateReader(bytes).read();
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

class UpdateReader {
  readonly #bytes: ByteReader;
  readonly #maxBytes: number;
  readonly #photos = new Map<string, Attachment>();
  #text = '';

  constructor(bytes: Uint8Array) {
    this.#bytes = new ByteReader(bytes);
    this.#maxBytes = bytes.length;
  }

  read(): UpdateWords {
    const clients: number[] = [];
    for (let left = this.#bytes.uint(this.#maxBytes); left > 0; left--) {
      clients.push(this.#client(clients.at(-1) ?? WRITER_MAX + 1));
    }
    const deletions = this.#deletions();
    if (!this.#bytes.isAtEnd) throw new Malformed('goes on after its end');
    if (clients.length === 0 && deletions === 0) throw new Malformed('says nothing');
    return { clients, text: this.#text, photos: [...this.#photos.values()] };
  }

  #client(before: number): number {
    const structs = this.#bytes.uint(this.#maxBytes);
    const client = this.#bytes.uint(WRITER_MAX);
    if (structs === 0 || client >= before) throw new Malformed('clients out of order');
    let clock = this.#bytes.uint(CLOCK_MAX);
    for (let left = structs; left > 0; left--) {
      clock += this.#struct(client, clock);
      if (clock > CLOCK_MAX) throw new Malformed('an absurd clock');
    }
    return client;
  }

  /** How many clocks it takes. */
  #struct(client: number, clock: number): number {
    const info = this.#bytes.byte();
    if (info === 0) return this.#length();
    const hasLeft = (info & HAS_LEFT) !== 0;
    const hasRight = (info & HAS_RIGHT) !== 0;
    if (hasLeft) this.#reference(client, clock);
    if (hasRight) this.#reference(client, clock);
    if (!hasLeft && !hasRight) this.#parent(client, clock, (info & HAS_ATTRIBUTE_NAME) !== 0);
    return this.#content(info & CONTENT);
  }

  /** What an item of one's own refers to is older; of another's, Yjs waits for it. */
  #reference(client: number, clock: number): void {
    const of = this.#bytes.uint(CLIENT_MAX);
    const at = this.#bytes.uint(CLOCK_MAX);
    if (of === client && at >= clock) throw new Malformed('waits for itself');
  }

  #parent(client: number, clock: number, hasAttributeName: boolean): void {
    const isRoot = this.#bytes.uint(1) === 1;
    if (!isRoot) this.#reference(client, clock);
    else if (this.#bytes.text(PLAN_TEXT.length) !== PLAN_TEXT) throw new Malformed('another root');
    if (!hasAttributeName) return;
    if (isRoot) throw new Malformed('an attribute of the root');
    this.#bytes.text(ATTRIBUTE_NAME_MAX_BYTES);
  }

  #content(kind: number): number {
    switch (kind) {
      case DELETED:
        return this.#length();
      case STRING: {
        const text = this.#bytes.text(this.#maxBytes);
        if (text === '') throw new Malformed('an empty text');
        this.#text += text;
        return text.length;
      }
      case FORMAT:
        this.#bytes.text(ATTRIBUTE_NAME_MAX_BYTES);
        parseJson(this.#bytes.text(this.#maxBytes));
        return 1;
      case TYPE:
        this.#type();
        return 1;
      case ANY: {
        const count = this.#bytes.uint(this.#maxBytes);
        if (count === 0) throw new Malformed('no values');
        for (let left = count; left > 0; left--) this.#notePhoto(this.#bytes.value());
        return count;
      }
      default:
        throw new Malformed('content of no kind');
    }
  }

  #type(): void {
    const type = this.#bytes.uint(XML_TEXT);
    if (type === XML_TEXT) return;
    if (type !== XML_ELEMENT) throw new Malformed('a type of no kind');
    this.#bytes.text(ATTRIBUTE_NAME_MAX_BYTES);
    if (this.#text !== '' && !this.#text.endsWith('\n')) this.#text += '\n';
  }

  #notePhoto(value: unknown): void {
    if (typeof value !== 'object' || value === null || !('blobId' in value)) return;
    const photo = v.safeParse(attachmentSchema, value);
    if (photo.success) this.#photos.set(photo.output.blobId, photo.output);
  }

  #length(): number {
    const length = this.#bytes.uint(CLOCK_MAX);
    if (length === 0) throw new Malformed('nothing long');
    return length;
  }

  #deletions(): number {
    const clients = this.#bytes.uint(this.#maxBytes);
    let before = Number.POSITIVE_INFINITY;
    for (let left = clients; left > 0; left--) {
      const client = this.#bytes.uint(CLIENT_MAX);
      const ranges = this.#bytes.uint(this.#maxBytes);
      if (client >= before || ranges === 0) throw new Malformed('clients out of order');
      before = client;
      let end = 0;
      for (let range = ranges; range > 0; range--) {
        const from = this.#bytes.uint(CLOCK_MAX);
        if (from < end) throw new Malformed('ranges out of order');
        end = from + this.#length();
        if (end > CLOCK_MAX) throw new Malformed('an absurd clock');
      }
    }
    return clients;
  }
}

function parseJson(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw new Malformed('no JSON');
  }
}

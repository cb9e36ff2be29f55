/**
 * Statements on PGlite, each planned once: named prepared statements over the wire protocol.
 *
 * `PGlite.query` parses, describes and plans every time, in five crossings into WebAssembly. Here the first use of a
 * text prepares it, and every use after that is one crossing: bind, execute, sync.
 */
import { type PGlite, protocol } from '@electric-sql/pglite';

export interface QueryAnswer {
  readonly rows: Record<string, unknown>[];
  readonly affected: number | undefined;
}

/** Our texts are few; one that carries values in it must not fill the memory. */
const PREPARED_MAX = 200;

interface Statement {
  readonly name: string;
  readonly parameterTypes: readonly number[];
  readonly fields: readonly Field[];
}

interface Field {
  readonly name: string;
  readonly dataTypeID: number;
}

type BackendMessage = Awaited<ReturnType<PGlite['execProtocol']>>['messages'][number];

/** One user at a time: the next call only after the last one settled. Rejects with PGlite's error. */
export class PreparedPGlite {
  readonly #pglite: PGlite;
  readonly #statementsByText = new Map<string, Statement>();

  constructor(pglite: PGlite) {
    this.#pglite = pglite;
  }

  async query(sql: string, parameters: readonly unknown[]): Promise<QueryAnswer> {
    const statement = this.#statementsByText.get(sql) ?? (await this.#prepare(sql));
    const values = parameters.map((value, i) => this.#serialize(value, statement.parameterTypes[i]));
    const messages = await this.#send(
      protocol.serialize.bind({ statement: statement.name, values }),
      protocol.serialize.execute({}),
      protocol.serialize.sync(),
    );
    return this.#read(messages, statement.fields);
  }

  async close(): Promise<void> {
    if (!this.#pglite.closed) await this.#pglite.close();
  }

  async #prepare(sql: string): Promise<Statement> {
    // The unnamed statement is replaced at each use.
    const isKept = this.#statementsByText.size < PREPARED_MAX;
    const name = isKept ? `s${this.#statementsByText.size}` : '';
    const messages = await this.#send(
      protocol.serialize.parse({ name, text: sql }),
      protocol.serialize.describe({ type: 'S', name }),
      protocol.serialize.sync(),
    );
    let parameterTypes: readonly number[] = [];
    let fields: readonly Field[] = [];
    for (const message of messages) {
      if (isNamed(message, 'parameterDescription')) {
        parameterTypes = (message as unknown as { dataTypeIDs: number[] }).dataTypeIDs;
      } else if (isNamed(message, 'rowDescription')) {
        fields = (message as unknown as { fields: Field[] }).fields;
      }
    }
    const statement = { name, parameterTypes, fields };
    if (isKept) this.#statementsByText.set(sql, statement);
    return statement;
  }

  async #send(...messages: readonly Uint8Array[]): Promise<readonly BackendMessage[]> {
    const answer = await this.#pglite.execProtocol(Buffer.concat(messages), { syncToFs: false });
    return answer.messages;
  }

  #serialize(value: unknown, type: number | undefined): string | null {
    if (value === null || value === undefined) return null;
    const serialize = type === undefined ? undefined : this.#pglite.serializers[type];
    return serialize ? serialize(value) : String(value);
  }

  #read(messages: readonly BackendMessage[], fields: readonly Field[]): QueryAnswer {
    const parsers = fields.map(({ dataTypeID }) => this.#pglite.parsers[dataTypeID]);
    const rows: Record<string, unknown>[] = [];
    let affected: number | undefined;
    for (const message of messages) {
      if (isNamed(message, 'dataRow')) {
        const values = (message as unknown as { fields: (string | null)[] }).fields;
        const row: Record<string, unknown> = {};
        fields.forEach(({ name, dataTypeID }, i) => {
          const text = values[i] ?? null;
          const parse = parsers[i];
          row[name] = text !== null && parse ? parse(text, dataTypeID) : text;
        });
        rows.push(row);
      } else if (isNamed(message, 'commandComplete')) {
        affected = affectedRows((message as unknown as { text: string }).text);
      }
    }
    return { rows, affected };
  }
}

function isNamed(message: BackendMessage, name: string): boolean {
  return (message.name as string) === name;
}

/** `INSERT 0 3`, `UPDATE 2`: the last word; undefined for commands that count nothing. */
function affectedRows(tag: string): number | undefined {
  const count = Number(tag.split(' ').at(-1));
  return Number.isInteger(count) ? count : undefined;
}

/**
 * A `pg` client whose statements with parameters are prepared once per connection, under a name: our texts are few
 * and fixed, and planning the large ones costs more than running them.
 */
import { Client } from 'pg';

/** A text that carries values in it must not fill the server's memory: past this, statements are not kept. */
const PREPARED_MAX = 200;

/** Of the process, not of the connection: one text has one name everywhere. */
const namesByText = new Map<string, string>();

/** For `new Pool({ Client: PreparedClient })`. */
export const PreparedClient: typeof Client = class extends Client {
  // The base class overloads `query` over callbacks, streams and configurations; only (text, values) is ours.
  override query(...args: unknown[]): never {
    const [text, values, ...rest] = args;
    const query = super.query as (...args: unknown[]) => never;
    if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0) {
      return query.apply(this, args);
    }
    return query.call(this, { text, values, name: nameOf(text) }, ...rest);
  }
};

function nameOf(text: string): string | undefined {
  const known = namesByText.get(text);
  if (known !== undefined || namesByText.size >= PREPARED_MAX) return known;
  const name = `s${namesByText.size}`;
  namesByText.set(text, name);
  return name;
}

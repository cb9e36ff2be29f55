/** A program of its own: makes an empty database in the directory it is given, and ends. See `embedded-postgres.ts`. */
import { must } from '../../domain/assert.ts';
import { openDurablePGlite } from './durable-pglite.ts';

const pglite = await openDurablePGlite(must(process.argv[2], 'a directory'));
await pglite.close();

/** What the ledgers in `LEDGER_DIR` have in common: files of lines of JSON, one per machine, all of them read at the start. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';

/** The lines of all files so named, torn ones skipped. None where nothing was written yet: the directory is made with the first line. */
export function readLines<T>(directory: string, extension: string, schema: v.GenericSchema<unknown, T>): T[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => name.endsWith(extension))
    .sort()
    .flatMap((name) => readFileSync(join(directory, name), 'utf8').split('\n'))
    .flatMap((text) => {
      const parsed = v.safeParse(schema, parseJson(text));
      return parsed.success ? [parsed.output] : [];
    });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** For appending. A new file's name is on disk too, not only its content. */
export async function openDurably(path: string, directory: string): Promise<FileHandle> {
  await mkdir(directory, { recursive: true });
  const file = await open(path, 'a');
  const parent = await open(directory, 'r');
  try {
    await parent.sync();
  } finally {
    await parent.close();
  }
  return file;
}

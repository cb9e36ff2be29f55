/** Looks for a text in every file of a browser's profile, as somebody with the disk in their hands would. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Device } from './fixtures.ts';

/** The browser is closed. Files whose bytes hold the text, in either of the forms V8 stores strings in. */
export function filesWith(device: Device, text: string): string[] {
  const forms = [Buffer.from(text, 'latin1'), Buffer.from(text, 'utf16le')];
  return readdirSync(device.profileDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => forms.some((form) => readFileSync(path).includes(form)))
    .map((path) => relative(device.profileDir, path));
}

/** What this server is, as the apps it serves say it of themselves: `racha@0.5.0+1a2b3c4d`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE = new URL('../../../package.json', import.meta.url);

/** Of the build in `clientDirectory`; without one, of these sources. */
export function readRelease(clientDirectory: string): string {
  const built = readField(join(clientDirectory, 'build.json'), 'release');
  if (built !== undefined && /^racha@\d+\.\d+\.\d+\+[0-9a-f]{8}$/.test(built)) return built;
  return `racha@${readField(PACKAGE, 'version') ?? '0.0.0'}`;
}

function readField(file: string | URL, field: string): string | undefined {
  try {
    const value: unknown = Object(JSON.parse(readFileSync(file, 'utf8')))[field];
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

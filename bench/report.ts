/**
 * How every bench says what it measured: one JSON line per case as it ends, a table at the end, and, with
 * `--save`, `bench/baselines/<name>.json`, which is committed so that a change can be compared with it.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

export type Line = Readonly<Record<string, string | number | boolean | null>>;

export function openReport(name: string): { add(line: Line): void; close(): void } {
  const lines: Line[] = [];
  return {
    add: (line) => {
      lines.push(line);
      console.log(JSON.stringify({ bench: name, ...line }));
    },
    close: () => {
      printTable(lines);
      if (process.argv.includes('--save')) save(name, lines);
    },
  };
}

function printTable(lines: readonly Line[]): void {
  const columns = [...new Set(lines.flatMap((line) => Object.keys(line)))];
  const rows = [columns, ...lines.map((line) => columns.map((column) => String(line[column] ?? '')))];
  const widths = columns.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  console.log('');
  for (const row of rows) console.log(row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  '));
}

function save(name: string, lines: readonly Line[]): void {
  const folder = new URL('./baselines/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`;
  const content = { bench: name, commit, machine, node: process.version, lines };
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(content, null, 2)}\n`);
}

/** `--name value` from the command line. */
export function numberOption(name: string, fallback: number): number {
  const at = process.argv.indexOf(`--${name}`);
  const value = at < 0 ? fallback : Number(process.argv[at + 1]);
  if (!Number.isFinite(value)) throw new Error(`--${name} wants a number`);
  return value;
}

export function textOption(name: string, fallback: string): string {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : (process.argv[at + 1] ?? fallback);
}

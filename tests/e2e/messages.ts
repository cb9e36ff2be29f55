/** Small words the fault scenarios share. */
import type { Page } from '@playwright/test';

/** The marks of a message that is on the server's disk. */
export const ARRIVED = /Enviada|Entregue|Lida/;

/** `word 01`, `word 02` … */
export const numbered = (count: number, word: string): string[] =>
  Array.from({ length: count }, (_, i) => `${word} ${String(i + 1).padStart(2, '0')}`);

/** Counts the websockets a page opens from now on. */
export function countSockets(page: Page): { opened(): number } {
  let opened = 0;
  page.on('websocket', () => {
    opened += 1;
  });
  return { opened: () => opened };
}

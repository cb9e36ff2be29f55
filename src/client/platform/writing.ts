/**
 * Whether somebody writes in a text in this tab just now: what can wait a moment leaves the page to the next key. A slow phone does
 * one thing at a time.
 */
const PAUSE_MS = 1_000;
let isOn = false;
let pause: ReturnType<typeof setTimeout> | undefined;

export function noteWriting(): void {
  clearTimeout(pause);
  isOn = true;
  pause = setTimeout(endWriting, PAUSE_MS);
}

export function endWriting(): void {
  clearTimeout(pause);
  isOn = false;
}

export function isWriting(): boolean {
  return isOn;
}

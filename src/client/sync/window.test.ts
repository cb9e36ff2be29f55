import { describe, expect, test } from 'vitest';
import { TIMES, WINDOW } from '#protocol/limits.ts';
import { ackTimeoutMs, nextFlushBytes, nextPageBytes, nextWindow, windowAfterCut } from './window.ts';

describe('the window of a lane', () => {
  const sizesAfter = (from: number, ...acksMs: number[]) => {
    const sizes = [from];
    for (const ackMs of acksMs) sizes.push(nextWindow(sizes.at(-1) ?? 0, ackMs));
    return sizes;
  };

  test('doubles with each ack up to its limit', () => {
    const sizes = sizesAfter(WINDOW.firstBytes, 100, 100, 100, 100, 100, 100);
    expect(sizes.map((bytes) => bytes / 1024)).toEqual([16, 32, 64, 128, 256, 256, 256]);
  });

  test('stays where acks take seconds, and shrinks before the heartbeat behind it starves', () => {
    expect(sizesAfter(64 * 1024, 2_000, 5_000, 9_000, 9_000).map((bytes) => bytes / 1024)).toEqual([
      64, 64, 32, 16, 16,
    ]);
  });

  test('begins with less after a cut that left nothing answered, down to single ops, and grows from there', () => {
    expect(windowAfterCut(64 * 1024, 3)).toBe(16 * 1024);
    expect(windowAfterCut(64 * 1024, 0)).toBe(4 * 1024);
    expect(windowAfterCut(4 * 1024, 0)).toBe(1024);
    expect(windowAfterCut(1024, 0)).toBe(1024);
    expect(sizesAfter(1024, 100, 5_000)).toEqual([1024, 2048, 2048]);
  });

  test('an ack may take as long as 2 KB/s need for what is in flight', () => {
    expect(ackTimeoutMs(0)).toBe(TIMES.ackTimeoutMs);
    expect(ackTimeoutMs(256 * 1024)).toBe(TIMES.ackTimeoutMs + 131_072);
  });
});

describe('the size of a flush', () => {
  const sizeAfter = (current: number, ...outcomes: Parameters<typeof nextFlushBytes>[1][]) =>
    outcomes.reduce(nextFlushBytes, current) / 1024;
  const answered = (bytes: number, elapsedMs: number) => ({ kind: 'answered', bytes, elapsedMs }) as const;

  test('carries 1,000 messages at first', () => {
    expect(WINDOW.flushMaxBytes).toBeGreaterThan(1_000 * 400);
  });

  test('is what a cut link carries after a cut, and grows again when it holds', () => {
    const cut = { kind: 'cut', answered: 3 } as const;
    expect(sizeAfter(WINDOW.flushMaxBytes, cut)).toBe(64);
    expect(sizeAfter(WINDOW.flushMaxBytes, cut, cut)).toBe(64);
    expect(sizeAfter(WINDOW.flushMaxBytes, cut, answered(64_000, 300))).toBe(128);
  });

  test('shrinks to the least where not even a line was answered', () => {
    const deaf = { kind: 'cut', answered: 0 } as const;
    expect(sizeAfter(WINDOW.flushMaxBytes, deaf, deaf, deaf)).toBe(4);
    expect(sizeAfter(WINDOW.flushMaxBytes, deaf, deaf, deaf, deaf, deaf)).toBe(1);
    expect(sizeAfter(1024, answered(1_000, 100))).toBe(2);
  });

  test('is small on a link of 5 KB/s, so that the first sign does not take minutes', () => {
    expect(sizeAfter(WINDOW.flushMaxBytes, answered(100_000, 20_000))).toBe(16);
    expect(sizeAfter(16 * 1024, answered(16_000, 3_300))).toBe(16);
  });
});

describe('the size of a page', () => {
  test('is least on a link that gave way or is slow, and doubles while pages come quickly', () => {
    expect(nextPageBytes(64 * 1024, null)).toBe(16 * 1024);
    expect(nextPageBytes(16 * 1024, null)).toBe(4 * 1024);
    expect(nextPageBytes(1024, null)).toBe(1024);
    expect(nextPageBytes(64 * 1024, 13_000)).toBe(16 * 1024);
    expect(nextPageBytes(16 * 1024, 500)).toBe(32 * 1024);
    expect(nextPageBytes(64 * 1024, 500)).toBe(64 * 1024);
  });
});

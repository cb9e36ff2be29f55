/** The shapes in which browsers and Dexie say what went wrong with the storage. */
import Dexie from 'dexie';
import { expect, test } from 'vitest';
import { kindOf } from './storage-errors.ts';

const dom = (name: string): DOMException => new DOMException(name, name);
/** As Dexie wraps the reason of an aborted transaction, and of one row among many. */
const aborted = (reason: unknown) => Object.assign(new Dexie.AbortError('aborted'), { inner: reason });
const bulk = (...failures: Error[]) => new Dexie.BulkError('messages.bulkPut(): 1 of 2 failed', failures);

test.each([
  ['the quota, by itself', dom('QuotaExceededError'), 'full'],
  ['the quota, as the reason of an abort', aborted(dom('QuotaExceededError')), 'full'],
  ['the quota, for one row of many', bulk(aborted(dom('QuotaExceededError'))), 'full'],
  ['a connection taken away', aborted(null), 'lost'],
  ['a database process that died', dom('UnknownError'), 'lost'],
  ['a database that would not open', aborted(dom('InvalidStateError')), 'lost'],
  ['a newer database', dom('VersionError'), 'closed'],
  ['a double key', aborted(dom('ConstraintError')), 'failed'],
  ['a bug of ours', new TypeError('x is not a function'), undefined],
  ['nothing', undefined, undefined],
])('%s → %s', (_, error, kind) => {
  expect(kindOf(error)).toBe(kind);
});

test('errors that quote each other end', () => {
  const ring: { name: string; cause?: unknown } = { name: 'OddError' };
  ring.cause = ring;
  expect(kindOf(ring)).toBeUndefined();
});

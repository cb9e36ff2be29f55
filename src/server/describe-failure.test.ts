import { expect, test } from 'vitest';
import { describeFailure } from './describe-failure.ts';
import { LogStoreError } from './sync/log-store.ts';

test('a bug is told by name and place, whatever its message quotes', () => {
  const text = 'jantar\n    at casa da Bia (rua 12:3:4)\nat 20h';
  const { fields, level } = describeFailure(new TypeError(`cannot take ${text}`));
  expect(level).toBe('error');
  expect(fields.name).toBe('TypeError');
  expect(fields.frames).toMatch(/^ {4}at .*describe-failure\.test\.ts:\d+:\d+/);
  expect(JSON.stringify(fields)).not.toMatch(/jantar|Bia|20h/);
});

test('a message that was changed after the fact gives no frames rather than what it said', () => {
  const error = new Error('jantar\n    at casa da Bia');
  expect(error.stack).toContain('jantar');
  error.message = 'another';
  expect(describeFailure(error).fields.frames).toBe('');
});

test('a commit that failed is told by kind and SQLSTATE', () => {
  const cause = Object.assign(new Error('Key (text)=(jantar)'), { code: '57P01' });
  const failure = describeFailure(new LogStoreError('unavailable', { cause }));
  expect(failure).toEqual({
    level: 'warn',
    fields: { kind: 'unavailable', state: '57P01', cause: 'Error' },
    message: 'a commit failed',
  });
});

test('whatever is thrown has a line', () => {
  expect(describeFailure('jantar').fields).toEqual({ name: 'string', frames: '' });
});

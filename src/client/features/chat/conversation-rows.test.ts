import { describe, expect, it } from 'vitest';
import type { MessageView } from '#client/store/read-types.ts';
import { messageView } from '#tests/support/message-view.ts';
import { buildRows } from './conversation-rows.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const utcDay = (at: number) => ({ start: at - (at % DAY), end: at - (at % DAY) + DAY });

const message = (fields: Partial<MessageView> = {}): MessageView => messageView({ at: 10 * DAY, ...fields });

describe('buildRows', () => {
  it('begins a day with its first message', () => {
    const at = 10 * DAY + 23 * HOUR;
    const rows = buildRows(
      [message({ at }), message({ at: at + 1 }), message({ at: at + HOUR })],
      null,
      utcDay,
    );
    expect(rows.map((row) => row.day)).toEqual([at, null, at + HOUR]);
  });

  it('says the day again when a message written days ago arrives late', () => {
    const rows = buildRows(
      [message({ at: 12 * DAY }), message({ at: 9 * DAY }), message({ at: 12 * DAY + 1 })],
      null,
      utcDay,
    );
    expect(rows.map((row) => row.day !== null)).toEqual([true, true, true]);
  });

  it('joins neighbours of one author, and a notice, a day or the unread mark parts them', () => {
    const messages = [
      message(),
      message(),
      message({ kind: 'notice' }),
      message(),
      message({ authorId: 'bia' }),
      message({ authorId: 'bia', at: 11 * DAY }),
      message({ authorId: 'bia', at: 11 * DAY, version: 900 }),
    ];
    const rows = buildRows(messages, { afterVersion: 899, count: 1 }, utcDay);
    expect(rows.map((row) => row.startsRun)).toEqual([true, false, true, true, true, true, true]);
    expect(rows.map((row) => row.endsRun)).toEqual([false, true, true, true, true, true, true]);
  });

  it('puts the unread mark once, before the first unread of somebody else', () => {
    const messages = [
      message({ version: 5 }),
      message({ version: 6, own: true }),
      message({ version: 7 }),
      message({ version: 8 }),
      message({ version: null, own: true }),
    ];
    const rows = buildRows(messages, { afterVersion: 5, count: 2 }, utcDay);
    expect(rows.map((row) => row.unread)).toEqual([null, null, 2, null, null]);
  });

  it('has one row per message, keyed by it', () => {
    const messages = [message(), message({ kind: 'notice' }), message()];
    expect(buildRows(messages, null, utcDay).map((row) => row.message.id)).toEqual(
      messages.map(({ id }) => id),
    );
  });
});

import { expect, it } from 'vitest';
import type { Draft } from '#client/store/tables.ts';
import { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';
import { putDraft } from './local-choices.ts';

const text = (words: string): Draft => ({ groupId: 'g', text: words, replyTo: null, editing: null });
const form = (value: { amount: string } | null) => ({ groupId: 'g', form: 'expense', value });

it('keeps what is typed and what stands in a form beside each other, and nothing when both are empty', async () => {
  const store = new MemoryDeviceDatabase().connect();
  const read = () => store.read(['drafts'], (tx) => tx.get('drafts', 'g'));
  await putDraft(store, text('oi'));
  await putDraft(store, form({ amount: '12' }));
  await putDraft(store, text('oi, gente'));
  expect(await read()).toEqual({ ...text('oi, gente'), forms: { expense: { amount: '12' } } });
  await putDraft(store, text(''));
  expect((await read())?.forms).toEqual({ expense: { amount: '12' } });
  await putDraft(store, form(null));
  expect(await read()).toBeUndefined();
});

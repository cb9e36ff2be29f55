/** What the server finds by words, for whom, and for whom not: the same on PGlite and PostgreSQL, through the whole server. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { base64url } from '#domain/ids.ts';
import { PLAN_TEXT } from '#domain/plans/plan-text.ts';
import type { SearchPage, SearchReply, SearchRequest } from '#protocol/search.ts';
import { joinBy, makeLink } from '#tests/support/invites.ts';
import { typeParagraph } from '#tests/support/plan-edits.ts';
import { newId, openRawDevice, type RawDevice } from '#tests/support/raw-device.ts';

interface Served {
  readonly origin: string;
  close(): Promise<void>;
}

const ASKED: Omit<SearchRequest, 'epoch' | 'text'> = {
  groupId: null,
  table: null,
  from: null,
  until: null,
  after: null,
};

export function describeSearch(name: string, open: () => Promise<Served>): void {
  describe(`search on ${name}`, () => {
    let served: Served;
    let ana: RawDevice;
    let epoch: string;
    beforeAll(async () => {
      served = await open();
      ana = await openRawDevice(served.origin);
      epoch = (await ana.hello()).epoch;
    }, 120_000);
    afterAll(() => served.close());

    const ask = async (device: RawDevice, text: string, more: Partial<SearchRequest> = {}) => {
      const response = await fetch(`${served.origin}/api/search`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: device.cookie },
        body: JSON.stringify({ ...ASKED, epoch, text, ...more }),
      });
      return (await response.json()) as SearchReply;
    };
    const page = async (device: RawDevice, text: string, more: Partial<SearchRequest> = {}) =>
      (await ask(device, text, more)) as SearchPage;
    const textsOf = ({ rows }: SearchPage): string[] =>
      rows.map(({ row }) => ('text' in row ? row.text : 'description' in row ? row.description : ''));
    const send = async (device: RawDevice, groupId: string, text: string): Promise<string> => {
      const messageId = newId();
      await device.push(groupId, [device.newOp('message.sent', { messageId, text })]);
      return messageId;
    };

    test('accents, case, inflections and beginnings do not matter; the newest comes first', async () => {
      const { groupId } = await ana.createGroup('Sítio');
      await send(ana, groupId, 'Quem leva o carvão?');
      await send(ana, groupId, 'A alimentação é por minha conta');
      await send(ana, groupId, 'Carvões comprados, CHURRASCO às 14h');
      const found = (text: string) => page(ana, text, { groupId }).then(textsOf);
      expect(await found('carvao')).toEqual(['Carvões comprados, CHURRASCO às 14h', 'Quem leva o carvão?']);
      expect(await found('alimentações')).toEqual(['A alimentação é por minha conta']);
      expect(await found('alimentacoes')).toEqual(['A alimentação é por minha conta']);
      expect(await found('churr')).toEqual(['Carvões comprados, CHURRASCO às 14h']);
      expect(await found('comprado churrasco')).toEqual(['Carvões comprados, CHURRASCO às 14h']);
      expect(await found('pizza')).toEqual([]);
      // Words that every text has find nothing, not everything.
      expect(await found('de')).toEqual([]);
      expect(await found('')).toEqual([]);
      expect(await found("'); drop table search_words; -- & | ! :*")).toEqual([]);
    });

    test('nobody is told a word of a group they are not in, before, after they left or were removed', async () => {
      const [bia, caio, dora] = await Promise.all([1, 2, 3].map(() => openRawDevice(served.origin)));
      if (!bia || !caio || !dora) throw new Error('three devices');
      const group = await ana.createGroup('Segredos');
      const { groupId } = group;
      await bia.join(group, 'Bia');
      await caio.join(group, 'Caio');
      await send(ana, groupId, 'a senha do cofre é jabuticaba');
      for (const inside of [ana, bia, caio]) {
        expect(textsOf(await page(inside, 'jabuticaba'))).toEqual(['a senha do cofre é jabuticaba']);
      }
      // Asking for the group by its id does not help who was never in it.
      expect((await page(dora, 'jabuticaba')).rows).toEqual([]);
      expect((await page(dora, 'jabuticaba', { groupId })).rows).toEqual([]);
      expect((await page(dora, groupId, { groupId })).rows).toEqual([]);
      await bia.push(groupId, [bia.newOp('member.left', {})]);
      const removed = caio.memberId;
      await ana.push(groupId, [ana.newOp('member.removed', { memberId: removed })]);
      await send(ana, groupId, 'jabuticaba, de novo');
      for (const outside of [bia, caio, dora]) {
        expect((await page(outside, 'jabuticaba')).rows).toEqual([]);
        expect((await page(outside, 'jabuticaba', { groupId })).rows).toEqual([]);
      }
      expect((await page(ana, 'jabuticaba')).rows).toHaveLength(2);
      const noCookie = { ...ana, cookie: '' } as RawDevice;
      expect(await ask(noCookie, 'jabuticaba')).toMatchObject({ wait: 'auth' });
    });

    test('what was deleted or edited away is found no more; what is new in it is', async () => {
      const { groupId } = await ana.createGroup('Apagar');
      const first = await send(ana, groupId, 'o endereço é rua das acácias');
      const second = await send(ana, groupId, 'levem guarda-chuva');
      await ana.push(groupId, [
        ana.newOp('message.deleted', { messageId: first }),
        ana.newOp('message.edited', { messageId: second, text: 'levem protetor' }),
      ]);
      const found = (text: string) => page(ana, text, { groupId }).then(textsOf);
      expect(await found('acácias')).toEqual([]);
      expect(await found('guarda')).toEqual([]);
      expect(await found('protetor')).toEqual(['levem protetor']);
      // NUL and half an emoji’s escape do not keep a message from being sent or found.
      await send(ana, groupId, 'zero \u0000 \\u0000 byte 👍');
      expect(await found('zero byte')).toEqual(['zero \u0000 \\u0000 byte 👍']);
    });

    test('plans are found by title and text with the line, by members and guests, not once they are put away', async () => {
      const [gil, caio, dora] = await Promise.all([1, 2, 3].map(() => openRawDevice(served.origin)));
      if (!gil || !caio || !dora) throw new Error('three devices');
      const group = await ana.createGroup('Sítio de novo');
      const { groupId } = group;
      await joinBy(gil, await makeLink(ana, groupId, { role: 'guest' }), 'Gil');
      await caio.join(group, 'Caio');
      const planId = newId();
      const doc = new Y.Doc();
      typeParagraph(doc, 'Chegamos às dez');
      typeParagraph(doc, 'Dois sacos de carvão, e o cofre abre com pitangueira');
      const edit = (update: Uint8Array, seen: number) =>
        ana.newOp('plan.edited', { planId, update: base64url(update), seen });
      await ana.push(groupId, [
        ana.newOp('plan.created', { planId, title: 'Churrasco de domingo', position: 'V' }),
        edit(Y.encodeStateAsUpdate(doc), 0),
      ]);
      const plans = async (device: RawDevice, text: string, more: Partial<SearchRequest> = {}) => {
        const { rows } = await page(device, text, { table: 'plans', ...more });
        return rows.map((found) => found.table === 'plans' && [found.row.id, found.block, found.line]);
      };
      // Its title in the commit itself, its text some seconds later.
      expect(await plans(ana, 'churrascos')).toHaveLength(1);
      const line = 'Dois sacos de carvão, e o cofre abre com pitangueira';
      const there = { timeout: 30_000, interval: 300 };
      await expect.poll(() => plans(ana, 'carvoes'), there).toEqual([[planId, 1, line]]);
      expect(await plans(ana, 'churrasco pitangueira')).toEqual([[planId, 1, line]]);
      expect(await plans(ana, 'churrasco')).toEqual([[planId, null, '']]);
      for (const inside of [gil, caio]) expect(await plans(inside, 'pitanguei')).toEqual([[planId, 1, line]]);
      expect(await plans(ana, 'pitangueira', { until: 1 })).toEqual([]);
      // Older apps ask for everything they know of: no plan is among it.
      expect((await page(ana, 'pitangueira')).rows).toEqual([]);
      await ana.push(groupId, [ana.newOp('member.removed', { memberId: caio.memberId })]);
      for (const outside of [caio, dora]) {
        expect(await plans(outside, 'pitangueira')).toEqual([]);
        expect(await plans(outside, 'churrasco', { groupId })).toEqual([]);
      }

      // What is taken out of the text is found no more; what is new in it and in the title is.
      const before = Y.encodeStateVector(doc);
      doc.transact(() => {
        doc.getXmlFragment(PLAN_TEXT).delete(1, 1);
        typeParagraph(doc, 'Levem repelente');
      });
      await ana.push(groupId, [
        edit(Y.encodeStateAsUpdate(doc, before), 0),
        ana.newOp('plan.renamed', { planId, title: 'Feijoada' }),
      ]);
      await expect.poll(() => plans(ana, 'repelente'), there).toEqual([[planId, 1, 'Levem repelente']]);
      expect(await plans(ana, 'pitangueira')).toEqual([]);
      expect(await plans(ana, 'churrasco')).toEqual([]);
      expect(await plans(gil, 'feijoada repelente')).toEqual([[planId, 1, 'Levem repelente']]);
      await ana.push(groupId, [ana.newOp('plan.archived', { planId, title: 'Feijoada' })]);
      expect(await plans(ana, 'repelente')).toEqual([]);
      await ana.push(groupId, [ana.newOp('plan.restored', { planId, title: 'Feijoada' })]);
      expect(await plans(ana, 'repelente')).toEqual([[planId, 1, 'Levem repelente']]);
    });

    test('pages follow each other without a hole or a double', async () => {
      const { groupId } = await ana.createGroup('Muitas');
      const ops = Array.from({ length: 95 }, (_, i) =>
        ana.newOp('message.sent', { messageId: newId(), text: `tangerina ${i}` }),
      );
      await ana.push(groupId, ops.slice(0, 50));
      await ana.push(groupId, ops.slice(50));
      const seen: string[] = [];
      let after: SearchRequest['after'] = null;
      do {
        const told: SearchPage = await page(ana, 'tangerina', { groupId, after });
        seen.push(...told.rows.map(({ row }) => row.id));
        after = told.after;
      } while (after);
      expect(seen).toHaveLength(95);
      expect(new Set(seen).size).toBe(95);
      expect((await page(ana, 'tangerina', { groupId, table: 'expenses' })).rows).toEqual([]);
      expect((await page(ana, 'tangerina', { groupId, epoch: newId() })).rows).toEqual([]);
    });
  });
}

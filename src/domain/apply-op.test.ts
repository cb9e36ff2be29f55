import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  created,
  deleted,
  edited,
  GROUP_ID,
  idOf,
  joined,
  left,
  makeOp,
  reacted,
  sent,
  unreacted,
} from '#tests/support/ops.ts';
import { applyOp, applyParked, judgeOp, listMade } from './apply-op.ts';
import type { Op } from './op.ts';
import { RowDraft } from './rows.ts';

/** Folds what judgeOp lets in, as a server does; returns the rows and the verdicts. */
function fold(ops: readonly Op[]): { rows: RowDraft; verdicts: (string | number)[] } {
  const rows = new RowDraft();
  let version = 0;
  const verdicts = ops.map((op) => {
    const refused = judgeOp(rows, op, version + 1);
    if (refused) return refused;
    version += 1;
    const applied = applyOp(rows, op, version);
    expect(applied.outcome).toBe('changed');
    if (applied.outcome === 'changed') rows.apply(applied.changes);
    return version;
  });
  return { rows, verdicts };
}

const message = (rows: RowDraft, name: string) => rows.get('messages', idOf(name));

describe('conversation', () => {
  test('fault 78: what was sent stands at its version, byte for byte', () => {
    const text = 'oi\u0000\u202eolá 👨‍👩‍👧‍👦 \u0301';
    const { rows } = fold([created('ana'), sent('ana', 'm', text)]);
    expect(message(rows, 'm')).toMatchObject({
      version: 2,
      rowVersion: 2,
      text,
      authorId: idOf('ana'),
      deletedBy: null,
    });
  });

  test('an edit replaces the text and keeps the place', () => {
    const { rows } = fold([
      created('ana'),
      sent('ana', 'm', 'oi'),
      sent('ana', 'n'),
      edited('ana', 'm', 'olá'),
    ]);
    expect(message(rows, 'm')).toMatchObject({ version: 2, rowVersion: 4, text: 'olá' });
    expect(message(rows, 'm')?.editedAt).toBeGreaterThan(0);
  });

  test('a deleted message loses its text and reactions, and an edit does not bring it back', () => {
    const { rows, verdicts } = fold([
      created('ana'),
      sent('ana', 'm', 'segredo'),
      reacted('ana', 'm'),
      deleted('ana', 'm'),
      edited('ana', 'm', 'voltou'),
      reacted('ana', 'm'),
    ]);
    expect(verdicts).toEqual([1, 2, 3, 4, 5, 6]);
    expect(message(rows, 'm')).toMatchObject({ text: '', reactions: {}, deletedBy: idOf('ana') });
  });

  test('reactions are sets', () => {
    const { rows } = fold([
      created('ana'),
      joined('bia'),
      sent('ana', 'm'),
      reacted('bia', 'm'),
      reacted('bia', 'm'),
      reacted('ana', 'm'),
      unreacted('bia', 'm'),
      unreacted('bia', 'm'),
    ]);
    expect(message(rows, 'm')?.reactions).toEqual({ '👍': [idOf('ana')] });
  });

  test('a reply, edit, delete or reaction before its target is refused', () => {
    const { verdicts } = fold([
      created('ana'),
      sent('ana', 'm', 'oi', { replyTo: idOf('nada') }),
      edited('ana', 'nada', 'x'),
      deleted('ana', 'nada'),
      reacted('ana', 'nada'),
    ]);
    expect(verdicts).toEqual([1, 'unknown-target', 'unknown-target', 'unknown-target', 'unknown-target']);
  });

  test('on a device, an op whose target is not loaded waits and says for what', () => {
    const rows = new RowDraft();
    const applied = applyOp(rows, edited('ana', 'm', 'x'), 9);
    expect(applied).toMatchObject({ outcome: 'waiting' });
    expect(applied.outcome === 'waiting' && applied.needs).toContainEqual({
      table: 'messages',
      id: idOf('m'),
    });
  });

  describe('what the log has before its message', () => {
    /** `late` are committed first; then the message comes, at version 9. */
    function arrive(late: readonly Op[], author = 'ana') {
      const { rows } = fold([created('ana'), joined('bia')]);
      for (const op of late) expect(applyOp(rows, op, 8).outcome).toBe('waiting');
      const message = applyOp(rows, sent(author, 'm', 'oi'), 9);
      if (message.outcome !== 'changed') throw new Error('a message waits for nothing');
      rows.apply(message.changes);
      expect(listMade(message.changes, 9)).toEqual([idOf('m')]);
      for (const op of late) rows.apply(applyParked(rows, op, 9));
      return rows.get('messages', idOf('m'));
    }

    test('takes effect with it, in log order, at its version', () => {
      const row = arrive([edited('ana', 'm', 'olá'), edited('ana', 'm', 'olá!'), reacted('bia', 'm')]);
      expect(row).toMatchObject({
        version: 9,
        rowVersion: 9,
        text: 'olá!',
        reactions: { '👍': [idOf('bia')] },
      });
    });

    test('an edit by somebody else never does, nor a deletion by a mere member', () => {
      const row = arrive([edited('bia', 'm', 'falso'), deleted('bia', 'm'), edited('ana', 'm', 'meu')]);
      expect(row).toMatchObject({ text: 'meu', deletedBy: null });
    });

    test('the owner deletes what another wrote, and its words are never shown', () => {
      const row = arrive([deleted('ana', 'm'), edited('bia', 'm', 'voltou')], 'bia');
      expect(row).toMatchObject({ text: '', deletedBy: idOf('ana'), editedAt: null });
    });

    test('a notice is no message: what waits for its id goes on waiting', () => {
      const { rows } = fold([created('ana')]);
      const renamed = applyOp(rows, makeOp('ana', 'group.renamed', { name: 'Rolê' }), 2);
      expect(renamed.outcome === 'changed' && listMade(renamed.changes, 2)).toEqual([]);
    });
  });

  test('applying again what a page already holds changes nothing', () => {
    const { rows } = fold([created('ana'), sent('ana', 'm', 'oi')]);
    const edit = edited('ana', 'm', 'olá');
    const first = applyOp(rows, edit, 3);
    if (first.outcome === 'changed') rows.apply(first.changes);
    expect(applyOp(rows, edit, 3)).toEqual({ outcome: 'changed', changes: [] });
  });
});

describe('permissions', () => {
  test('only members write', () => {
    const { verdicts } = fold([
      created('ana'),
      sent('bia', 'm'),
      joined('bia'),
      sent('bia', 'n'),
      left('bia'),
      sent('bia', 'o'),
    ]);
    expect(verdicts).toEqual([1, 'not-a-member', 2, 3, 4, 'not-a-member']);
  });

  test('an edit is the author’s alone; a deletion also the owner’s', () => {
    const { verdicts } = fold([
      created('ana'),
      joined('bia'),
      sent('bia', 'm'),
      edited('ana', 'm', 'x'),
      sent('ana', 'n'),
      deleted('bia', 'n'),
      deleted('ana', 'm'),
    ]);
    expect(verdicts).toEqual([1, 2, 3, 'not-allowed', 4, 'not-allowed', 5]);
  });

  test('a group is created once and joined once; who left may come back under the same id', () => {
    const { verdicts, rows } = fold([
      created('ana'),
      created('ana'),
      joined('bia'),
      joined('bia'),
      left('bia'),
      joined('bia'),
    ]);
    expect(verdicts).toEqual([1, 'already-exists', 2, 'already-exists', 3, 4]);
    expect(rows.get('members', idOf('bia'))).toMatchObject({ status: 'active', version: 2, rowVersion: 4 });
  });

  test('a message id is taken once', () => {
    expect(fold([created('ana'), sent('ana', 'm'), sent('ana', 'm')]).verdicts).toEqual([
      1,
      2,
      'already-exists',
    ]);
  });
});

describe('strange ops', () => {
  test('a type or version from a newer app changes nothing and is told apart', () => {
    const rows = fold([created('ana')]).rows;
    expect(applyOp(rows, makeOp('ana', 'poll.opened', {}), 2)).toEqual({ outcome: 'unknown' });
    expect(
      applyOp(rows, makeOp('ana', 'message.sent', { messageId: idOf('m'), text: 'x' }, { v: 2 }), 2),
    ).toEqual({
      outcome: 'unknown',
    });
  });

  test('a body that breaks its rules is refused', () => {
    const bad = [
      makeOp('ana', 'message.sent', { messageId: idOf('m') }),
      makeOp('ana', 'message.sent', { messageId: idOf('m'), text: '  ' }),
      makeOp('ana', 'message.sent', { messageId: idOf('m'), text: '\ud800' }),
      makeOp('ana', 'reaction.added', { messageId: idOf('m'), emoji: '<script>' }),
      makeOp('ana', 'group.renamed', { name: 'x'.repeat(61) }),
      makeOp('ana', 'member.renamed', { name: 'a\u0000b' }),
    ];
    expect(fold([created('ana'), ...bad]).verdicts.slice(1)).toEqual(bad.map(() => 'invalid'));
  });

  test('a 21st emoji on one message is refused, a second hand for the twentieth is not', () => {
    const emojis = Array.from({ length: 21 }, (_, i) => String.fromCodePoint(0x1f600 + i));
    const { verdicts } = fold([
      created('ana'),
      joined('bia'),
      sent('ana', 'm'),
      ...emojis.map((emoji) => reacted('ana', 'm', emoji)),
      reacted('bia', 'm', emojis[3]),
    ]);
    expect(verdicts.filter((verdict) => verdict === 'invalid')).toHaveLength(1);
    expect(verdicts.at(-1)).toBeTypeOf('number');
  });

  test('no body makes the fold throw', () => {
    const types = [
      'group.created',
      'group.renamed',
      'member.joined',
      'message.sent',
      'message.edited',
      'reaction.added',
      'x.y',
    ];
    const rows = fold([created('ana'), sent('ana', 'm')]).rows;
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.dictionary(fc.string(), fc.jsonValue()), (type, body) => {
        const op = makeOp('ana', type, body as Op['body']);
        expect(['changed', 'waiting', 'unknown']).toContain(applyOp(rows, op, 3).outcome);
        judgeOp(rows, op, 3);
      }),
    );
  });
});

test('a fold cut anywhere into batches gives the same rows', () => {
  const pool = ['a', 'b', 'c'];
  const step = fc.oneof(
    fc.record({
      do: fc.constant('sent' as const),
      who: fc.constantFrom('ana', 'bia'),
      m: fc.constantFrom(...pool),
    }),
    fc.record({
      do: fc.constant('edited' as const),
      who: fc.constantFrom('ana', 'bia'),
      m: fc.constantFrom(...pool),
    }),
    fc.record({
      do: fc.constant('deleted' as const),
      who: fc.constantFrom('ana', 'bia'),
      m: fc.constantFrom(...pool),
    }),
    fc.record({
      do: fc.constant('reacted' as const),
      who: fc.constantFrom('ana', 'bia'),
      m: fc.constantFrom(...pool),
    }),
  );
  const make = { sent, edited: (w: string, m: string) => edited(w, m, `${m}!`), deleted, reacted };
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), fc.nat(), (steps, cut) => {
      const log = acceptedLog([created('ana'), joined('bia'), ...steps.map((s) => make[s.do](s.who, s.m))]);
      const whole = replay(log);
      const half = cut % (log.length + 1);
      const again = new RowDraft();
      for (const { row, table } of replay(log.slice(0, half)).changed()) again.load(table, row as never);
      log.slice(half).forEach((op, i) => {
        const applied = applyOp(again, op, half + i + 1);
        if (applied.outcome === 'changed') again.apply(applied.changes);
      });
      for (const name of pool) expect(message(again, name)).toEqual(message(whole, name));
      expect(again.get('groups', GROUP_ID)).toEqual(whole.get('groups', GROUP_ID));
    }),
  );
});

function acceptedLog(ops: readonly Op[]): Op[] {
  const { verdicts } = fold(ops);
  return ops.filter((_, i) => typeof verdicts[i] === 'number');
}

function replay(log: readonly Op[]): RowDraft {
  const rows = new RowDraft();
  log.forEach((op, i) => {
    const applied = applyOp(rows, op, i + 1);
    if (applied.outcome === 'changed') rows.apply(applied.changes);
  });
  return rows;
}

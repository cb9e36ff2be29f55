import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  balancesOf,
  type ForeignLedger,
  isLeftOut,
  type ReadProblem,
} from '#domain/expenses/exchange/foreign-ledger.ts';
import { readFile, readText } from './read-file.ts';

const fixture = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(new URL(`../../../../tests/fixtures/ledgers/${name}`, import.meta.url)));

async function read(name: string): Promise<ForeignLedger> {
  const result = await readFile(new Blob([fixture(name)]));
  if (!result.ok) throw new Error(result.problem);
  return result.ledger;
}

function readOf(text: string): ForeignLedger {
  const result = readText(text);
  if (!result.ok) throw new Error(result.problem);
  return result.ledger;
}

const told = (problems: readonly ReadProblem[]): readonly string[] =>
  problems.map(
    (problem) => `${problem.line} ${problem.kind}${'byMinor' in problem ? ` ${problem.byMinor}` : ''}`,
  );

describe('Splitwise', () => {
  test('its Portuguese file: bills, payments, several payers, and each row that is none with its line and its why', async () => {
    const ledger = await read('splitwise-pt-br.csv');
    expect(ledger).toMatchObject({ source: 'splitwise', people: ['Ana Prado', 'João Lima', 'Bia'] });
    expect(
      ledger.entries.map(({ line, description, amountMinor }) => [line, description, amountMinor]),
    ).toEqual([
      [3, 'Mercado da semana', 6383],
      [4, 'Diesel, ida e volta', 54800],
      [5, 'Presente da mãe', 4100],
      [6, 'Ração "Mixi"', 24944],
      [7, 'Água,\nluz e gás', 94595],
      [9, 'João L. pagou Ana P.', 10000],
      [11, 'Conta dividida em dois cartões', 20000],
    ]);
    expect(told(ledger.problems)).toEqual([
      '10 other-currency',
      '11 payers-reckoned',
      '12 no-effect',
      '13 not-zero 100',
      '14 bad-date',
    ]);
    expect(balancesOf(ledger)).toEqual([44374, 14217, -58591]);
    expect(ledger.entries[0]).toMatchObject({
      kind: 'expense',
      category: 'Mercado',
      payers: [{ person: 1, amountMinor: 6383 }],
      shares: [
        { person: 1, amountMinor: 2128 },
        { person: 0, amountMinor: 2128 },
        { person: 2, amountMinor: 2127 },
      ],
    });
    expect(ledger.entries[5]).toMatchObject({ kind: 'payment', from: 1, to: 0 });
    expect(ledger.entries[6]).toMatchObject({
      payers: [
        { person: 0, amountMinor: 10000 },
        { person: 1, amountMinor: 10000 },
      ],
    });
  });

  test('bills outside of groups: a note before the heading, CR LF, a payment in English', async () => {
    const ledger = await read('splitwise-friends.csv');
    expect(ledger.problems).toEqual([]);
    expect(ledger.entries.map(({ kind, line }) => [kind, line])).toEqual([
      ['expense', 5],
      ['expense', 6],
      ['payment', 7],
    ]);
    expect(balancesOf(ledger)).toEqual([120000, -120000]);
  });

  test('saved again by a spreadsheet: semicolons, decimal commas, 25/01/2026, Latin-1', async () => {
    const ledger = await read('splitwise-resaved-latin1.csv');
    expect(ledger.problems).toEqual([]);
    expect(
      ledger.entries.map(({ date, description, amountMinor }) => [date, description, amountMinor]),
    ).toEqual([
      ['2026-01-05', 'Feijão', 123456],
      ['2026-01-25', 'Pão de queijo', 1050],
    ]);
    expect(ledger.people).toEqual(['Ana', 'João']);
  });

  test('a heading in a language without words here is known by the rows under it', () => {
    const ledger = readOf(
      '日付,説明,カテゴリ,費用,通貨,Ana,Bia\n2026-01-01,夕食,一般,30.00,BRL,15.00,-15.00\n',
    );
    expect(ledger).toMatchObject({ source: 'splitwise', people: ['Ana', 'Bia'] });
    expect(balancesOf(ledger)).toEqual([1500, -1500]);
  });

  test('its own total, where it says otherwise, is told by person and centavo', () => {
    const ledger = readOf(
      'Date,Description,Category,Cost,Currency,A,B\n2026-01-01,X,General,10.00,BRL,5.00,-5.00\n\n2026-01-02,Total balance, , ,BRL,6.00,-6.00\n',
    );
    expect(told(ledger.problems)).toEqual(['4 total-differs -100', '4 total-differs 100']);
    expect(ledger.problems.filter(isLeftOut)).toEqual([]);
  });

  test('days that could be of two months are read day first, and that is said; one that cannot be decides', () => {
    const rows = (date: string) =>
      readOf(
        `Date,Description,Category,Cost,Currency,A,B\n03/04/2026,X,G,1.00,BRL,1,-1\n${date},Y,G,1.00,BRL,1,-1\n`,
      );
    expect(rows('05/05/2026').entries[0]?.date).toBe('2026-04-03');
    expect(told(rows('05/05/2026').problems)).toEqual(['2 day-first-assumed']);
    expect(rows('01/31/2026').entries[0]?.date).toBe('2026-03-04');
    expect(rows('01/31/2026').problems).toEqual([]);
  });

  test('a file longer by some rows gives the old ones their old keys, equal rows too', () => {
    const head = 'Date,Description,Category,Cost,Currency,A,B\n';
    const row = '2026-01-01,Café,General,10.00,BRL,5.00,-5.00\n';
    const before = readOf(head + row + row);
    const after = readOf(`${head}2025-12-31,Antes,General,8.00,BRL,4.00,-4.00\n${row}${row}${row}`);
    const keys = after.entries.map(({ key }) => key);
    expect(new Set(keys).size).toBe(4);
    expect(keys).toEqual(expect.arrayContaining(before.entries.map(({ key }) => key)));
  });
});

describe('Spliit', () => {
  test('its CSV: shares that were rounded alone are put right; who cannot be told to have paid is asked for', async () => {
    const ledger = await read('spliit.csv');
    expect(told(ledger.problems)).toEqual(['3 cents-adjusted 1', '5 payer-unknown']);
    expect(ledger.people).toEqual(['Ana', 'João', 'Bia']);
    expect(ledger.entries).toMatchObject([
      { kind: 'expense', payers: [{ person: 0, amountMinor: 6750 }] },
      { shares: [{ amountMinor: 3334 }, { amountMinor: 3333 }, { amountMinor: 3333 }] },
      { payers: [{ person: 0, amountMinor: 5000 }], shares: [{ person: 1 }, { person: 2 }] },
      {
        payers: [{ person: 0, amountMinor: -2000 }],
        shares: [{ amountMinor: -1000 }, { amountMinor: -1000 }],
      },
    ]);
  });

  test('its JSON: weights, percentages, amounts, a reimbursement, notes; what is broken is told', async () => {
    const ledger = await read('spliit.json');
    expect(told(ledger.problems)).toEqual(['5 payer-unknown', '6 shares-differ -1']);
    expect(ledger.title).toBe('Ap 302');
    expect(ledger.entries).toMatchObject([
      { description: 'Pizza', note: 'meia calabresa', split: { mode: 'equal' } },
      {
        shares: [
          { person: 0, amountMinor: 75000 },
          { person: 2, amountMinor: 75000 },
        ],
        split: { mode: 'percent' },
      },
      { shares: [{ amountMinor: 1000 }, { amountMinor: 2001 }], split: { mode: 'exact' } },
      { kind: 'payment', from: 2, to: 1, amountMinor: 5192 },
    ]);
    expect(balancesOf(ledger).reduce((sum, balance) => sum + balance, 0)).toBe(0);
  });
});

describe('Tricount and others that say who paid', () => {
  test('Tricount’s former CSV: the default currency counts, a repayment is one, the last line is no row', async () => {
    const ledger = await read('tricount.csv');
    expect(ledger).toMatchObject({
      source: 'tricount',
      title: 'Praia',
      people: ['Ana', 'João'],
      problems: [],
    });
    expect(ledger.entries).toMatchObject([
      { amountMinor: 9000, date: '2026-01-03' },
      { amountMinor: 5000, payers: [{ person: 1, amountMinor: 5000 }] },
      { kind: 'payment', from: 1, to: 0, amountMinor: 4500 },
    ]);
  });

  test('a tricount as its service says it: repayments, income, what was deleted', async () => {
    const ledger = await read('tricount.json');
    expect(told(ledger.problems)).toEqual(['4 deleted']);
    expect(ledger.entries).toMatchObject([
      { kind: 'expense', amountMinor: 3600, payers: [{ person: 1 }] },
      { kind: 'payment', from: 0, to: 1, amountMinor: 2900 },
      { kind: 'expense', amountMinor: -10000 },
    ]);
    expect(balancesOf(ledger)).toEqual([-5000, 5000]);
  });

  test('Sesterce’s form, with two payers and a row that does not add up', async () => {
    const ledger = await read('sesterce.csv');
    expect(told(ledger.problems)).toEqual(['4 shares-differ -100']);
    expect(ledger.entries).toMatchObject([{ amountMinor: 35800 }, { amountMinor: 1500 }]);
    expect(balancesOf(ledger)).toEqual([36300, -16900, -19400]);
  });
});

describe('what is no ledger', () => {
  test.each([
    ['', 'empty'],
    ['\n \n', 'empty'],
    ['oi\ntudo bem\n', 'unknown-format'],
    ['{"a":1}', 'unknown-format'],
    ['[1,2', 'unknown-format'],
    ['PK\u0003\u0004\0\0', 'not-text'],
    ['{"participants":[],"expenses":[]}', 'no-people'],
  ])('%j: %s', (text, problem) => {
    expect(readText(text)).toEqual({ ok: false, problem });
  });

  test('a file that is too large, or gone since it was chosen', async () => {
    const gone = { size: 10, arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')) };
    expect(await readFile(gone)).toEqual({ ok: false, problem: 'unreadable' });
    const large = { size: 1e9, arrayBuffer: () => Promise.reject(new Error('not asked')) };
    expect(await readFile(large)).toEqual({ ok: false, problem: 'too-large' });
  });

  test('UTF-16 as Excel saves it', async () => {
    const text =
      '\ufeffDate\tDescription\tCategory\tCost\tCurrency\tAna\tJoão\r\n2026-01-01\tChá\tG\t2,00\tBRL\t1,00\t-1,00\r\n';
    const bytes = new Uint8Array([...text].flatMap((c) => [c.charCodeAt(0) & 0xff, c.charCodeAt(0) >> 8]));
    const result = await readFile(new Blob([bytes]));
    expect(result).toMatchObject({
      ok: true,
      ledger: { people: ['Ana', 'João'], entries: [{ description: 'Chá' }] },
    });
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyEmptyCluster } from '#tests/support/test-database.ts';
import { type EmbeddedPostgres, openEmbeddedPostgres } from './embedded-postgres.ts';

let dir: string;
let postgres: EmbeddedPostgres;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'racha-embedded-'));
  await copyEmptyCluster(dir);
  postgres = await openEmbeddedPostgres(join(dir, 'postgres'));
}, 120_000);
afterAll(async () => {
  await postgres.close();
  rmSync(dir, { recursive: true, force: true });
});

test('values come back as what they are', async () => {
  const { rows } = await postgres.query(
    `select $1::bigint as big, $2::text as text, $3::boolean as yes, $4::text[] as list,
      null::text as nothing, json_build_object('a', $1::bigint) as json`,
    [9_007_199_254_740_991, 'ç "quoted" \\ ', true, ['a', 'b,"c"', '{d}', '\\']],
  );
  expect(rows).toEqual([
    {
      big: 9_007_199_254_740_991,
      text: 'ç "quoted" \\ ',
      yes: true,
      list: ['a', 'b,"c"', '{d}', '\\'],
      nothing: null,
      json: { a: 9_007_199_254_740_991 },
    },
  ]);
});

test('a failing statement says its SQLSTATE, and the next one works', async () => {
  await expect(postgres.query('select 1 / $1::int', [0])).rejects.toMatchObject({ code: '22012' });
  await expect(postgres.query('select nothing from nowhere', [])).rejects.toMatchObject({ code: '42P01' });
  expect((await postgres.query('select 1 as one', [])).rows).toEqual([{ one: 1 }]);
});

test('more texts than are kept are still right', async () => {
  for (let i = 0; i < 250; i++) {
    const { rows } = await postgres.query(`select ${i} as n, $1::text as t`, [`${i}`]);
    expect(rows).toEqual([{ n: i, t: `${i}` }]);
  }
});

test('after its thread died nothing passes until it is opened again; what was committed is there', async () => {
  await postgres.query('create table kept (a text)', []);
  await postgres.query('insert into kept values ($1)', ['committed']);
  await postgres.query('begin', []);
  await postgres.query('insert into kept values ($1)', ['open']);
  await postgres.kill();
  await expect(postgres.query('insert into kept values ($1)', ['outside'])).rejects.toThrow('ended');
  await postgres.ready();
  expect((await postgres.query('select a from kept', [])).rows).toEqual([{ a: 'committed' }]);
}, 60_000);

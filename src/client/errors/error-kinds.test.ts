/** Every kind of the protocol, the domain and the client is explained whole, in every language, under a code of its own. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LANGUAGES, type Language } from '#client/i18n/languages.ts';
import { StoreError } from '#client/platform/device-store.ts';
import { FILE_TROUBLES } from '#client/platform/sealed-file.ts';
import { REJECTION_KINDS } from '#domain/op-definition.ts';
import type { PixCodeProblem } from '#domain/pix/read-pix-code.ts';
import { ACCOUNT_REFUSALS } from '#protocol/account-refusals.ts';
import { BLOB_REFUSALS } from '#protocol/blobs.ts';
import { BUNDLE_REFUSALS, BUNDLE_STOPS } from '#protocol/bundle.ts';
import { FRAME_ERRORS, GONE_REASONS, WAIT_KINDS } from '#protocol/kinds.ts';
import { type Complete, codeOf, ERROR_KINDS, type ErrorKind, keptOf, listErrorKinds } from './error-kinds.ts';

type Words = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
const readWords = (language: Language): Words =>
  JSON.parse(readFileSync(new URL(`../../../locales/${language}/errors.json`, import.meta.url), 'utf8'));

/** Holds the compiler to it: a kind of the outside without a place here fails the types. */
const isComplete: Complete = true;
const PIX: { readonly [K in PixCodeProblem]: `pix.${K}` & ErrorKind } = Object.fromEntries(
  ERROR_KINDS.pix.map((kind) => [kind, `pix.${kind}`]),
) as never;

describe('the catalogue', () => {
  it('knows every kind of the wire, of the domain and of the device', () => {
    expect(isComplete).toBe(true);
    const kinds = new Set<string>(listErrorKinds());
    const outside = [
      ...WAIT_KINDS.map((kind) => `wait.${kind}`),
      ...REJECTION_KINDS.map((kind) => `rejected.${kind}`),
      ...BLOB_REFUSALS.map((kind) => `rejected.${kind}`),
      ...FRAME_ERRORS.map((kind) => `frame.${kind}`),
      ...GONE_REASONS.map((kind) => `gone.${kind}`),
      ...ACCOUNT_REFUSALS.map((kind) => `account.${kind}`),
      ...FILE_TROUBLES.map((kind) => `carry.${kind}`),
      ...[...BUNDLE_REFUSALS, ...BUNDLE_STOPS].map((kind) => `bundle.${kind}`),
      ...Object.values(PIX),
      ...(['full', 'lost', 'unknown', 'closed', 'failed'] satisfies StoreError['kind'][]).map(
        (kind) => `storage.${new StoreError(kind).kind}`,
      ),
    ];
    expect(outside.filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  it('gives every kind a short code of its own', () => {
    const codes = listErrorKinds().map(codeOf);
    expect(codes.filter((code) => !/^[A-Z]\d{1,2}$/.test(code))).toEqual([]);
    expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
  });

  it('keeps the codes people may have written down', () => {
    const known: Partial<Record<ErrorKind, string>> = {
      'wait.busy': 'W3',
      'wait.approval': 'W7',
      'rejected.not-a-member': 'R1',
      'rejected.shut-out': 'R15',
      'rejected.gone': 'R80',
      'rejected.photo-missing': 'R86',
      'commit.storage-full': 'C4',
      'commit.app-incomplete': 'C8',
      'unknown.error': 'Z1',
    };
    for (const [kind, code] of Object.entries(known)) expect(codeOf(kind as ErrorKind)).toBe(code);
  });
});

describe.each(LANGUAGES)('%s', (language) => {
  const words = readWords(language);

  it.each(listErrorKinds())('%s: title, cause, what was kept, next step', (kind) => {
    const [family = '', name = ''] = kind.split('.');
    const said = words[family]?.[name];
    expect(said).toEqual({
      title: expect.stringMatching(/\S.*[^.]$/),
      cause: expect.stringMatching(/\S.*\.$/),
      next: expect.stringMatching(/\S.*\.$/),
    });
    expect(words.kept?.[keptOf(kind)]).toEqual(expect.stringMatching(/\S.*\.$/));
  });

  it('explains nothing that does not exist', () => {
    const known = new Set<string>(listErrorKinds());
    const { code: _, support: __, kept, ...families } = words;
    const said = Object.entries(families).flatMap(([family, kinds]) =>
      Object.keys(kinds).map((kind) => `${family}.${kind}`),
    );
    expect(said.filter((kind) => !known.has(kind))).toEqual([]);
    const promised = new Set<string>(listErrorKinds().map(keptOf));
    expect(Object.keys(kept ?? {}).filter((one) => !promised.has(one))).toEqual([]);
  });
});

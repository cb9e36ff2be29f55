/**
 * One plain sentence, what to do next, and a code to quote to support, for everything that may be refused, held
 * up or not saved. The code's number is the kind's place in its list; the lists only grow.
 */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { TrayEntry } from '#client/store/tables.ts';
import type { CommitError } from '#client/sync/engine-types.ts';
import { REJECTION_KINDS } from '#domain/op-definition.ts';
import { WAIT_KINDS, type WaitKind } from '#protocol/kinds.ts';

export type ErrorFamily = 'wait' | 'rejected' | 'commit';
export interface ErrorKinds {
  wait: WaitKind;
  rejected: TrayEntry['kind'];
  commit: CommitError;
}

export interface ErrorWords {
  readonly text: string;
  readonly next: string;
  readonly code: string;
}

export const COMMIT_ERRORS = [
  'invalid',
  'too-large',
  'not-allowed',
  'storage-full',
  'storage-failed',
  'storage-lost',
  'storage-newer',
] as const satisfies readonly CommitError[];

/** Kinds the device gives itself count from 80, past what the server may grow to. */
const CODES: { readonly [F in ErrorFamily]: Readonly<Record<ErrorKinds[F], string>> } = {
  wait: numbered('W', WAIT_KINDS, 1),
  rejected: {
    ...numbered('R', REJECTION_KINDS, 1),
    ...numbered('R', ['gone', 'device-changed', 'damaged'] as const, 80),
  },
  commit: numbered('C', COMMIT_ERRORS, 1),
};

/** `(family, kind) => { text, next, code }` in the person's language. */
export function useErrorWords(): <F extends ErrorFamily>(family: F, kind: ErrorKinds[F]) => ErrorWords {
  const { t } = useTranslation('errors');
  return useCallback(
    (family, kind) => {
      const key = `${family}.${kind}` as 'commit.invalid';
      return { text: t(`${key}.text`), next: t(`${key}.next`), code: errorCode(family, kind) };
    },
    [t],
  );
}

export function errorCode<F extends ErrorFamily>(family: F, kind: ErrorKinds[F]): string {
  return CODES[family][kind];
}

function numbered<K extends string>(letter: string, kinds: readonly K[], first: number): Record<K, string> {
  return Object.fromEntries(kinds.map((kind, index) => [kind, `${letter}${first + index}`])) as Record<
    K,
    string
  >;
}

/** A text this app cannot show whole: its words, read and never written. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as Y from 'yjs';
import { ScrollRegion } from '#client/ui/scroll-region.tsx';
import { plainText } from '#domain/documents/plain-text.ts';
import { readText } from '#domain/plans/text/read-text.ts';

export function PlainPlan({ fragment }: { readonly fragment: Y.XmlFragment }) {
  const { t } = useTranslation('editor');
  const [text, setText] = useState(() => plainText(readText(fragment, '')));
  useEffect(() => {
    const read = (): void => setText(plainText(readText(fragment, '')));
    fragment.observeDeep(read);
    return () => fragment.unobserveDeep(read);
  }, [fragment]);
  return (
    <ScrollRegion label={t('text')} layout="px-4 pt-2">
      <div dir="auto" className="wrap-anywhere whitespace-pre-wrap">
        {text}
      </div>
    </ScrollRegion>
  );
}

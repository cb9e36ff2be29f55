/** Says aloud, politely, what came in since the conversation was opened. Scrolling back says nothing. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageView } from '#client/store/read-types.ts';
import { LiveRegion } from '#client/ui/live-region.tsx';

const SAID_MAX = 200;

export function Arrivals({ messages }: { readonly messages: readonly MessageView[] }) {
  const { t } = useTranslation('chat');
  const newest = messages.findLast(({ version }) => version !== null)?.version ?? 0;
  const heardUpTo = useRef(newest);
  const [said, setSaid] = useState('');
  useEffect(() => {
    const arrived = messages.filter(
      ({ version, own, kind }) => version !== null && version > heardUpTo.current && !own && kind === 'text',
    );
    heardUpTo.current = Math.max(heardUpTo.current, newest);
    const last = arrived.at(-1);
    if (!last) return;
    setSaid(
      arrived.length === 1
        ? t('list.arrived', { author: last.authorName, text: last.text.slice(0, SAID_MAX) })
        : t('list.arrivedMany', { count: arrived.length }),
    );
  }, [messages, newest, t]);
  return <LiveRegion>{said}</LiveRegion>;
}

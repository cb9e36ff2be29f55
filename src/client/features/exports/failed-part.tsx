/** The catalogue's words: nothing was lost, and it can be begun again. */
import { useErrorWords } from '#client/errors/error-words.ts';
import { Notice } from '#client/ui/banner.tsx';

export function FailedPart() {
  const words = useErrorWords()('export.write-failed');
  return (
    <div role="alert">
      <Notice tone="bad">
        <strong className="block">{words.title}</strong>
        {words.whole}
      </Notice>
    </div>
  );
}

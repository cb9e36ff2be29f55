/** The summary as a file to keep or print: PDF or Word, written beside the page by the writers of plans, without a network. */
import FileText from 'lucide-react/icons/file-text';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type RunningExport, startExport } from '#client/documents/start-export.ts';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { pickLanguage } from '#client/i18n/languages.ts';
import { useEngine } from '#client/session/session-context.ts';
import { Button } from '#client/ui/button.tsx';
import { saveBlob } from '#client/ui/save-file.ts';
import type { RichDocument } from '#domain/documents/document.ts';

const FORMATS = ['pdf', 'docx'] as const;

export function ReportPart({ document: makeDocument }: { readonly document: () => RichDocument }) {
  const { t, i18n } = useTranslation('summary');
  const engine = useEngine();
  const fail = useFailureToast();
  const [said, setSaid] = useState<'making' | 'saved'>();
  const running = useRef<RunningExport>(undefined);
  useEffect(() => () => running.current?.cancel(), []);

  const save = async (format: (typeof FORMATS)[number]): Promise<void> => {
    setSaid('making');
    const document = makeDocument();
    const now = engine.correctedNow();
    const language = pickLanguage(i18n.language, []);
    const words = { language, comments: '', missingImage: '' };
    const { title } = document;
    try {
      const started = startExport(
        { formats: [format], total: 1, name: title, untitled: title, madeAt: now, words },
        {
          readText: async () => ({ folder: '', document, createdAt: now, editedAt: now }),
          readPhoto: async () => undefined,
          onProgress: () => undefined,
        },
      );
      running.current = started;
      const { name, file } = await started.finished;
      saveBlob(name, file);
      setSaid('saved');
    } catch (error) {
      setSaid(undefined);
      // Leaving the screen is no failure.
      if (!(error instanceof DOMException && error.name === 'AbortError')) fail('export.write-failed');
    }
  };

  return (
    <section className="flex flex-col gap-3">
      {FORMATS.map((format) => (
        <Button
          key={format}
          variant="quiet"
          icon={<FileText aria-hidden="true" size={20} />}
          disabled={said === 'making'}
          onClick={() => void save(format)}
        >
          {t(`report.${format}`)}
        </Button>
      ))}
      <p role="status" className="text-s text-muted empty:hidden">
        {said ? t(`report.${said}`) : ''}
      </p>
    </section>
  );
}

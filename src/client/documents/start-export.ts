/**
 * An export as the page sees it: the worker asks, the page hands it texts and photos, and takes the file at the end. Cancelling
 * ends the worker, and what it held goes with it. Nothing of an export is on the disk before it is whole: closed half-way, it is
 * gone without a trace, and can be begun again.
 */
import { startWorker } from '#client/platform/start-worker.ts';
import type { Attachment } from '#domain/attachments/attachment.ts';
import type { Exported, ExportJob, ExportText } from './export-job.ts';
import type { ToPage, ToWorker } from './export-messages.ts';
import exportWorkerUrl from './export-worker.ts?worker&url';

export interface ExportSources {
  /** Undefined: it is not on this device. */
  readonly readText: (index: number) => Promise<ExportText | undefined>;
  readonly readPhoto: (photo: Attachment) => Promise<Blob | undefined>;
  readonly onProgress: (share: number) => void;
}

export interface RunningExport {
  readonly finished: Promise<Exported>;
  readonly cancel: () => void;
}

export function startExport(job: ExportJob, sources: ExportSources): RunningExport {
  const worker = startWorker(exportWorkerUrl);
  const { promise, resolve, reject } = withResolvers<Exported>();
  const tell = (message: ToWorker): void => worker.postMessage(message);
  const answer = async (message: ToPage): Promise<void> => {
    switch (message.kind) {
      case 'ask-text':
        return tell({ kind: 'text', index: message.index, text: await sources.readText(message.index) });
      case 'ask-photo': {
        const { photo } = message;
        return tell({ kind: 'photo', blobId: photo.blobId, photo: await sources.readPhoto(photo) });
      }
      case 'progress':
        return sources.onProgress(message.share);
      case 'exported':
        return resolve(message.exported);
      case 'failed':
        throw message.error;
    }
  };
  worker.addEventListener('message', ({ data }: MessageEvent<ToPage>) => void answer(data).catch(reject));
  // Its file could not be fetched, or this browser takes no such worker.
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    reject(event.error ?? new Error('the export worker did not start'));
  });
  worker.addEventListener('messageerror', () => reject(new Error('the export worker could not be read')));
  const finished = promise.finally(() => worker.terminate());
  tell({ kind: 'start', job });
  return {
    finished,
    cancel: () => {
      worker.terminate();
      reject(new DOMException('cancelled', 'AbortError'));
    },
  };
}

function withResolvers<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

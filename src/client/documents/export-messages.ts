/** What page and export worker say to each other. The worker asks for each text and each photo when it comes to it. */
import type { Attachment } from '#domain/attachments/attachment.ts';
import type { Exported, ExportJob, ExportText } from './export-job.ts';

export type ToWorker =
  | { readonly kind: 'start'; readonly job: ExportJob }
  | { readonly kind: 'text'; readonly index: number; readonly text: ExportText | undefined }
  | { readonly kind: 'photo'; readonly blobId: string; readonly photo: Blob | undefined };

export type ToPage =
  | { readonly kind: 'ask-text'; readonly index: number }
  | { readonly kind: 'ask-photo'; readonly photo: Attachment }
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'exported'; readonly exported: Exported }
  | { readonly kind: 'failed'; readonly error: unknown };

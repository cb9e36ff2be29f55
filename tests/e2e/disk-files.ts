/** The app's files come from disk in this browser: they load while the link is down, and any of them can be another one. */
import { extname, join } from 'node:path';
import type { BrowserContext } from '@playwright/test';

export interface DiskFiles {
  /** Of a build. */
  folder: string;
  /** The chunk that is gone: 404. By the name of its screen. */
  lost: string | undefined;
  /** The chunk that throws when its screen is drawn. */
  broken: string | undefined;
}

const BROKEN_SCREEN = 'export default function Broken() { throw new Error("injected"); }';

/** From now on. Service workers are blocked in this context, or they would answer first. */
export async function serveFromDisk(context: BrowserContext, folder = 'dist/client'): Promise<DiskFiles> {
  const files: DiskFiles = { folder, lost: undefined, broken: undefined };
  const isFile = ({ pathname }: URL): boolean => !/^\/(api|sync|blobs|socket\.io|livez)(\/|$)/.test(pathname);
  await context.route(isFile, (route) => {
    const { pathname } = new URL(route.request().url());
    const isOf = (screen: string | undefined): boolean =>
      screen !== undefined && pathname.startsWith(`/assets/${screen}-`);
    if (isOf(files.lost)) return route.fulfill({ status: 404, body: '' });
    if (isOf(files.broken)) return route.fulfill({ contentType: 'text/javascript', body: BROKEN_SCREEN });
    return route.fulfill({ path: join(files.folder, extname(pathname) === '' ? 'index.html' : pathname) });
  });
  return files;
}

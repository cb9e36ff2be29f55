/** What the browser may do with our pages: only what they need, and nothing by default. */
import type { FastifyHelmetOptions } from '@fastify/helmet';

export interface SecurityHeadersOptions {
  /** The page is reached by https. Said on http, HSTS and upgrades would lock people out. */
  readonly isSecure: boolean;
  /** The one other origin a page may speak to, where error reports are configured. */
  readonly reportsOrigin?: string | undefined;
}

export function securityHeaders({ isSecure, reportsOrigin }: SecurityHeadersOptions): FastifyHelmetOptions {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrcElem: ["'self'"],
        // The virtual list and the popups place rows and layers by them.
        styleSrcAttr: ["'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        // 'self' covers ws and wss of this host in current browsers; Safari before 15.4 is not supported.
        connectSrc: ["'self'", ...(reportsOrigin === undefined ? [] : [reportsOrigin])],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        // No string becomes code or markup; two policies of ours name files of workers (`app-update.ts`, `start-worker.ts`).
        requireTrustedTypesFor: ["'script'"],
        // What is pasted into a plan is parsed in a document nobody sees, without scripts, and rebuilt from what a plan may hold.
        trustedTypes: ['racha-worker', 'racha-threads', 'ProseMirrorClipboard'],
        ...(isSecure && { upgradeInsecureRequests: [] }),
      },
    },
    strictTransportSecurity: isSecure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'no-referrer' },
  };
}

/** Features the app does not use are off, also for whatever might get into it. */
export const PERMISSIONS_POLICY = [
  'accelerometer',
  'bluetooth',
  'camera',
  'display-capture',
  'encrypted-media',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
  'xr-spatial-tracking',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

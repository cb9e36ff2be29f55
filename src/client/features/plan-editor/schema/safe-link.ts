/** The only addresses a link of a plan may lead to. Everything else stays text, whoever wrote it. */
const SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:']);
/** They could show another address than the one it leads to. */
const HIDING = /[\p{Cc}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/u;

/** The address as it is kept, or null. Without a scheme it is taken for a web address: `racha.app`. */
export function safeLink(typed: string): string | null {
  const text = typed.trim();
  if (text === '' || text.length > 2_000 || HIDING.test(text) || /\s/.test(text)) return null;
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(text)) return `mailto:${text}`;
  const url = parse(/^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[^/]+:\d+/.test(text) ? text : `https://${text}`);
  if (!url || !SCHEMES.has(url.protocol)) return null;
  if (url.protocol.startsWith('http') && !isHost(url.hostname)) return null;
  return url.href;
}

/** A word is no host; `localhost` and names with a dot are. */
const isHost = (host: string): boolean => host === 'localhost' || host.includes('.') || host.startsWith('[');

function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

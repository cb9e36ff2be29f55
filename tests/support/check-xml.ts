/** Throws unless a text is well-formed XML as far as our writers use it: elements balanced, attributes quoted and once, entities known. */
const PIECE =
  /<\?[^>]*\?>|<!--[\s\S]*?-->|<!DOCTYPE[^>]*>|<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+/gy;

export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** Every element, in the order they open. */
export function checkXml(text: string): XmlElement[] {
  const open: string[] = [];
  const elements: XmlElement[] = [];
  PIECE.lastIndex = 0;
  let at = 0;
  for (let piece = PIECE.exec(text); piece; piece = PIECE.exec(text)) {
    at = PIECE.lastIndex;
    const [whole, end, name, attributes = '', alone] = piece;
    if (/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i.test(whole))
      throw new Error(`an entity: ${whole.slice(0, 80)}`);
    if (name === undefined) {
      if (!whole.startsWith('<') && open.length === 0 && whole.trim() !== '') throw new Error('text outside');
      continue;
    }
    if (end === '/') {
      if (open.pop() !== name) throw new Error(`</${name}> closes another`);
      continue;
    }
    elements.push({ name, attributes: attributesOf(attributes) });
    if (alone !== '/') open.push(name);
  }
  if (at !== text.length) throw new Error(`no XML at ${at}: ${text.slice(at, at + 80)}`);
  if (open.length > 0) throw new Error(`not closed: ${open.join(' ')}`);
  return elements;
}

function attributesOf(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single] of text.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    if (attributes.has(name)) throw new Error(`${name} twice`);
    attributes.set(name, double ?? single ?? '');
  }
  return attributes;
}

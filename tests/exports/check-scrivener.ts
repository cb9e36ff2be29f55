/**
 * Whether files are a Scrivener 3 project, by what is known of one (docs/decisions/0061): nobody here has Scrivener. Returns
 * everything that is wrong. Reads the project's XML with the browser's parser, which shares nothing with our writer.
 */
import { createHash } from 'node:crypto';
import { Window } from 'happy-dom';

const UUID = /^[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}$/;
const DATE = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}$/;
const ONE_EACH = ['DraftFolder', 'ResearchFolder', 'TrashFolder'];

interface BinderEntry {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly depth: number;
}

export function checkScrivener(files: ReadonlyMap<string, Buffer>): {
  problems: string[];
  entries: BinderEntry[];
} {
  const problems: string[] = [];
  const must = (isTrue: boolean, problem: string): void => {
    if (!isTrue) problems.push(problem);
  };
  const binders = [...files.keys()].filter((path) => path.endsWith('.scrivx'));
  must(binders.length === 1, `${binders.length} project files`);
  const [binder = ''] = binders;
  const [root = ''] = binder.split('/');
  must(root.endsWith('.scriv'), `the folder is ${root}`);
  must(
    binder === `${root}/${root.replace(/\.scriv$/, '.scrivx')}`,
    `${binder} is not named after its folder`,
  );
  const text = (path: string): string => files.get(`${root}/${path}`)?.toString('utf8') ?? '';
  must(text('Files/version.txt') === '23', `version.txt says ${text('Files/version.txt')}`);

  const xml = files.get(binder)?.toString('utf8') ?? '';
  const parsed = new new Window().DOMParser().parseFromString(xml, 'application/xml');
  const project = parsed.documentElement;
  must(project?.tagName === 'ScrivenerProject', `the root is ${project?.tagName}`);
  must(project?.getAttribute('Version') === '2.0', 'the version is not 2.0');
  const items = [...parsed.querySelectorAll('BinderItem')];
  const entries = items.map((item): BinderEntry => {
    const id = item.getAttribute('UUID') ?? '';
    const type = item.getAttribute('Type') ?? '';
    must(UUID.test(id), `${id} is no upper-case UUID`);
    for (const name of ['Created', 'Modified'])
      must(DATE.test(item.getAttribute(name) ?? ''), `${id} ${name} ${item.getAttribute(name)}`);
    const title = [...item.children].find(({ tagName }) => tagName === 'Title')?.textContent ?? '';
    let depth = 0;
    for (let above = item.parentElement; above; above = above.parentElement)
      if (above.tagName === 'BinderItem') depth += 1;
    return { id, type, title, depth };
  });
  must(new Set(entries.map(({ id }) => id)).size === entries.length, 'an id twice');
  for (const type of ONE_EACH) {
    const found = entries.filter((entry) => entry.type === type);
    must(found.length === 1 && found[0]?.depth === 0, `${found.length} × ${type}`);
  }
  checkTexts(files, { root, entries, must });
  checkSums(files, { root, listed: text('Files/Data/docs.checksum'), must });
  return { problems, entries };
}

interface Checking {
  readonly root: string;
  readonly must: (isTrue: boolean, problem: string) => void;
}

function checkTexts(
  files: ReadonlyMap<string, Buffer>,
  { root, entries, must }: Checking & { readonly entries: readonly BinderEntry[] },
): void {
  const data = `${root}/Files/Data/`;
  const known = new Set(entries.map(({ id }) => id));
  for (const { id, type } of entries)
    if (type === 'Text') must(files.has(`${data}${id}/content.rtf`), `${id} has no text`);
  for (const [path, bytes] of files) {
    if (!path.startsWith(data) || path === `${data}docs.checksum`) continue;
    const [id = '', name = ''] = path.slice(data.length).split('/');
    must(known.has(id), `${path} is in no binder`);
    must(['content.rtf', 'synopsis.txt', 'notes.rtf'].includes(name), `${path} is unknown`);
    if (!name.endsWith('.rtf')) continue;
    const rtf = bytes.toString('latin1');
    must(rtf.startsWith('{\\rtf1'), `${path} is no RTF`);
    must(
      bytes.every((byte) => byte < 0x80),
      `${path} is not of seven bits`,
    );
    must(isBalanced(rtf), `${path} has a group that does not end`);
    for (const [, unit = ''] of rtf.matchAll(/\\u(-?\d+)/g))
      must(Number(unit) >= -32_768 && Number(unit) <= 32_767, `${path}: \\u${unit}`);
  }
}

function checkSums(
  files: ReadonlyMap<string, Buffer>,
  { root, listed, must }: Checking & { readonly listed: string },
): void {
  const data = `${root}/Files/Data/`;
  const sums = new Map(
    listed
      .trimEnd()
      .split('\n')
      .map((line) => line.split('=') as [string, string]),
  );
  const own = [...files].filter(([path]) => path.startsWith(data) && path !== `${data}docs.checksum`);
  must(sums.size === own.length, `${sums.size} checksums of ${own.length} files`);
  for (const [path, bytes] of own) {
    const sum = createHash('sha1').update(bytes).digest('hex');
    must(sums.get(path.slice(data.length).toLowerCase()) === sum, `${path} has another checksum`);
  }
}

function isBalanced(rtf: string): boolean {
  let depth = 0;
  for (const [mark] of rtf.replaceAll(/\\[\\{}]/g, '').matchAll(/[{}]/g)) {
    depth += mark === '{' ? 1 : -1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

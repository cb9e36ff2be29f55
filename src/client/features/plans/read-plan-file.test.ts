import { describe, expect, it } from 'vitest';
import { linesOf } from '#domain/documents/document-lines.ts';
import { idOf } from '#tests/support/ops.ts';
import { IMPORT_TEXT_MAX_BYTES, readPlanFile } from './read-plan-file.ts';

const file = (name: string, ...parts: BlobPart[]): File => new File(parts, name);

async function read(name: string, ...parts: BlobPart[]) {
  const found = await readPlanFile(file(name, ...parts));
  return found.ok ? [found.title, ...linesOf(found).map(({ text }) => text)] : found.problem;
}

describe('readPlanFile', () => {
  it('reads Markdown, and calls the plan by its first heading', async () => {
    expect(await read('x.md', '# Roteiro\n\n- [ ] gelo\n- [x] carvão\n')).toEqual([
      'Roteiro',
      'gelo',
      'carvão',
    ]);
  });

  it('reads plain text as it stands, and calls the plan by the file', async () => {
    expect(await read('Casa da praia.txt', '# não é título\r\n* nem item\r\n\r\nfim')).toEqual([
      'Casa da praia',
      '# não é título\n* nem item',
      'fim',
    ]);
  });

  it('reads what old Windows programs wrote', async () => {
    expect(await read('a.txt', new Uint8Array([0x70, 0xe3, 0x6f]))).toEqual(['a', 'pão']);
  });

  it('says what is wrong with what it does not take', async () => {
    expect(await read('foto.jpg', new Uint8Array([0xff, 0xd8, 0, 0, 1]))).toBe('unknown');
    expect(await read('a.zip', 'PK\u0003\u0004 nothing of Word')).not.toBeInstanceOf(Array);
    expect(await read('a.md', ' \n\n')).toBe('empty');
    expect(await read('a.md', 'a'.repeat(IMPORT_TEXT_MAX_BYTES + 1))).toBe('too-large');
  });

  it('counts the pictures that do not come along, and keeps what they show as words', async () => {
    const found = await readPlanFile(
      file('x.md', '# Praia\n\n![o mar](a.png) e ![a areia][b]\n\n[b]: b.png\n'),
    );
    expect(found).toMatchObject({ ok: true, leftOut: { pictures: 2, comments: 0, notes: 0 } });
    expect(found.ok && linesOf(found).map(({ text }) => text)).toEqual(['o mar e a areia']);
  });

  it('brings the pictures that are in a file, each as a photo where it stood', async () => {
    const photo = { blobId: 'A'.repeat(22), mime: 'image/webp', bytes: 3, width: 2, height: 1 } as const;
    const kept: Blob[] = [];
    const keep = async (picture: Blob) => {
      kept.push(picture);
      return picture.type === 'image/png' ? photo : undefined;
    };
    const source =
      'antes\n\n![o mar](data:image/png;base64,AAEC)\n\n![o céu](data:image/tiff;base64,AAEC) ![longe](https://exemplo.com.br/a.png)\n';
    const found = await readPlanFile(file('x.md', source), { keepPicture: keep });
    expect(found).toMatchObject({
      ok: true,
      blocks: [{ kind: 'paragraph' }, { kind: 'image', photo, alt: 'o mar' }, { kind: 'paragraph' }],
      leftOut: { pictures: 2 },
    });
    expect(found.ok && linesOf(found).map(({ text }) => text)).toEqual(['antes', 'o mar', 'o céu longe']);
    // Of a file that is read nobody is told: no address is followed.
    expect(kept.map(({ type, size }) => [type, size])).toEqual([
      ['image/png', 3],
      ['image/tiff', 3],
    ]);
  });

  it('gives a title that a plan may have', async () => {
    const [title] = await read('x.md', `# ${'🏖'.repeat(100)}\n\ntexto`);
    expect(title?.length).toBeLessThanOrEqual(120);
    expect(title).toMatch(/^(🏖)+$/u);
  });
});

it('reads whose a task is, of those who are there', async () => {
  const source = '- [ ] gelo — @Bia 📅 2026-12-01\n- [x] pão — @Ninguém\n';
  const found = await readPlanFile(file('x.md', source), {
    people: [{ memberId: idOf('bia'), name: 'Bia' }],
  });
  const [list] = found.ok ? found.blocks : [];
  expect(list).toMatchObject({
    kind: 'check-list',
    items: [{ assignee: { memberId: idOf('bia') }, due: '2026-12-01' }, {}],
  });
});

import { expect, it } from 'vitest';
import { editorNodes } from './editor-json.ts';

it('hands the editor what it would have made itself', () => {
  const [list] = editorNodes({
    title: '',
    blocks: [
      {
        kind: 'check-list',
        items: [
          {
            checked: true,
            due: '2026-11-22',
            blocks: [
              {
                kind: 'paragraph',
                inlines: [
                  { kind: 'text', text: 'sal', bold: true, link: 'https://a.b/' },
                  { kind: 'break' },
                  { kind: 'mention', memberId: 'm', name: 'Ana' },
                ],
              },
            ],
          },
        ],
      },
    ],
  });
  expect(list).toEqual({
    type: 'taskList',
    attrs: {},
    content: [
      {
        type: 'taskItem',
        attrs: { checked: true, due: '2026-11-22' },
        content: [
          {
            type: 'paragraph',
            attrs: {},
            content: [
              {
                type: 'text',
                text: 'sal',
                marks: [
                  { type: 'bold', attrs: {} },
                  { type: 'link', attrs: { href: 'https://a.b/' } },
                ],
              },
              { type: 'hardBreak', attrs: {}, content: [] },
              { type: 'mention', attrs: { id: 'm', label: 'Ana' }, content: [] },
            ],
          },
        ],
      },
    ],
  });
});

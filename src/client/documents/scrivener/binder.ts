/** The project's file: what is in its binder, in order. */
import type { ScrivenerProject } from './write-scrivener.ts';
import { type XmlElement, xmlFile } from './xml.ts';

export interface BinderItem {
  readonly id: string;
  readonly kind: 'DraftFolder' | 'ResearchFolder' | 'TrashFolder' | 'Folder' | 'Text';
  readonly title: string;
  readonly createdAt: number;
  readonly editedAt: number;
  readonly children?: readonly BinderItem[];
}

const FOLDER_TITLES = {
  'pt-BR': { draft: 'Manuscrito', research: 'Pesquisa', trash: 'Lixeira' },
  en: { draft: 'Manuscript', research: 'Research', trash: 'Trash' },
  es: { draft: 'Manuscrito', research: 'Investigación', trash: 'Papelera' },
} as const;

export function binderFile(
  { madeAt, newId }: ScrivenerProject,
  drafts: readonly BinderItem[],
  language: keyof typeof FOLDER_TITLES,
): string {
  const titles = FOLDER_TITLES[language];
  const folder = (
    kind: BinderItem['kind'],
    title: string,
    children: readonly BinderItem[] = [],
  ): BinderItem => ({
    id: newId().toUpperCase(),
    kind,
    title,
    createdAt: madeAt,
    editedAt: madeAt,
    children,
  });
  const items = [
    folder('DraftFolder', titles.draft, drafts),
    folder('ResearchFolder', titles.research),
    folder('TrashFolder', titles.trash),
  ];
  return xmlFile({
    name: 'ScrivenerProject',
    attributes: {
      Identifier: newId().toUpperCase(),
      Version: '2.0',
      Creator: 'Racha',
      Modified: scrivenerDate(madeAt),
      ModID: newId().toUpperCase(),
    },
    children: [
      { name: 'Binder', children: items.map(itemElement) },
      { name: 'ProjectSettings', children: [{ name: 'ProjectTitle', text: '' }] },
    ],
  });
}

function itemElement({ id, kind, title, createdAt, editedAt, children = [] }: BinderItem): XmlElement {
  const attributes = {
    UUID: id,
    Type: kind,
    Created: scrivenerDate(createdAt),
    Modified: scrivenerDate(editedAt),
  };
  const isCompiled = kind === 'Text' || kind === 'Folder' || kind === 'DraftFolder';
  const own: XmlElement[] = [
    { name: 'Title', text: title },
    { name: 'MetaData', children: isCompiled ? [{ name: 'IncludeInCompile', text: 'Yes' }] : [] },
  ];
  const nested = children.length > 0 ? [{ name: 'Children', children: children.map(itemElement) }] : [];
  return { name: 'BinderItem', attributes, children: [...own, ...nested] };
}

/** `2025-09-02 03:48:53 -0700`: the clock on this device's wall, and how far it is from Greenwich. */
export function scrivenerDate(at: number): string {
  const date = new Date(at);
  const offset = -date.getTimezoneOffset();
  const local = new Date(at + offset * 60_000).toISOString();
  const two = (value: number): string => String(value).padStart(2, '0');
  const zone = `${two(Math.floor(Math.abs(offset) / 60))}${two(Math.abs(offset) % 60)}`;
  return `${local.slice(0, 10)} ${local.slice(11, 19)} ${offset < 0 ? '-' : '+'}${zone}`;
}

/**
 * What a plan may begin with, in the language it is made in (`locales/…/later/planTemplates.json`): a line of the words is an
 * item or a row of a table, whose cells are parted by `|`. `blank` has no text.
 */
import type { ParseKeys, TFunction } from 'i18next';
import type { Block, ListItem, RichDocument, TableCell } from '#domain/documents/document.ts';

export const TEMPLATES = ['trip', 'barbecue', 'household', 'shopping', 'minutes', 'blank'] as const;
export type Template = (typeof TEMPLATES)[number];

export const TEMPLATE_ICONS: Readonly<Record<Template, string>> = {
  trip: '🧳',
  barbecue: '🍖',
  household: '🏠',
  shopping: '🛒',
  minutes: '📝',
  blank: '📄',
};

type Words = TFunction<'planTemplates'>;
type Key = ParseKeys<'planTemplates'>;
type Part = readonly ['heading' | 'text' | 'quote' | 'bullets' | 'numbers' | 'checks' | 'table', Key];

const PARTS: Readonly<Record<Template, readonly Part[]>> = {
  trip: [
    ['heading', 'trip.when'],
    ['bullets', 'trip.whenItems'],
    ['heading', 'trip.route'],
    ['table', 'trip.routeRows'],
    ['heading', 'trip.before'],
    ['checks', 'trip.beforeItems'],
    ['heading', 'trip.pack'],
    ['checks', 'trip.packItems'],
    ['heading', 'trip.who'],
    ['bullets', 'trip.whoItems'],
    ['heading', 'trip.phones'],
    ['text', 'trip.phonesText'],
  ],
  barbecue: [
    ['heading', 'barbecue.when'],
    ['bullets', 'barbecue.whenItems'],
    ['heading', 'barbecue.guests'],
    ['checks', 'barbecue.guestsItems'],
    ['heading', 'barbecue.food'],
    ['checks', 'barbecue.foodItems'],
    ['heading', 'barbecue.drinks'],
    ['checks', 'barbecue.drinksItems'],
    ['heading', 'barbecue.things'],
    ['checks', 'barbecue.thingsItems'],
    ['quote', 'barbecue.sum'],
  ],
  household: [
    ['heading', 'household.bills'],
    ['table', 'household.billsRows'],
    ['heading', 'household.cleaning'],
    ['table', 'household.cleaningRows'],
    ['heading', 'household.rules'],
    ['numbers', 'household.rulesItems'],
    ['heading', 'household.shopping'],
    ['checks', 'household.shoppingItems'],
  ],
  shopping: [
    ['heading', 'shopping.fresh'],
    ['checks', 'shopping.freshItems'],
    ['heading', 'shopping.bakery'],
    ['checks', 'shopping.bakeryItems'],
    ['heading', 'shopping.pantry'],
    ['checks', 'shopping.pantryItems'],
    ['heading', 'shopping.cleaning'],
    ['checks', 'shopping.cleaningItems'],
  ],
  minutes: [
    ['heading', 'minutes.head'],
    ['bullets', 'minutes.headItems'],
    ['heading', 'minutes.agenda'],
    ['numbers', 'minutes.agendaItems'],
    ['heading', 'minutes.decisions'],
    ['bullets', 'minutes.decisionsItems'],
    ['heading', 'minutes.tasks'],
    ['checks', 'minutes.tasksItems'],
    ['heading', 'minutes.next'],
    ['text', 'minutes.nextText'],
  ],
  blank: [],
};

export function buildTemplate(template: Template, title: string, t: Words): RichDocument {
  return { title, blocks: PARTS[template].map(([kind, key]) => blockOf(kind, t(key))) };
}

function blockOf(kind: Part[0], words: string): Block {
  const lines = words.split('\n');
  switch (kind) {
    case 'heading':
      return { kind, level: 2, inlines: [{ kind: 'text', text: words }] };
    case 'text':
      return paragraph(words);
    case 'quote':
      return { kind, blocks: [paragraph(words)] };
    case 'bullets':
    case 'numbers':
      return { kind: 'list', ordered: kind === 'numbers', items: lines.map(item) };
    case 'checks':
      return { kind: 'check-list', items: lines.map((line) => ({ ...item(line), checked: false })) };
    case 'table':
      return { kind, rows: lines.map((line, row) => ({ cells: cellsOf(line, row === 0) })) };
  }
}

const cellsOf = (line: string, header: boolean): readonly TableCell[] =>
  line.split('|').map((words) => ({ header, blocks: [paragraph(words.trim())] }));

const item = (words: string): ListItem => ({ blocks: [paragraph(words)] });

const paragraph = (words: string): Block => ({
  kind: 'paragraph',
  inlines: words === '' ? [] : [{ kind: 'text', text: words }],
});

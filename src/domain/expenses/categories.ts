/** What an expense was for. The list only grows: a key an app does not know is shown as `outros`. */
export const CATEGORIES = [
  'mercado',
  'restaurante',
  'bebidas',
  'transporte',
  'casa',
  'contas',
  'viagem',
  'lazer',
  'saude',
  'compras',
  'educacao',
  'presentes',
  'pets',
  'trabalho',
  'outros',
] as const;
export type Category = (typeof CATEGORIES)[number];

const EMOJI: Readonly<Record<Category, string>> = {
  mercado: '🛒',
  restaurante: '🍽️',
  bebidas: '🍻',
  transporte: '🚗',
  casa: '🏠',
  contas: '💡',
  viagem: '✈️',
  lazer: '🎬',
  saude: '💊',
  compras: '🛍️',
  educacao: '📚',
  presentes: '🎁',
  pets: '🐾',
  trabalho: '💼',
  outros: '🧾',
};

/** As this build knows it: a key of a newer app is something else. */
export function knownCategory(key: string): Category {
  return (CATEGORIES as readonly string[]).includes(key) ? (key as Category) : 'outros';
}

export function categoryEmoji(key: string): string {
  return EMOJI[knownCategory(key)];
}

/** Every slice of pt-BR but the errors, as one chunk. A new file in `locales/pt-BR` is found by itself. */
const slices: Record<string, Record<string, unknown>> = import.meta.glob(
  ['../../../locales/pt-BR/*.json', '!../../../locales/pt-BR/errors.json'],
  { eager: true, import: 'default' },
);

export default slices;

/** Every slice of es but the errors, as one chunk. A new file in `locales/es` is found by itself. */
const slices: Record<string, Record<string, unknown>> = import.meta.glob(
  ['../../../locales/es/*.json', '!../../../locales/es/errors.json'],
  { eager: true, import: 'default' },
);

export default slices;

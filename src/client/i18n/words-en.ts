/** Every slice of en but the errors, as one chunk. A new file in `locales/en` is found by itself. */
const slices: Record<string, Record<string, unknown>> = import.meta.glob(
  ['../../../locales/en/*.json', '!../../../locales/en/errors.json'],
  { eager: true, import: 'default' },
);

export default slices;

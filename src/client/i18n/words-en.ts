/** Every slice of en, as one chunk. A new file in `locales/en` is found by itself. */
const slices: Record<string, Record<string, unknown>> = import.meta.glob('../../../locales/en/*.json', {
  eager: true,
  import: 'default',
});

export default slices;

/** Every slice of es, as one chunk. A new file in `locales/es` is found by itself. */
const slices: Record<string, Record<string, unknown>> = import.meta.glob('../../../locales/es/*.json', {
  eager: true,
  import: 'default',
});

export default slices;

/** The slices of es that no first screen needs, as one chunk. A new file in `locales/es/later` is found by itself. */
const slices: Record<string, Record<string, unknown>> = import.meta.glob('../../../locales/es/later/*.json', {
  eager: true,
  import: 'default',
});

export default slices;

/** The slices of en that no first screen needs, as one chunk. A new file in `locales/en/later` is found by itself. */
const slices: Record<string, Record<string, unknown>> = import.meta.glob('../../../locales/en/later/*.json', {
  eager: true,
  import: 'default',
});

export default slices;

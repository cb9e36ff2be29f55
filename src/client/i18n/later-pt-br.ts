/** The slices of pt-BR that no first screen needs, as one chunk. A new file in `locales/pt-BR/later` is found by itself. */
const slices: Record<string, Record<string, unknown>> = import.meta.glob(
  '../../../locales/pt-BR/later/*.json',
  {
    eager: true,
    import: 'default',
  },
);

export default slices;

import { describeBundles } from './bundles.ts';

describeBundles('bundles on PGlite', async () => ({ environment: {}, close: async () => undefined }));

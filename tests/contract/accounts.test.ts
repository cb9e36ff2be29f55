import { describeAccounts } from './accounts.ts';

describeAccounts('accounts on PGlite', async () => ({ environment: {}, close: async () => undefined }));

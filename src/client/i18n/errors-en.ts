/** The catalogue of errors in en, as a chunk of its own: it comes after the first paint. */
import errors from '../../../locales/en/errors.json';

const slices: Record<string, Record<string, unknown>> = { 'errors.json': errors };

export default slices;

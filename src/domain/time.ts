/** Times are epoch milliseconds, integers. They are shown; they never order or deduplicate anything. */
import * as v from 'valibot';

/** 0 … 9999-12-31: what every Date can show. */
export const epochMsSchema = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(0),
  v.maxValue(253_402_300_799_999),
);

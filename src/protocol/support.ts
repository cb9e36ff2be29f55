/** `GET /api/support`: whom to ask for help with this server, if its operator says so. Nobody's name is needed to ask. */
import * as v from 'valibot';

const PAGE = /^https:\/\/[A-Za-z0-9.-]{1,200}(?::\d{1,5})?(?:[/?#][^\s"'<>]*)?$/;
const EMAIL = /^[^\s@<>]{1,64}@[A-Za-z0-9.-]{1,185}\.[A-Za-z]{2,24}$/;

/** An e-mail address, or an https address (a page, a chat). */
export function isSupportContact(text: string): boolean {
  return text.length <= 250 && (EMAIL.test(text) || PAGE.test(text));
}

export const supportSchema = v.object({
  contact: v.nullable(v.pipe(v.string(), v.check(isSupportContact, 'not a contact'))),
});
export type Support = v.InferOutput<typeof supportSchema>;

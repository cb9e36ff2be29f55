// @vitest-environment happy-dom
import { I18nextProvider } from 'react-i18next';
import { expect, it } from 'vitest';
import { type PhotoDoor, PhotosContext } from '#client/session/photos.ts';
import type { Sending } from '#client/store/read-types.ts';
import type { Attachment } from '#domain/attachments/attachment.ts';
import { idOf } from '#tests/support/ops.ts';
import { loadPortuguese } from '#tests/support/pt-br.ts';
import { change, renderDom } from '#tests/support/render-dom.tsx';
import { NotSent } from './not-sent.tsx';

const photo = (name: string): Attachment => {
  return { blobId: idOf(name), mime: 'image/webp', bytes: 3, width: 4, height: 3 };
};

async function show(sending: Sending | null, onAgain?: (photo: Attachment) => void) {
  const door: PhotoDoor = {
    attach: async (groupId, file) => {
      expect([groupId, await file.text()]).toEqual(['floripa', 'abc']);
      return { ok: true, attachment: photo('new') };
    },
    show: async ({ attachment }) => {
      expect(attachment).toEqual(photo('old'));
      return { state: 'here', blob: new Blob(['abc']) };
    },
    observeSending: () => ({
      subscribe(next) {
        next(sending);
        return () => undefined;
      },
    }),
  };
  const { container } = await renderDom(
    <I18nextProvider i18n={await loadPortuguese()}>
      <PhotosContext value={door}>
        <NotSent groupId="floripa" photo={photo('old')} onAgain={onAgain} />
      </PhotosContext>
    </I18nextProvider>,
  );
  return container;
}

it('says nothing of a photo that is on its way, or sent', async () => {
  const host = await show(null, () => undefined);
  expect(host.textContent).toBe('');
});

it('puts the same picture there as a photo that was never refused', async () => {
  const again: Attachment[] = [];
  const host = await show({ state: 'refused', why: 'photo-quota' }, (one) => void again.push(one));
  expect(host.querySelector('[role=alert]')?.textContent).toContain('só este aparelho a mostra');
  await change(() => host.querySelector('button')?.click());
  expect(again).toEqual([photo('new')]);
});

it('offers nothing to who only reads', async () => {
  const host = await show({ state: 'refused', why: 'photo-quota' });
  expect(host.querySelector('[role=alert]')).not.toBeNull();
  expect(host.querySelector('button')).toBeNull();
});

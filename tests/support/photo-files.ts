/** Photos as phones make them: large, turned by a note in their EXIF, and telling where they were taken. */
import sharp, { type Sharp } from 'sharp';

/** Words of the EXIF that must be nowhere afterwards. */
export const EXIF_CANARY = 'Rua do Canario 42';

export interface PhotoFile {
  readonly width: number;
  readonly height: number;
  /** As EXIF says it: 6 is a phone held upright. */
  readonly orientation?: number;
}

/** A JPEG that weighs about what a camera's does: noise does not compress. */
export function makePhoto({ width, height, orientation = 6 }: PhotoFile): Promise<Buffer> {
  return noise(width, height)
    .jpeg({ quality: 90 })
    .withExif({
      IFD0: { ImageDescription: EXIF_CANARY, Make: 'Moto' },
      IFD3: {
        GPSLatitudeRef: 'S',
        GPSLatitude: '27/1 35/1 49/1',
        GPSLongitudeRef: 'W',
        GPSLongitude: '48/1 32/1 58/1',
      },
    })
    .withMetadata({ orientation })
    .toBuffer();
}

/** As a device sends it: small, and already without a word. */
export function makeSmallPhoto(width = 320, height = 240): Promise<Buffer> {
  return noise(width, height).webp({ quality: 80 }).toBuffer();
}

function noise(width: number, height: number): Sharp {
  return sharp({
    create: {
      width,
      height,
      channels: 3,
      noise: { type: 'gaussian', mean: 128, sigma: 30 },
      background: 'white',
    },
  });
}

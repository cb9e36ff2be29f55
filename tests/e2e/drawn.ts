import { expect, type Locator } from '@playwright/test';

/** It has come, and is a picture: more than its place is there. */
export const expectDrawn = (image: Locator): Promise<void> =>
  expect
    .poll(() =>
      image
        .first()
        .evaluate((img: HTMLImageElement) => img.naturalWidth)
        .catch(() => 0),
    )
    .toBeGreaterThan(0);

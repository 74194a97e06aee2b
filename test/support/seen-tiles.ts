import { numberBits, squareSize } from '../../gateway/src/simulator/cameras/rtsp/footage.ts';
import type { Page } from './browser.ts';

/** What stands on a screen in the place of one camera. */
export interface SeenTile {
  readonly id: string;
  /** The number that the simulated camera burnt into the picture, read from its pixels; null: there is no picture. */
  readonly number: number | null;
  /** Whether what is on the screen has colours: from its pixels, whatever the page says. */
  readonly coloured: boolean;
  readonly words: string;
}

/** Of the footage that the squares are measured in. */
const footageWidth = 640;

/** Looks at a page as somebody who stands before it: pixels and words. */
export async function seeTiles(page: Page): Promise<SeenTile[]> {
  const order = { bits: numberBits, square: squareSize, width: footageWidth };
  const before = await page.evaluate(readNumbers, order);
  const screen = (await page.screenshot({ type: 'png' })).toString('base64');
  const colours = await page.evaluate(findColours, screen);
  return before.map((tile) => ({ ...tile, coloured: (colours[tile.id] ?? 0) > 0.1 }));
}

/** In the page. The lowest bit first, white is one. */
function readNumbers({ bits, square, width }: { bits: number; square: number; width: number }) {
  return [...document.querySelectorAll<HTMLElement>('[data-camera]')].map((tile) => {
    const video = tile.querySelector('video');
    const figure = tile.querySelector('figure');
    const seen = {
      id: tile.dataset['camera'] ?? '',
      words: figure?.innerText.replaceAll(/\s+/g, ' ').trim() ?? '',
    };
    if (!video || video.videoWidth === 0) return { ...seen, number: null };
    const size = (square * video.videoWidth) / width;
    const canvas = new OffscreenCanvas(Math.ceil(bits * size), Math.ceil(size));
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('no canvas');
    context.drawImage(video, 0, 0);
    let number = 0;
    for (let bit = 0; bit < bits; bit++) {
      const [red = 0] = context.getImageData(Math.floor((bit + 0.5) * size), Math.floor(size / 2), 1, 1).data;
      if (red > 127) number += 2 ** bit;
    }
    return { ...seen, number };
  });
}

/** In the page: of each tile the share of pixels that are clearly neither black, grey nor white. */
async function findColours(screen: string): Promise<Record<string, number>> {
  const bytes = Uint8Array.from(atob(screen), (letter) => letter.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  context.drawImage(picture, 0, 0);
  const shares: Record<string, number> = {};
  for (const tile of document.querySelectorAll<HTMLElement>('[data-camera]')) {
    const { x, y, width, height } = tile.getBoundingClientRect();
    const { data } = context.getImageData(x, y, width, height);
    let coloured = 0;
    for (let at = 0; at < data.length; at += 4) {
      const parts = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
      if (Math.max(...parts) - Math.min(...parts) > 60) coloured++;
    }
    shares[tile.dataset['camera'] ?? ''] = (4 * coloured) / data.length;
  }
  return shares;
}

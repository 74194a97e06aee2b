import { ApiProblem } from '../../../lib/api.ts';

/** Along its longer side: read well at full width on a wall, and a phone of 12 megapixels sends 1 MB. */
const mostDots = 2_400;
const heavyBytes = 2_000_000;

/**
 * A picture as it is sent to the gateway, which decodes none: photos are made smaller and turned as they are to be seen, and lose
 * what they noted of where they were taken. Rejects with the gateway's own codes for what is no picture.
 */
export async function lightPicture(file: Blob): Promise<Blob> {
  const image = await createImageBitmap(file).catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
  try {
    const scale = Math.min(1, mostDots / Math.max(image.width, image.height));
    const asItIs = scale === 1 && file.size <= heavyBytes && file.type !== 'image/jpeg';
    return asItIs ? file : await drawn(image, scale);
  } finally {
    image.close();
  }
}

async function drawn(image: ImageBitmap, scale: number): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  const context = canvas.getContext('2d');
  if (context) {
    // A JPEG has no glass in it: what shows through is paper.
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(unreadable(blob, null))), 'image/jpeg', 0.86);
  });
}

function unreadable(file: Blob | null, cause: unknown): ApiProblem {
  const isPicture = file === null || /^image\/(jpeg|png|webp)$/.test(file.type);
  const code = isPicture ? 'map-picture.broken' : 'map-picture.kind';
  return Object.assign(new ApiProblem({ code, status: 0, detail: 'The browser cannot read this picture.' }), { cause });
}

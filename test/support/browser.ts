import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import axe from 'axe-core';
import { chromium, type Locator, type Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';

export type { Locator, Page } from 'playwright-core';

export const phone = { width: 360, height: 740 };
export const laptop = { width: 1280, height: 800 };

/** What keeps a browser to itself and off the network. */
export const quiet = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real browser of the test's own, as new, with the panel in it. Of a test that fails a picture stays behind. `more`: flags. */
export async function openPanel(
  url: string,
  size: { width: number; height: number },
  path = '/',
  more: readonly string[] = [],
): Promise<Page> {
  const browser = await chromium.launch({ executablePath: chromiumHere(), args: [...quiet, ...more] });
  const context = await browser.newContext({
    baseURL: url,
    viewport: size,
    hasTouch: size === phone,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') await leavePicture(page, task.name);
    await browser.close();
  });
  page.setDefaultTimeout(20_000);
  await page.goto(path);
  return page;
}

/** A microphone that hears this WAV file, over and over, and a person who allows it. */
export function microphoneHearing(file: string): string[] {
  return [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-audio-capture=${file}`,
  ];
}

/** Waits until a person sees it. */
export function seen(locator: Locator, withinMs?: number): Promise<void> {
  return locator.first().waitFor({ state: 'visible', ...(withinMs !== undefined && { timeout: withinMs }) });
}

/** Waits until nobody sees it any more. */
export function gone(locator: Locator, withinMs?: number): Promise<void> {
  return locator.first().waitFor({ state: 'hidden', ...(withinMs !== undefined && { timeout: withinMs }) });
}

/** Nothing on the screen keeps somebody out: no serious or critical finding of axe. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await page.evaluate<axe.AxeResults>(`${axe.source}; axe.run({ resultTypes: ['violations'] })`);
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const findings = grave.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
  expect(findings, `on ${page.url()}`).toEqual([]);
}

/** The first Chromium on the path. */
export function chromiumHere(): string {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, 'chromium')).find(mayRun) ?? '/usr/bin/chromium';
}

function mayRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function leavePicture(page: Page, testName: string): Promise<void> {
  const path = join(tmpdir(), `loa-thon ${testName.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60)}.png`);
  await page.screenshot({ path, fullPage: true });
  console.error(`What the browser showed: ${path} (${page.url()})`);
}

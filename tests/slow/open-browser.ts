import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findExecutable } from '../../src/sandbox/index.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'] as const;

/** The system's Chromium, without a window. Errors: where there is none, with what to do. */
export async function openBrowser(): Promise<Browser> {
  const [executablePath] = NAMES.flatMap((name) => findExecutable(name) ?? []);
  if (executablePath === undefined) {
    throw new Error(
      'reports are tested in a real browser, and none is installed: run scripts/setup.sh, or apt-get install chromium',
    );
  }
  return chromium.launch({ executablePath });
}

export interface Visit {
  readonly page: Page;
  /** What the page logged, threw or asked; nothing in a sound report. */
  readonly complaints: readonly string[];
  readonly requests: readonly string[];
}

/** Opens a file and hears everything that it says and asks for. */
export async function visit(browser: Browser, file: string): Promise<Visit> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  return { page, complaints, requests };
}

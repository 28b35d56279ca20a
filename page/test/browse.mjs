// The page in Chromium, opened from a file as by a double click.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { root } from './module.mjs';

export const html = join(root, 'target/page/bieumau.html');

/// Starts the browser. What it asks of any network is noted in `log`.
export async function browse(log) {
  const executablePath = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
  const browser = await chromium.launch({ executablePath, args: log ? [...args, `--log-net-log=${log}`] : args });

  /// A page, and a check that it has asked for nothing and told no error.
  async function opened(options = {}, path = html) {
    const context = await browser.newContext({ acceptDownloads: true, ...options });
    const page = await context.newPage();
    const left = [];
    context.on('request', (request) => { if (!/^(file|blob|data|about):/.test(request.url())) left.push(request.url()); });
    const errors = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
    await page.goto(pathToFileURL(path).href);
    await page.waitForFunction(() => document.querySelector('#form-list h3') ?? !document.querySelector('#trouble').hidden);
    assert.equal(await page.textContent('#trouble'), '');
    return { page, context, quiet: () => assert.deepEqual({ left, errors }, { left: [], errors: [] }) };
  }
  return { browser, opened };
}

/// The addresses of networks in the browser's own log, but for those where the browser asks for its own news.
export const asked = (log) => [...new Set([...readFileSync(log, 'utf8').matchAll(/"url":"((?:https?|wss?|ftp):[^"]*)"/g)].map(([, url]) => url))]
  .filter((url) => !/^https?:\/\/([\w-]+\.)*(google|googleapis|gstatic)\.com[/:]/.test(url));

/// Drops files or a folder on the page as a person does: the browser itself hands them over.
export async function drop(page, target, ...files) {
  await page.locator(target).scrollIntoViewIfNeeded();
  const { x, y, width, height } = await page.locator(target).boundingBox();
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  const at = { x: x + width / 2, y: Math.max(y, 0) + Math.min(height, 100) / 2 };
  for (const type of ['dragEnter', 'dragOver', 'drop']) await devtools.send('Input.dispatchDragEvent', { type, ...at, data });
  await devtools.detach();
}

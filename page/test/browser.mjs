// The page in a real browser, from file://, as people use it.
//   node browser.mjs PROGRAM [FOLDER FOR PICTURES]
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { chromium } from 'playwright-core';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const [program, pictures] = process.argv.slice(2);
const html = join(root, 'target/page/bieumau.html');
const address = pathToFileURL(html).href;
const inbox = join(root, 'fixtures/inbox-2023-06-23');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const temporary = mkdtempSync(join(tmpdir(), 'bieumau-page-'));
if (pictures) mkdirSync(pictures, { recursive: true });
// A form with two faults.
const faulty = join(temporary, 'PL1.csv');
writeFileSync(faulty, readFileSync(join(root, 'fixtures/cases/not-in-list/near-miss/PL1.csv'), 'utf8').replace('Chia sẽ mặc định', 'Mật'));

const executablePath = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
});

/// A page that fails the test when it asks for anything or says an error.
async function opened(options = {}, at = address) {
  const context = await browser.newContext({ acceptDownloads: true, ...options });
  const page = await context.newPage();
  const left = [];
  page.on('request', (request) => { if (!/^(file|blob|data):|^about:/.test(request.url())) left.push(request.url()); });
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
  await page.goto(at);
  await page.waitForFunction(() => document.querySelectorAll('#form-list h3').length > 0);
  return { page, context, quiet: () => assert.deepEqual({ left, errors }, { left: [], errors: [] }) };
}

const picture = async (page, name) => { if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true }); };

async function downloaded(page, button) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.click(button)]);
  const path = join(temporary, file.suggestedFilename());
  await file.saveAs(path);
  return path;
}

const verdict = async (page) => {
  await page.waitForSelector('#check-result:not([hidden])');
  return page.textContent('#verdict');
};

async function accessible(page, what) {
  for (const frame of page.frames()) {
    if (frame.url() === 'about:blank') continue;
    await frame.evaluate(axe);
    const { violations } = await frame.evaluate(() => axe.run(document, { iframes: false, resultTypes: ['violations'] }));
    const serious = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
    assert.deepEqual(serious.map(({ id, nodes }) => `${what}: ${id}: ${nodes[0].html}`), []);
  }
}

const tests = {
  async 'a faulty form is dropped, comes back marked, is corrected and can be sent'() {
    const { page, context, quiet } = await opened();
    const bytes = [...readFileSync(faulty)];
    const transfer = await page.evaluateHandle((bytes) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(bytes)], 'PL1.csv'));
      return transfer;
    }, bytes);
    await page.dispatchEvent('#check .drop', 'drop', { dataTransfer: transfer });
    const [bad] = [await verdict(page)];
    const frame = page.frameLocator('#check-page');
    assert.equal(await frame.locator('td.error').count(), 2, 'both cells are marked');
    await picture(page, 'check');
    await accessible(page, 'check');
    const returned = await downloaded(page, '#get-returned');
    assert.match(returned, /trả lại\.xlsx$/);
    const parts = unzipSync(readFileSync(returned));
    const strings = strFromU8(parts['xl/sharedStrings.xml']);
    const mended = strings.replaceAll('>Mật<', '>Chia sẻ mặc định<').replaceAll('>Có rồi<', '>Đã có<');
    assert.notEqual(mended, strings);
    parts['xl/sharedStrings.xml'] = strToU8(mended);
    const corrected = join(temporary, 'corrected.xlsx');
    writeFileSync(corrected, zipSync(parts));
    await page.setInputFiles('#check-files', corrected);
    await page.waitForFunction((bad) => document.querySelector('#verdict').textContent !== bad, bad);
    await page.waitForSelector('#check-result:not([hidden])');
    assert.equal(await page.getAttribute('#verdict', 'class'), 'good', await page.textContent('#verdict'));
    assert.equal(await frame.locator('td.error').count(), 0);
    // The same name again: what is mended is said.
    const half = join(temporary, 'half');
    mkdirSync(half);
    writeFileSync(join(half, 'PL1.csv'), readFileSync(faulty, 'utf8').replace(',Mật,', ',Chia sẻ mặc định,'));
    await page.setInputFiles('#check-files', join(half, 'PL1.csv'));
    await page.waitForSelector('#since:not([hidden])');
    assert.match(await page.textContent('#since'), /đã sửa 1 chỗ, còn 1 chỗ/);
    assert.ok((await downloaded(page, '#get-findings')).endsWith('.xlsx'));
    assert.ok((await downloaded(page, '#get-blank button')).endsWith('.xlsx'));
    quiet();
    await context.close();
  },

  async 'an inbox is merged as a folder: the same figures and the same workbook as the program'() {
    const { page, context, quiet } = await opened();
    await page.click('#tab-merge');
    await page.fill('#as-of', '2023-06-23');
    await page.setInputFiles('#merge-folder', inbox);
    await page.waitForSelector('#merge-result:not([hidden])', { timeout: 120_000 });
    const text = await page.frameLocator('#merge-page').locator('body').innerText();
    assert.match(text, /có 41 cơ quan \(6 cơ quan cấp bộ và 35 cơ quan cấp tỉnh\)/);
    assert.match(text, /\b15 cơ quan/);
    await picture(page, 'merge');
    await accessible(page, 'merge');
    const out = join(temporary, 'native.xlsx');
    execFileSync(program, ['merge', inbox, '--as-of', '2023-06-23', '-o', out], { stdio: 'ignore' });
    const [mine, theirs] = [unzipSync(readFileSync(await downloaded(page, '#get-summary'))), unzipSync(readFileSync(out))];
    assert.deepEqual(Object.keys(mine).sort(), Object.keys(theirs).sort());
    for (const part of Object.keys(theirs)) assert.ok(Buffer.from(mine[part]).equals(Buffer.from(theirs[part])), part);
    const letters = unzipSync(readFileSync(await downloaded(page, '#get-letters')));
    assert.ok(letters['letters.csv'] && Object.keys(letters).some((name) => name.endsWith('.docx')));
    const data = unzipSync(readFileSync(await downloaded(page, '#get-data')));
    assert.ok(data['datapackage.json']);
    const returned = unzipSync(readFileSync(await downloaded(page, '#get-all-returned')));
    assert.ok(Object.keys(returned).length > 5);
    // Last week's report is read.
    const report = await downloaded(page, '#get-report');
    await page.setInputFiles('#previous', report);
    await page.setInputFiles('#merge-folder', inbox);
    await page.waitForSelector('#merge-running:not([hidden])');
    await page.waitForSelector('#merge-result:not([hidden])', { timeout: 120_000 });
    await page.click('#show-findings');
    await page.waitForFunction(() => document.querySelector('#merge-page').contentDocument?.querySelector('section h2'));
    quiet();
    await context.close();
  },

  async 'hostile files among honest ones are told and stop nothing'() {
    const folder = join(temporary, 'mixed');
    mkdirSync(folder);
    const honest = readdirSync(inbox, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith('.xlsx')).slice(0, 10);
    honest.forEach((entry, index) => cpSync(join(entry.parentPath, entry.name), join(folder, `${index}-${entry.name}`)));
    writeFileSync(join(folder, 'cut.xlsx'), readFileSync(join(honest[0].parentPath, honest[0].name)).subarray(0, 3000));
    writeFileSync(join(folder, 'noise.xls'), Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256)));
    writeFileSync(join(folder, 'bomb.xlsx'), zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'xl/workbook.xml': new Uint8Array(90 << 20) }));
    const { page, context, quiet } = await opened();
    await page.click('#tab-merge');
    await page.fill('#as-of', '2023-06-23');
    await page.setInputFiles('#merge-folder', folder);
    await page.waitForSelector('#merge-result:not([hidden])', { timeout: 120_000 });
    await page.click('#show-findings');
    const text = async () => page.frameLocator('#merge-page').locator('body').innerText();
    await page.waitForFunction(() => document.querySelector('#merge-page').contentDocument?.body.innerText.includes('bomb.xlsx'));
    for (const name of ['cut.xlsx', 'noise.xls', 'bomb.xlsx']) assert.ok((await text()).includes(name), name);
    quiet();
    await context.close();
  },

  async 'a file that traps the program is told, and the rest goes on'() {
    // No file is known to do that, so a page is made whose program does at a name.
    const trap = readFileSync(html, 'utf8').replace('session.add(path, new Uint8Array(bytes))', "path === 'PL2.csv' ? (() => { throw new WebAssembly.RuntimeError('unreachable'); })() : session.add(path, new Uint8Array(bytes))");
    const path = join(temporary, 'trap.html');
    writeFileSync(path, trap);
    const { page, context } = await opened({}, pathToFileURL(path).href);
    writeFileSync(join(temporary, 'PL2.csv'), readFileSync(faulty));
    writeFileSync(join(temporary, 'PL3.csv'), readFileSync(faulty));
    await page.setInputFiles('#check-files', [faulty, join(temporary, 'PL2.csv'), join(temporary, 'PL3.csv')]);
    await verdict(page);
    const text = await page.frameLocator('#check-page').locator('body').innerText();
    assert.match(text, /dừng đột ngột/);
    for (const name of ['PL1.csv', 'PL2.csv', 'PL3.csv']) assert.ok(text.includes(name), name);
    await context.close();
  },

  async 'keyboard alone'() {
    const { page, context, quiet } = await opened();
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'language');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'tab-check');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'check-files');
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Space')]);
    await chooser.setFiles(faulty);
    await verdict(page);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'verdict');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'get-returned');
    const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    assert.ok(file.suggestedFilename().endsWith('.xlsx'));
    await page.focus('#tab-check');
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.getAttribute('#tab-merge', 'aria-selected'), 'true');
    quiet();
    await context.close();
  },

  async 'forms: blank ones, rules, and a page saved with other forms'() {
    const { page, context, quiet } = await opened();
    await page.click('#tab-forms');
    await page.selectOption('#agency', 'H22');
    assert.ok((await downloaded(page, '#form-list button')).includes('H22'));
    assert.ok(await page.locator('#rule-list details').count() > 50);
    await picture(page, 'forms');
    await accessible(page, 'forms');
    await page.setInputFiles('#schemas-folder', join(root, 'schemas'));
    await page.waitForSelector('#save-page:not([disabled])');
    const saved = await downloaded(page, '#save-page');
    quiet();
    await context.close();
    const again = await opened({}, pathToFileURL(saved).href);
    await again.page.click('#tab-forms');
    assert.ok(await again.page.isVisible('#built-in'), 'the saved page has the forms');
    await again.page.click('#tab-check');
    await again.page.setInputFiles('#check-files', faulty);
    await verdict(again.page);
    again.quiet();
    await again.context.close();
  },

  async 'on a phone, in the dark, in English, on paper'() {
    for (const [name, options] of [['phone', { viewport: { width: 390, height: 800 } }], ['dark', { colorScheme: 'dark' }]]) {
      const { page, context, quiet } = await opened(options);
      await page.click('#language');
      await page.waitForFunction(() => document.documentElement.lang === 'en');
      await page.setInputFiles('#check-files', faulty);
      await verdict(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${name}: ${wide} px too wide`);
      assert.match(await page.textContent('#get-returned'), /marked form/);
      await picture(page, name);
      await accessible(page, name);
      if (pictures) await page.pdf({ path: join(pictures, `${name}.pdf`), format: 'A4' });
      quiet();
      await context.close();
    }
  },
};

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  const start = performance.now();
  try {
    await test();
    console.log(`ok    ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed += 1;
    console.error(`FAILS ${name}\n${error.stack}`);
  }
}
await browser.close();
rmSync(temporary, { recursive: true, force: true });
process.exit(failed ? 1 : 0);

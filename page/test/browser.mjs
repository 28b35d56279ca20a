// The page in a real browser, from file://, as people use it.
//   node browser.mjs PROGRAM [FOLDER FOR PICTURES [PART OF A TEST'S NAME]]
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { asked, browse, drop, html } from './browse.mjs';
import { inbox, root } from './module.mjs';

const [program, pictures, only] = process.argv.slice(2);
const forms = join(root, 'schemas');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const temporary = mkdtempSync(join(tmpdir(), 'bieumau-page-'));
const log = join(temporary, 'net-log.json');
const { browser, opened } = await browse(log);
if (pictures) mkdirSync(pictures, { recursive: true });
// A form with two faults.
const faulty = join(temporary, 'PL1.csv');
writeFileSync(faulty, readFileSync(join(root, 'fixtures/cases/not-in-list/near-miss/PL1.csv'), 'utf8').replace('Chia sẽ mặc định', 'Mật'));

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

/// The page, and each page within it by itself: no script runs in those.
async function accessible(page, what) {
  const inner = await page.$$eval('iframe[srcdoc]', (frames) => frames.filter((frame) => frame.offsetParent).map((frame) => frame.srcdoc));
  await page.evaluate(axe);
  await judged(page, what);
  for (const content of inner) {
    const alone = await page.context().newPage();
    await alone.setContent(content);
    await alone.evaluate(axe);
    await judged(alone, `${what}, the page within`);
    await alone.close();
  }
}

async function judged(page, what) {
  const { violations } = await page.evaluate(() => axe.run(document, { iframes: false, resultTypes: ['violations'] }));
  const serious = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
  assert.deepEqual(serious.map(({ id, nodes }) => `${what}: ${id}: ${nodes[0].html}`), []);
}

const tests = {
  async 'a faulty form is dropped, comes back marked, is corrected and can be sent'() {
    const { page, context, quiet } = await opened();
    await drop(page, '#check .drop', faulty);
    const bad = await verdict(page);
    assert.match(bad, /CHƯA THỂ GỬI/);
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
    // It is saved under its own name and dropped on the result: what is mended is said.
    writeFileSync(returned, zipSync(parts));
    await drop(page, '#check-page', returned);
    await page.waitForFunction((bad) => document.querySelector('#verdict').textContent !== bad, bad);
    await page.waitForSelector('#check-result:not([hidden])');
    assert.equal(await page.getAttribute('#verdict', 'class'), 'good', await page.textContent('#verdict'));
    assert.match(await page.textContent('#verdict'), /CÓ THỂ GỬI/);
    assert.equal(await frame.locator('td.error').count(), 0);
    assert.match(await page.textContent('#since-words'), /đã sửa 2 chỗ, còn 0 chỗ/);
    await picture(page, 'mended');
    // Nothing is said of a form that is seen for the first time; of half of it under the same name, that half.
    const half = join(temporary, 'half');
    mkdirSync(half);
    writeFileSync(join(half, 'PL1.csv'), readFileSync(faulty, 'utf8').replace(',Mật,', ',Chia sẻ mặc định,'));
    await page.setInputFiles('#check-files', join(half, 'PL1.csv'));
    await page.waitForFunction(() => /đã sửa 1 chỗ, còn 1 chỗ/.test(document.querySelector('#since-words').textContent));
    assert.match(await page.textContent('#mended'), /Mật/);
    await page.waitForSelector('#check-result:not([hidden])');
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
    if (pictures) await page.screenshot({ path: join(pictures, 'merge.png') });
    await accessible(page, 'merge');
    const out = join(temporary, 'native.xlsx');
    execFileSync(program, ['merge', inbox, '--as-of', '2023-06-23', '-o', out], { stdio: 'ignore' });
    const [mine, theirs] = [unzipSync(readFileSync(await downloaded(page, '#get-summary'))), unzipSync(readFileSync(out))];
    assert.deepEqual(Object.keys(mine).sort(), Object.keys(theirs).sort());
    for (const part of Object.keys(theirs)) assert.ok(Buffer.from(mine[part]).equals(Buffer.from(theirs[part])), part);
    const letters = unzipSync(readFileSync(await downloaded(page, '#get-letters')));
    assert.ok(letters['letters.csv'] && Object.keys(letters).some((name) => name.endsWith('.docx')));
    assert.ok(Object.keys(letters).some((name) => /G08 .*\.xlsx$/.test(name)), 'what goes back goes with the letter');
    const data = unzipSync(readFileSync(await downloaded(page, '#get-data')));
    assert.ok(data['datapackage.json']);
    const returned = unzipSync(readFileSync(await downloaded(page, '#get-all-returned')));
    assert.ok(Object.keys(returned).length > 5);
    // Dropped as a folder, or chosen as an archive: the same. Last week's report is read.
    const report = await downloaded(page, '#get-report');
    const before = JSON.parse(readFileSync(report, 'utf8'));
    const merged = async () => {
      await page.waitForSelector('#merge-result', { state: 'hidden' });
      await page.waitForSelector('#merge-result:not([hidden])', { timeout: 120_000 });
      return JSON.parse(readFileSync(await downloaded(page, '#get-report'), 'utf8'));
    };
    await page.setInputFiles('#previous', report);
    await drop(page, '#merge .drop', inbox);
    const { trend, ...again } = await merged();
    // Chromium keeps files of the system's own and lock files from pages: they would be skipped.
    const taken = ({ files }) => files.filter(({ outcome }) => outcome !== 'skipped');
    assert.deepEqual(taken(again), taken(before));
    assert.deepEqual(again.totals, before.totals);
    assert.ok(trend, 'compared with last week');
    await page.setInputFiles('#previous', []);
    const files = readdirSync(inbox, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const zip = join(temporary, 'inbox.zip');
    writeFileSync(zip, zipSync(Object.fromEntries(files.map((file) => [relative(inbox, file), new Uint8Array(readFileSync(file))]))));
    await page.setInputFiles('#merge-files', zip);
    assert.deepEqual((await merged()).totals, before.totals);
    await page.click('#show-findings');
    await page.waitForFunction(() => document.querySelector('#merge-page').contentDocument?.querySelector('section h2'));
    const shown = await page.frameLocator('#merge-page').locator('body').innerText();
    for (const { path } of before.files) assert.ok(shown.includes(path), `${path} is shown with what became of it`);
    await picture(page, 'merge-files');
    await accessible(page, 'merge-files');
    await page.setViewportSize({ width: 390, height: 800 });
    await page.click('#show-summary');
    await page.waitForFunction(() => document.querySelector('#merge-page').contentDocument?.querySelector('#agencies'));
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the summary fits on a phone');
    await accessible(page, 'merge-phone');
    if (pictures) await page.screenshot({ path: join(pictures, 'merge-phone.png') });
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
    await page.waitForFunction(() => document.querySelector('#merge-page').contentDocument?.body?.innerText.includes('bomb.xlsx'));
    for (const name of ['cut.xlsx', 'noise.xls', 'bomb.xlsx']) assert.ok((await text()).includes(name), name);
    quiet();
    await context.close();
  },

  async 'a file that traps the program is told, and the rest goes on'() {
    // No file is known to do that, so a page is made whose program does at a name.
    const trap = readFileSync(html, 'utf8').replace('session.add(path, new Uint8Array(bytes))', "path === 'PL2.csv' ? (() => { throw new WebAssembly.RuntimeError('unreachable'); })() : session.add(path, new Uint8Array(bytes))");
    const path = join(temporary, 'trap.html');
    writeFileSync(path, trap);
    const { page, context } = await opened({}, path);
    writeFileSync(join(temporary, 'PL2.csv'), readFileSync(faulty));
    writeFileSync(join(temporary, 'PL3.csv'), readFileSync(faulty));
    await page.setInputFiles('#check-files', [faulty, join(temporary, 'PL2.csv'), join(temporary, 'PL3.csv')]);
    await verdict(page);
    const text = await page.frameLocator('#check-page').locator('body').innerText();
    assert.match(text, /dừng đột ngột/);
    for (const name of ['PL1.csv', 'PL2.csv', 'PL3.csv']) assert.ok(text.includes(name), name);
    await context.close();
  },

  async 'a file that cannot be had is told, and the rest goes on'() {
    const { page, context, quiet } = await opened();
    await page.evaluate(() => {
      const read = Blob.prototype.arrayBuffer;
      Blob.prototype.arrayBuffer = function () { return this.name === 'PL4.csv' ? Promise.reject(new DOMException('gone', 'NotFoundError')) : read.call(this); };
    });
    const lost = join(temporary, 'PL4.csv');
    writeFileSync(lost, readFileSync(faulty));
    await page.click('#tab-merge');
    await page.setInputFiles('#merge-files', [faulty, lost]);
    await page.waitForSelector('#merge-result:not([hidden])');
    assert.match(await page.textContent('#merge-status'), /Đã đọc 1 trong 2 tệp/);
    const report = JSON.parse(readFileSync(await downloaded(page, '#get-report'), 'utf8'));
    assert.ok(report.findings.some(({ file, code }) => file === 'PL4.csv' && code === 'F128'), JSON.stringify(report.findings));
    await page.click('#tab-check');
    await page.setInputFiles('#check-files', [faulty, lost]);
    await verdict(page);
    assert.match(await page.frameLocator('#check-page').locator('body').innerText(), /vừa thay đổi, không còn ở đó/);
    quiet();
    await context.close();
  },

  async 'nothing is said to be mended that was not'() {
    const { page, context, quiet } = await opened();
    const said = async (file) => {
      await page.evaluate(() => { document.querySelector('#check-page').srcdoc = ''; });
      await page.setInputFiles('#check-files', file);
      await page.waitForFunction(() => document.querySelector('#check-page').srcdoc !== '');
      await verdict(page);
      return (await page.isVisible('#since')) ? page.textContent('#since-words') : '';
    };
    // Named as a Mac writes names, and with marks that turn the order of letters round.
    const [name, other] = ['Biểu Hà Giang.csv'.normalize('NFD'), 'PL\u202e5.csv'].map((name) => join(temporary, name));
    for (const path of [name, other]) {
      writeFileSync(path, readFileSync(faulty));
      assert.equal(await said(path), '');
      assert.match(await downloaded(page, '#get-returned'), /\.xlsx$/);
      assert.match(await said(path), /đã sửa 0 chỗ, còn 2 chỗ\./);
    }
    // In the other language a fault is the same fault.
    await page.click('#language');
    await page.waitForFunction(() => /NOT READY/.test(document.querySelector('#verdict').textContent));
    assert.match(await said(name), /0 mended, 2 left\./);
    // Something else under the same name.
    writeFileSync(name, 'xin chào\n');
    assert.equal(await said(name), '');
    writeFileSync(name, readFileSync(faulty, 'utf8').replaceAll('Hà Giang', 'Cao Bằng').replaceAll('HÀ GIANG', 'CAO BẰNG'));
    assert.equal(await said(name), '', 'another agency sends it');
    quiet();
    await context.close();
  },

  async 'the page could not send anything if it wanted to'() {
    const { page, context } = await opened();
    const tried = await page.evaluate(() => Promise.allSettled([
      fetch('https://127.0.0.1/'),
      new Promise((resolve, reject) => Object.assign(new Image(), { onload: resolve, onerror: reject, src: 'https://127.0.0.1/a.png' })),
    ]).then((all) => all.map(({ status }) => status)));
    assert.deepEqual(tried, ['rejected', 'rejected']);
    await context.close();
  },

  async 'a merge is stopped, and begun again'() {
    const { page, context, quiet } = await opened();
    await page.click('#tab-merge');
    const stopped = async () => {
      await page.click('#merge-stop');
      await page.waitForFunction(() => /Đã dừng/.test(document.querySelector('#merge-status').textContent));
      assert.ok(await page.isHidden('#merge-result') && await page.isHidden('#merge-running') && await page.isHidden('#trouble'));
    };
    await page.setInputFiles('#merge-folder', inbox);
    await stopped();
    // Once more while the page itself waits for a file's bytes, which may never come from a share, and another merge waits for its turn.
    await page.evaluate(() => {
      window.bytesAsEver = Blob.prototype.arrayBuffer;
      Blob.prototype.arrayBuffer = () => new Promise(() => { document.body.dataset.reads = ''; });
    });
    await page.setInputFiles('#merge-folder', inbox);
    await page.waitForSelector('body[data-reads]');
    await page.setInputFiles('#merge-files', faulty);
    await stopped();
    await page.evaluate(() => { Blob.prototype.arrayBuffer = window.bytesAsEver; });
    assert.ok(await page.isHidden('#merge-running'), 'what waited is not merged either');
    await page.setInputFiles('#merge-files', faulty);
    await page.waitForSelector('#merge-result:not([hidden])');
    // What is shown is of the day that stands above it.
    await page.fill('#as-of', '2023-06-30');
    await page.waitForSelector('#merge-result', { state: 'hidden' });
    await page.click('#merge-again');
    await page.waitForSelector('#merge-result:not([hidden])');
    assert.equal(JSON.parse(readFileSync(await downloaded(page, '#get-report'), 'utf8')).as_of, '2023-06-30');
    await page.fill('#as-of', '');
    await page.click('#merge-again');
    await page.waitForFunction(() => /Tính đến ngày/.test(document.querySelector('#trouble').textContent));
    await page.fill('#as-of', '2023-06-30');
    await page.click('#merge-again');
    await page.waitForSelector('#merge-result:not([hidden])');
    // Printed by the keys, it is the whole of its page.
    await page.evaluate(() => { document.querySelector('#merge-page').contentWindow.print = () => { document.body.dataset.printed = ''; }; });
    await page.keyboard.press('Control+p');
    await page.waitForSelector('body[data-printed]');
    assert.equal(await page.textContent('#trouble'), '');
    quiet();
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
    await page.fill('#rule-search', 'V302');
    await page.waitForFunction(() => [...document.querySelectorAll('#rule-list details')].filter((rule) => rule.offsetParent).length === 1);
    await page.fill('#rule-search', '');
    await picture(page, 'forms');
    await accessible(page, 'forms');
    // A ministry's own forms: the same with another title, dropped as a folder, then as an archive.
    const own = join(temporary, 'schemas');
    cpSync(forms, own, { recursive: true });
    const form = join(own, 'forms/shared-databases.json');
    writeFileSync(form, readFileSync(form, 'utf8').replaceAll('Danh mục cơ sở dữ liệu dùng chung', 'Danh mục của riêng bộ'));
    await drop(page, '#forms .drop', own);
    await page.waitForSelector('#save-page:not([disabled])');
    assert.match(await page.textContent('#forms-in-use'), /Danh mục của riêng bộ/);
    await page.click('#built-in');
    await page.waitForSelector('#save-page[disabled]');
    const files = readdirSync(own, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const zip = join(temporary, 'schemas.zip');
    writeFileSync(zip, zipSync(Object.fromEntries(files.map((file) => [relative(temporary, file), new Uint8Array(readFileSync(file))]))));
    await page.setInputFiles('#schemas-zip', zip);
    await page.waitForSelector('#save-page:not([disabled])');
    assert.match(await page.textContent('#forms-in-use'), /Danh mục của riêng bộ/);
    // With two campaigns one is chosen.
    const second = JSON.parse(readFileSync(join(own, 'campaigns', readdirSync(join(own, 'campaigns'))[0]), 'utf8'));
    writeFileSync(join(own, 'campaigns/second.json'), JSON.stringify({ ...second, name: 'second' }));
    await page.setInputFiles('#schemas-folder', own);
    await page.waitForSelector('#campaign-field:not([hidden])', { state: 'attached' });
    assert.equal(await page.textContent('#trouble'), '');
    rmSync(join(own, 'campaigns/second.json'));
    await page.setInputFiles('#schemas-zip', zip);
    await page.waitForSelector('#campaign-field[hidden]', { state: 'attached' });
    const saved = await downloaded(page, '#save-page');
    // What is no folder of forms is told and changes nothing.
    await page.setInputFiles('#schemas-zip', faulty);
    await page.waitForSelector('#trouble:not([hidden])');
    assert.match(await page.textContent('#forms-in-use'), /Danh mục của riêng bộ/);
    quiet();
    await context.close();
    // The saved page works by itself, with these forms, and can be saved again.
    const again = await opened({}, saved);
    await again.page.setInputFiles('#check-files', faulty);
    await verdict(again.page);
    assert.match(await again.page.frameLocator('#check-page').locator('body').innerText(), /Danh mục của riêng bộ/);
    await again.page.click('#tab-forms');
    assert.equal(readFileSync(await downloaded(again.page, '#save-page'), 'utf8'), readFileSync(saved, 'utf8'));
    await again.page.click('#built-in');
    await again.page.waitForFunction(() => /Danh mục cơ sở dữ liệu/.test(document.querySelector('#forms-in-use').textContent));
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
      // The result is told anew in the other language; nothing was mended by that.
      await page.click('#language');
      await page.waitForFunction(() => /CHƯA THỂ GỬI/.test(document.querySelector('#verdict').textContent));
      await page.waitForSelector('#check-result:not([hidden])');
      assert.ok(await page.isHidden('#since'));
      await picture(page, name);
      await accessible(page, name);
      if (pictures) await page.pdf({ path: join(pictures, `${name}.pdf`), format: 'A4' });
      await page.emulateMedia({ media: 'print' });
      assert.ok(await page.isVisible('#verdict') && await page.isHidden('#check .drop') && await page.isHidden('#get-returned'));
      quiet();
      await context.close();
    }
  },
};

let [passed, failed] = [0, 0];
for (const [name, test] of Object.entries(tests)) {
  if (only && !name.includes(only)) continue;
  const start = performance.now();
  try {
    let late;
    await Promise.race([test(), new Promise((_, reject) => { late = setTimeout(() => reject(new Error('it took too long')), 180_000); })]);
    clearTimeout(late);
    passed += 1;
    console.log(`ok    ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed += 1;
    console.error(`FAILS ${name}\n${error.stack.split('Browser logs')[0]}`);
  }
}
await browser.close();
const requests = asked(log);
if (requests.length) {
  failed += 1;
  console.error(`FAILS no request leaves: ${requests.join(' ')}`);
}
rmSync(temporary, { recursive: true, force: true });
console.log(`page: ${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

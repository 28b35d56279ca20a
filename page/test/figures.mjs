// How large and how fast the page is, beside the program in the same run: from the drop of a form to its verdict, from the drop of an
// inbox to its summary, and the memory of each.
//   node figures.mjs PROGRAM [INBOX]        (a release build of the program, and a page as page/build makes it)
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { browse, drop, html } from './browse.mjs';
import { added, asOf, filesIn, inbox as known, instance } from './module.mjs';

const [program, inbox = known] = process.argv.slice(2);
const temporary = mkdtempSync(join(tmpdir(), 'bieumau-page-'));
const files = filesIn(inbox).filter((path) => /\.(xlsx|xls|xlsb|ods|csv)$/.test(path));
const form = files.filter((path) => path.endsWith('.xlsx')).sort((one, other) => statSync(one).size - statSync(other).size)[Math.floor(files.length / 2)] ?? files[0];
const median = (numbers) => numbers.sort((one, other) => one - other)[Math.floor(numbers.length / 2)];

async function timed(times, work) {
  const all = [];
  for (let turn = 0; turn < times; turn += 1) {
    const start = performance.now();
    await work();
    all.push(performance.now() - start);
  }
  return median(all);
}

const run = (...given) => execFileSync(program, given, { stdio: 'ignore' });
const ran = (...given) => { try { run(...given); } catch (error) { if (error.status !== 1) throw error; } };
const out = (name) => join(temporary, name);
const merge = ['merge', inbox, '--as-of', asOf, '-o', out('s.xlsx'), '--report', out('r.html')];

/// The most that the program held, in MiB.
function most(...given) {
  const { stderr } = spawnSync('/usr/bin/time', ['-f', '%M', program, ...given], { encoding: 'utf8' });
  return Number(stderr?.trim().split('\n').at(-1)) / 1024;
}

const { browser, opened } = await browse();
const start = performance.now();
const { page } = await opened();
const ready = performance.now() - start;
// Until the verdict stands there and the page with its marks is drawn.
const checks = async () => {
  await page.evaluate(() => { document.querySelector('#check-result').hidden = true; });
  await drop(page, '#check .drop', form);
  await page.waitForSelector('#check-result:not([hidden])');
};
const here = { first: await timed(1, checks), form: await timed(9, checks) };
await page.click('#tab-merge');
await page.fill('#as-of', asOf);
here.inbox = await timed(3, async () => {
  await page.evaluate(() => { document.querySelector('#merge-result').hidden = true; });
  await drop(page, '#merge .drop', inbox);
  await page.waitForSelector('#merge-result:not([hidden])', { timeout: 300_000 });
});
await browser.close();
const native = {
  form: await timed(9, () => ran('check', form, '-o', out('c.html'))),
  inbox: await timed(3, () => run(...merge)),
  alone: await timed(3, () => run(...merge, '--jobs', '1')),
};

const check = instance();
const session = new check.Session('vi', asOf, '', '', false);
session.add(basename(form), (await import('node:fs')).readFileSync(form));
session.checked(true);
session.check_as('html');
const whole = instance();
const merging = new whole.Session('vi', asOf, '', '', true);
added(merging, inbox);
merging.merge('');
merging.merged_as('html');
merging.summary_xlsx();

const ms = (number) => `${number.toFixed(0)} ms`;
const mib = (number) => (Number.isFinite(number) ? `${number.toFixed(0)} MiB` : 'not measured');
console.log(`page: ${(statSync(html).size / 1e6).toFixed(2)} MB, ready after ${ms(ready)}`);
console.log(`a form (${basename(form)}): drop to verdict ${ms(here.form)} (the first ${ms(here.first)}), the program ${ms(native.form)}: ${(here.form / native.form).toFixed(1)} times`);
console.log(`the inbox (${files.length} forms): ${ms(here.inbox)}, the program ${ms(native.inbox)}: ${(here.inbox / native.inbox).toFixed(1)} times; on one thread ${ms(native.alone)}: ${(here.inbox / native.alone).toFixed(1)} times`);
console.log(`memory: a form ${mib(check.mebibytes())}, the program ${mib(most('check', form))}; the inbox ${mib(whole.mebibytes())}, the program ${mib(most(...merge))}`);
rmSync(temporary, { recursive: true, force: true });

// The module's answers are the program's, byte for byte: `check FILE --format json` on every file below the given folders (by default
// the fixtures), and all that `merge` writes on the inbox of the fixtures, or on those after `--merge`.
//   node same.mjs PROGRAM [FOLDER…] [--merge INBOX…]
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { added, asOf, filesIn, inbox, instance, root } from './module.mjs';

const [program, ...given] = process.argv.slice(2);
const merges = given.includes('--merge') ? given.splice(given.indexOf('--merge')).slice(1) : [inbox];
const folders = given.length ? given : [join(root, 'fixtures')];
const day = ['--as-of', asOf];

/// Runs the program; what it wrote and how it ended.
const native = (...given) => new Promise((resolve) => {
  const env = { ...process.env, SOURCE_DATE_EPOCH: '1687478400' };
  execFile(program, given, { encoding: 'buffer', maxBuffer: 1 << 30, env }, (error, stdout) => resolve({ stdout, code: error?.code ?? 0 }));
});

let failures = 0;
function fail(what) {
  failures += 1;
  console.error(`differs: ${what}`);
}

let run = instance();
let [checked, refused] = [0, 0];

/// What the module says of a file alone.
function here(path) {
  try {
    const session = new run.Session('vi', asOf, '', '', false);
    session.add(basename(path), readFileSync(path));
    session.checked(true);
    const answer = Buffer.from(session.check_as('json'));
    session.free();
    return answer;
  } catch (error) {
    run = instance();
    return error;
  }
}

const paths = folders.flatMap(filesIn);
async function work() {
  for (let path = paths.shift(); path; path = paths.shift()) {
    const { stdout, code } = await native('check', path, '--format', 'json', '--jobs', '1');
    // What an operator is refused (the program's own outputs, say) is told in another way in the page.
    if (code === 2) refused += 1;
    else {
      const answer = here(path);
      checked += 1;
      if (answer instanceof Error) fail(`${relative(root, path)}: trap: ${answer.message}`);
      else if (!answer.equals(stdout)) fail(relative(root, path));
    }
  }
}
await Promise.all(Array.from({ length: availableParallelism() }, work));
console.log(`check: ${checked} files as the program, ${failures} not; ${refused} the program refuses`);

// What the program wrote and lies in an inbox is known there too: a folder or an archive of the data package.
const among = mkdtempSync(join(tmpdir(), 'bieumau-page-'));
for (const name of ['Ha-Giang.csv', 'khac/PL1.csv']) cpSync(join(root, 'fixtures/cases/not-in-list/near-miss/PL1.csv'), join(among, name));
await native('merge', among, ...day, '--data', join(among, 'du-lieu'));
writeFileSync(join(among, 'du-lieu.zip'), zipSync(Object.fromEntries(filesIn(join(among, 'du-lieu')).map((path) => [basename(path), new Uint8Array(readFileSync(path))]))));
merges.push(among);

const same = (one, other, what) => Buffer.from(one ?? '').equals(Buffer.from(other ?? '')) || fail(what);
for (const folder of merges) {
  const temporary = mkdtempSync(join(tmpdir(), 'bieumau-page-'));
  const at = (name) => join(temporary, name);
  const read = (name) => (existsSync(at(name)) ? readFileSync(at(name)) : '');
  const { code } = await native('merge', folder, ...day, '-o', at('s.xlsx'), '--report', at('r.json'), '--report', at('r.html'), '--data', at('d'), '--letters', at('l'));
  if (code !== 0) fail(`${folder}: the program ends with ${code}`);
  const [session, returned] = [new (instance().Session)('vi', asOf, '', '', true), new Set()];
  added(session, folder);
  session.merge();
  const before = failures;
  same(session.merged_as('json'), read('r.json'), 'report.json');
  same(session.merged_as('html'), read('r.html'), 'the page of the summary');
  const [mine, theirs] = [unzipSync(session.summary_xlsx()), unzipSync(read('s.xlsx'))];
  for (const part of new Set([...Object.keys(mine), ...Object.keys(theirs)])) same(mine[part], theirs[part], `the workbook's ${part}`);
  const data = unzipSync(session.data_zip());
  const names = new Set([...Object.keys(data), ...readdirSync(at('d'))].filter((name) => !name.startsWith('.')));
  for (const name of names) same(data[name], read(`d/${name}`), `the data package's ${name}`);
  for (const path of JSON.parse(session.to_return(true))) {
    // Of an archive the whole is given again, once.
    const [whole, member] = path.split(' › ');
    if (!member || !returned.has(whole)) session.give_back(whole, readFileSync(join(folder, whole)), true);
    returned.add(whole);
  }
  const letters = unzipSync(session.letters_zip());
  const written = filesIn(at('l')).map((path) => relative(at('l'), path)).filter((name) => !name.startsWith('.'));
  for (const name of new Set([...Object.keys(letters), ...written])) same(letters[name], read(`l/${name}`), `the letters' ${name}`);
  rmSync(temporary, { recursive: true });
  console.log(`merge: ${basename(folder)}: ${failures - before} outputs differ`);
}
rmSync(among, { recursive: true });
process.exit(failures ? 1 : 0);

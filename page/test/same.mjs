// The module's answers are the program's, byte for byte: `check FILE --format json` on every file below the given folders (by default
// the fixtures), and all that `merge` writes on the inbox. Then how fast, as a ratio to the program in the same run.
//   node same.mjs PROGRAM [FOLDER…]
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { unzipSync } from 'fflate';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const [program, ...folders] = process.argv.slice(2);
const built = join(root, 'target/page/bindgen');
const asOf = '2023-06-23';

const compiled = new WebAssembly.Module(readFileSync(join(built, 'bieumau_bg.wasm')));
const glue = readFileSync(join(built, 'bieumau.js'), 'utf8');

/// A fresh instance: one that trapped is of no more use.
function instance() {
  const context = vm.createContext({ TextDecoder, TextEncoder, WebAssembly, console, crypto: globalThis.crypto, Error, FinalizationRegistry });
  vm.runInContext(`${glue}\nglobalThis.bindgen = wasm_bindgen;`, context);
  const wasm = context.bindgen.initSync({ module: compiled });
  return { Session: context.bindgen.Session, wasm };
}

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1)).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return entry.isFile() && statSync(path).size > 0 ? [path] : [];
  });
}

let failures = 0;
function fail(what) {
  failures += 1;
  console.error(`differs: ${what}`);
}

let [native, here, count, trapped] = [0, 0, 0, 0];
let run = instance();
for (const folder of folders.length ? folders : [join(root, 'fixtures')]) {
  for (const path of filesIn(folder)) {
    let start = performance.now();
    const { stdout, status } = spawnSync(program, ['check', path, '--format', 'json', '--jobs', '1'], { maxBuffer: 1 << 30 });
    native += performance.now() - start;
    if (status === 2) continue;
    start = performance.now();
    let answer;
    try {
      const session = new run.Session('vi', asOf, '', '', false);
      session.add(basename(path), readFileSync(path));
      session.checked(true);
      answer = Buffer.from(session.check_as('json'));
      session.free();
    } catch (error) {
      trapped += 1;
      console.error(`trap: ${relative(root, path)}: ${error.message}`);
      run = instance();
      continue;
    }
    here += performance.now() - start;
    count += 1;
    if (!answer.equals(stdout)) fail(relative(root, path));
  }
}
console.log(`check: ${count} files, ${failures} differ, ${trapped} trap; ${(here / count).toFixed(1)} ms a file here, ${(native / count).toFixed(1)} ms by the program with its start`);

const inbox = join(root, 'fixtures/inbox-2023-06-23');
const temporary = mkdtempSync(join(tmpdir(), 'bieumau-page-'));
const at = (name) => join(temporary, name);
let start = performance.now();
execFileSync(program, ['merge', inbox, '--as-of', asOf, '--jobs', '1', '-o', at('s.xlsx'), '--report', at('r.json'), '--report', at('r.html'), '--data', at('d')], { stdio: 'ignore' });
native = performance.now() - start;
run = instance();
start = performance.now();
const session = new run.Session('vi', asOf, '', '', true);
for (const path of filesIn(inbox)) session.add(relative(inbox, path).replaceAll('\\', '/'), readFileSync(path));
session.merge('');
const outputs = { summary: session.summary_xlsx(), json: session.merged_as('json'), html: session.merged_as('html'), data: session.data_zip() };
here = performance.now() - start;
const memory = run.wasm.memory.buffer.byteLength / (1 << 20);

const before = failures;
const same = (one, other, what) => Buffer.from(one).equals(Buffer.from(other)) || fail(what);
same(outputs.json, readFileSync(at('r.json')), 'report.json');
same(outputs.html, readFileSync(at('r.html')), 'the page of the summary');
const [mine, theirs] = [unzipSync(outputs.summary), unzipSync(readFileSync(at('s.xlsx')))];
for (const part of new Set([...Object.keys(mine), ...Object.keys(theirs)])) same(mine[part] ?? '', theirs[part] ?? '', `the workbook's ${part}`);
const package_ = unzipSync(outputs.data);
for (const name of readdirSync(at('d')).filter((name) => !name.startsWith('.'))) same(package_[name] ?? '', readFileSync(at(`d/${name}`)), `the data package's ${name}`);
rmSync(temporary, { recursive: true });
console.log(`merge: ${failures - before} outputs differ; ${(here / native).toFixed(2)} times the program's time on one thread; ${memory.toFixed(0)} MiB`);
process.exit(failures || trapped ? 1 : 0);

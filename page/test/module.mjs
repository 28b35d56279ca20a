// The page's module without a browser, and the files that it is tried on.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const inbox = join(root, 'fixtures/inbox-2023-06-23');
export const asOf = '2023-06-23';
const built = join(root, 'target/page/bindgen');

const compiled = new WebAssembly.Module(readFileSync(join(built, 'bieumau_bg.wasm')));
const glue = readFileSync(join(built, 'bieumau.js'), 'utf8');

/// A fresh instance: one that trapped is of no more use.
export function instance() {
  const bindgen = new Function(`${glue}\nreturn wasm_bindgen;`)();
  const wasm = bindgen.initSync({ module: compiled });
  return { Session: bindgen.Session, mebibytes: () => wasm.memory.buffer.byteLength / (1 << 20) };
}

export function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1)).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return entry.isFile() ? [path] : [];
  });
}

/// The folder's files in a session that is to be merged, with what describes packages first, as the page does it.
export function added(session, folder) {
  const files = filesIn(folder).map((path) => [relative(folder, path).replaceAll(sep, '/'), readFileSync(path)]);
  for (const [path, bytes] of files) if (path.split('/').at(-1) === 'datapackage.json') session.describe(path, bytes);
  for (const [path, bytes] of files) session.add(path, bytes);
}

'use strict';
// The page: takes files, asks the program in a worker, shows what it writes. Nothing is judged, counted or laid out here but the frame
// around it. The page as it was opened, to be saved with other forms.
const opened = '<!doctype html>\n' + document.documentElement.outerHTML + '\n';

const WORDS = {
  vi: {
    tagline: 'kiểm tra và tổng hợp biểu mẫu',
    private: 'Trang này làm việc ngay trên máy của bạn, không cần mạng và không gửi tệp hay nội dung nào đi đâu.',
    tabs: 'Việc cần làm', 'tab-check': 'Kiểm tra', 'tab-merge': 'Tổng hợp', 'tab-forms': 'Biểu mẫu',
    'drop-check': 'Thả tệp biểu vào đây, hoặc bấm để chọn tệp', 'drop-check-more': 'xlsx, xls, xlsb, ods, csv hoặc zip; một hoặc nhiều tệp',
    'reading-check': 'Đang kiểm tra {file}…', again: 'Sửa tệp trong Excel, lưu lại rồi thả vào đây lần nữa: trang sẽ cho biết chỗ nào đã sửa xong.',
    since: 'So với lần trước: đã sửa {mended} chỗ, còn {left} chỗ.', 'since-fresh': 'So với lần trước: đã sửa {mended} chỗ, còn {left} chỗ, thêm {fresh} chỗ mới.',
    'get-returned': 'Tải biểu đã đánh dấu', 'get-findings': 'Tải danh sách lỗi (Excel)', 'get-blank': 'Tải biểu trống: {form}', print: 'In',
    'check-page': 'Kết quả kiểm tra',
    'as-of': 'Tính đến ngày', campaign: 'Đợt báo cáo', previous: 'Báo cáo kỳ trước (report.json), nếu có',
    'drop-merge': 'Thả thư mục hoặc tệp zip vào đây, hoặc bấm để chọn thư mục', 'drop-merge-more': 'mọi tệp trong thư mục đều được đọc, kể cả thư mục con',
    'merge-files': 'Hoặc chọn nhiều tệp, hay một tệp zip', progress: 'Đã đọc', stop: 'Dừng', stopped: 'Đã dừng theo yêu cầu; chưa tổng hợp.',
    'reading-merge': 'Đang đọc {done}/{all}: {file}', merging: 'Đang tổng hợp…', merged: 'Đã tổng hợp {all} tệp.', 'merge-result': 'Kết quả tổng hợp',
    'get-summary': 'Tải bảng tổng hợp (Excel)', 'get-report': 'Tải report.json', 'get-data': 'Tải bộ dữ liệu (zip)', 'get-letters': 'Tải công văn đôn đốc (zip)',
    'get-all-returned': 'Tải các biểu trả lại (zip)', 'nothing-back': 'Không có biểu nào phải trả lại.', show: 'Xem', 'show-summary': 'Cả nước', 'show-findings': 'Từng tệp', 'merge-page': 'Bảng tổng hợp',
    'blank-forms': 'Biểu trống', agency: 'Điền sẵn tên cơ quan', 'no-agency': '(để trống)', 'get-template': 'Tải biểu trống', columns: 'Các cột của biểu',
    rules: 'Các quy tắc kiểm tra', 'rules-more': 'Lỗi thì biểu bị trả lại; cảnh báo và lưu ý thì không.', 'rule-search': 'Tìm trong các quy tắc', 'to-do': 'Cách sửa',
    error: 'Lỗi', warning: 'Cảnh báo', info: 'Lưu ý',
    'other-forms': 'Dùng biểu khác', 'other-forms-more': 'Thay các biểu có sẵn bằng một thư mục lược đồ (forms, rosters, campaigns). Chỉ trang đang mở dùng các biểu này.',
    'drop-forms': 'Thả thư mục lược đồ hoặc tệp zip vào đây, hoặc bấm để chọn thư mục', 'drop-forms-more': 'có các thư mục con forms, rosters, campaigns', 'schemas-zip': 'Hoặc chọn một tệp zip', 'save-page': 'Lưu trang này cùng các biểu đó', 'built-in': 'Dùng lại biểu có sẵn',
    'in-use': 'Đang dùng: {forms}', footer: 'bieumau, chạy trong trình duyệt. Kết quả giống hệt chương trình trên máy.',
    starting: 'Đang mở chương trình…', ready: '', working: 'Đang lập tệp…', changed: 'Tệp «{file}» vừa thay đổi hoặc không còn ở đó; hãy chọn lại.',
    old: 'Trình duyệt này quá cũ để chạy chương trình. Hãy dùng bản mới của Chrome, Edge, Firefox hoặc Safari.',
    'no-folder': 'Trình duyệt không cho thả thư mục vào trang mở từ tệp; hãy bấm để chọn thư mục.', language: 'English',
  },
  en: {
    tagline: 'checks and merges forms',
    private: 'This page works on your own machine, needs no network, and sends no file and no content anywhere.',
    tabs: 'What to do', 'tab-check': 'Check', 'tab-merge': 'Merge', 'tab-forms': 'Forms',
    'drop-check': 'Drop forms here, or click to choose files', 'drop-check-more': 'xlsx, xls, xlsb, ods, csv or zip; one file or several',
    'reading-check': 'Checking {file}…', again: 'Correct the file in Excel, save it and drop it here again: the page tells what is mended.',
    since: 'Since last time: {mended} mended, {left} left.', 'since-fresh': 'Since last time: {mended} mended, {left} left, {fresh} new.',
    'get-returned': 'Download the marked form', 'get-findings': 'Download the list of findings (Excel)', 'get-blank': 'Download the blank form: {form}', print: 'Print',
    'check-page': 'Result of the check',
    'as-of': 'As of', campaign: 'Campaign', previous: 'Report of last time (report.json), if any',
    'drop-merge': 'Drop a folder or a zip file here, or click to choose a folder', 'drop-merge-more': 'all files in it are read, those in folders within it too',
    'merge-files': 'Or choose several files, or a zip file', progress: 'Read', stop: 'Stop', stopped: 'Stopped as you asked; nothing was merged.',
    'reading-merge': 'Reading {done}/{all}: {file}', merging: 'Merging…', merged: 'Merged {all} files.', 'merge-result': 'Result',
    'get-summary': 'Download the summary (Excel)', 'get-report': 'Download report.json', 'get-data': 'Download the data package (zip)', 'get-letters': 'Download the letters (zip)',
    'get-all-returned': 'Download the forms to be sent back (zip)', 'nothing-back': 'No form has to be sent back.', show: 'Show', 'show-summary': 'All agencies', 'show-findings': 'File by file', 'merge-page': 'Summary',
    'blank-forms': 'Blank forms', agency: 'Fill in the name of an agency', 'no-agency': '(none)', 'get-template': 'Download the blank form', columns: 'Columns of the form',
    rules: 'The rules', 'rules-more': 'An error rejects a form; a warning or a note does not.', 'rule-search': 'Search the rules', says: 'Says', 'to-do': 'What to do',
    error: 'Error', warning: 'Warning', info: 'Note',
    'other-forms': 'Other forms', 'other-forms-more': 'Replaces the built-in forms by a folder of schemas (forms, rosters, campaigns), for this page only.',
    'drop-forms': 'Drop a folder of schemas or a zip file here, or click to choose a folder', 'drop-forms-more': 'with the folders forms, rosters, campaigns in it', 'schemas-zip': 'Or choose a zip file', 'save-page': 'Save this page with those forms', 'built-in': 'Use the built-in forms again',
    'in-use': 'In use: {forms}', footer: 'bieumau in a browser. Its results are those of the program.',
    starting: 'Opening the program…', ready: '', working: 'Making the file…', changed: 'The file “{file}” has just changed or is gone; please choose it again.',
    old: 'This browser is too old for the program. Please use a recent Chrome, Edge, Firefox or Safari.',
    'no-folder': 'The browser takes no folder dropped on a page that is a file; please click to choose the folder.', language: 'Tiếng Việt',
  },
};

const $ = (id) => document.getElementById(id);
let language = 'vi';
const say = (key, values = {}) => WORDS[language][key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
let schemas = $('schemas').textContent.trim();

// ---- The program in its worker

let module;

const started = (async () => {
  if (typeof WebAssembly !== 'object' || typeof DecompressionStream !== 'function') throw new Error(say('old'));
  const packed = Uint8Array.from(atob($('module').textContent.trim()), (letter) => letter.charCodeAt(0));
  const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  module = await WebAssembly.compile(await new Response(plain).arrayBuffer());
  $('module').remove();
})();
// Told when the program is first asked.
started.catch(() => {});

/// The program in a worker of its own. What it has read is gone with it: each part of the page has one.
class Program {
  #worker;
  #waiting = new Map();
  #number = 0;
  #stopped = false;

  /// Ends it, in the middle of a file if need be, and begins another one.
  async anew() {
    await started;
    this.#end();
    const url = URL.createObjectURL(new Blob([$('worker').textContent], { type: 'text/javascript' }));
    this.#worker = new Worker(url);
    URL.revokeObjectURL(url);
    this.#worker.onmessage = ({ data: { id, answer, error, trap } }) => {
      const { resolve, reject } = this.#waiting.get(id) ?? {};
      this.#waiting.delete(id);
      if (error === undefined) resolve?.(answer);
      else reject?.(Object.assign(new Error(error), { trap }));
    };
    this.#worker.onerror = ({ message }) => this.#fail(Object.assign(new Error(message), { trap: true }));
    await this.#post({ module });
    await this.ask('begin', { language, asOf: $('as-of').value || today(), schemas, campaign: $('campaign').value, merging: this === merging });
  }

  /// Ends what is being done, also where the page itself is at work and nothing is asked at the moment: nothing is until `resume`.
  stop() {
    this.#stopped = true;
    this.#end();
  }

  resume() {
    this.#stopped = false;
  }

  ask(question, given = {}, transfer = []) {
    return this.#post({ ask: question, ...given }, transfer);
  }

  #post(message, transfer = []) {
    return new Promise((resolve, reject) => {
      if (this.#stopped) throw new Error('stopped');
      const id = ++this.#number;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, ...message }, transfer);
    });
  }

  #end() {
    this.#worker?.terminate();
    this.#fail(new Error('stopped'));
  }

  #fail(error) {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

const [checking, merging, offering] = [new Program(), new Program(), new Program()];

async function bytesOf({ file, path }) {
  try {
    return await file.arrayBuffer();
  } catch {
    throw new Error(say('changed', { file: path }));
  }
}

/// Reads the files into a fresh program. A file that stops it is told, and the others are read by another one.
async function read(program, files, step) {
  const bad = new Set();
  for (;;) {
    await program.anew();
    let current;
    try {
      for (const item of files.filter(({ path }) => path.split('/').at(-1) === 'datapackage.json')) {
        const bytes = await bytesOf(item);
        await program.ask('describe', { path: item.path, bytes }, [bytes]);
      }
      for (const [index, item] of files.entries()) {
        step(index, item.path);
        current = item.path;
        if (bad.has(current)) {
          await program.ask('stopped', { path: current });
        } else if (item.file.size > choices.mostBytes) {
          await program.ask('tooLarge', { path: current, size: item.file.size });
        } else {
          const bytes = await bytesOf(item);
          await program.ask('add', { path: current, bytes }, [bytes]);
        }
      }
      return;
    } catch (error) {
      if (!error.trap || bad.has(current)) throw error;
      bad.add(current);
    }
  }
}

// ---- What the page has in all its parts

function today() {
  const now = new Date();
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`;
}

function trouble(error) {
  $('trouble').hidden = !error;
  $('trouble').textContent = error ? error.message : '';
}

/// Runs what a person asked for, one thing at a time.
let turn = Promise.resolve();
function doing(work) {
  turn = turn.then(async () => {
    trouble();
    document.body.setAttribute('aria-busy', 'true');
    try {
      await work();
    } catch (error) {
      if (error.message !== 'stopped') trouble(error);
    }
    document.body.removeAttribute('aria-busy');
  });
  return turn;
}

function download(name, bytes, type) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes], { type: type ?? 'application/octet-stream' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function show(frame, bytes, style = '') {
  frame.onload = () => {
    fit(frame);
    // What is dropped on the result is meant for the page.
    droppable(frame.contentWindow);
  };
  frame.srcdoc = `${new TextDecoder().decode(bytes)}${style}`;
}

function fit(frame) {
  const page = frame.contentDocument?.documentElement;
  if (!page || !frame.offsetParent) return;
  frame.style.height = '0';
  frame.style.height = `${Math.min(page.scrollHeight + 40, 20_000)}px`;
}

const listed = (files) => [...files].map((file) => ({ file, path: file.webkitRelativePath.split('/').slice(1).join('/') || file.name }));

/// The files that were dropped, those in folders too, by their paths in the folder. What was dropped can be asked for only while the
/// event lasts.
function dropped(transfer) {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file').map((item) => ({
    file: item.getAsFile(),
    entry: item.webkitGetAsEntry?.(),
    // Some browsers let a page that was opened from a file read folders only so; they leave out files of the system's own (Thumbs.db).
    handle: item.getAsFileSystemHandle?.().catch(() => null),
  }));
  return gathered(items);
}

async function gathered(items) {
  const found = [];
  for (const { file, entry, handle: asked } of items) {
    const handle = await asked;
    if (handle?.kind !== 'directory' && !entry?.isDirectory) {
      if (file) found.push({ file, path: file.name });
      continue;
    }
    const path = items.length === 1 ? '' : (entry ?? handle).name;
    try {
      found.push(...await inEntry(entry, path).catch(() => inHandle(handle, path)));
    } catch {
      throw new Error(say('no-folder'));
    }
  }
  return found;
}

const joined = (path, { name }) => (path ? `${path}/${name}` : name);

async function inEntry(entry, path) {
  if (entry.isFile) return [{ file: await new Promise((resolve, reject) => entry.file(resolve, reject)), path }];
  const [reader, found] = [entry.createReader(), []];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return found;
    for (const inner of some) found.push(...await inEntry(inner, joined(path, inner)));
  }
}

async function inHandle(handle, path) {
  if (handle.kind === 'file') return [{ file: await handle.getFile(), path }];
  const found = [];
  for await (const inner of handle.values()) found.push(...await inHandle(inner, joined(path, inner)));
  return found;
}

/// What each part of the page does with files that are dropped anywhere on it.
const drops = {};

function takes(input, take) {
  input.addEventListener('change', () => {
    const files = listed(input.files);
    input.value = '';
    if (files.length) doing(() => take(files));
  });
}

function droppable(target) {
  const over = (is) => { for (const field of document.querySelectorAll('.drop')) field.classList.toggle('over', is); };
  for (const kind of ['dragenter', 'dragover']) target.addEventListener(kind, (event) => {
    event.preventDefault();
    over(true);
  });
  target.addEventListener('dragleave', ({ relatedTarget }) => { if (!relatedTarget) over(false); });
  target.addEventListener('drop', (event) => {
    event.preventDefault();
    over(false);
    const files = dropped(event.dataTransfer);
    const take = drops[document.querySelector('[role=tab][aria-selected=true]').getAttribute('aria-controls')];
    doing(async () => {
      const found = await files;
      if (found.length) await take(found);
    });
  });
}

droppable(window);

// ---- Check

// On the screen the page has said this already; on paper it has not.
const SAID_ABOVE = '<style>@media screen{body>header>h1,body>header>.verdict{display:none}}</style>';

let checked = [];
// The faults of each file when it was checked last, by the names that it may come back under.
const before = new Map();
let found = [];

async function check(files) {
  checked = await Promise.all(files.map(async (item) => (item.file.size > choices.mostBytes ? item : { file: new Blob([await bytesOf(item)]), path: item.path })));
  await checkAgain(true);
}

async function checkAgain(compare) {
  $('check-result').hidden = true;
  await read(checking, checked, (_, file) => { $('check-status').textContent = say('reading-check', { file }); });
  await checking.ask('checked', { named: true });
  const verdict = await checking.ask('verdict');
  $('check-status').textContent = '';
  $('verdict').textContent = verdict.words;
  $('verdict').className = verdict.worst ?? 'good';
  found = verdict.faults;
  since(compare);
  $('again').hidden = !verdict.faults.length;
  const back = await checking.ask('toReturn', { ministry: false });
  $('get-returned').hidden = !back.length;
  $('get-findings').hidden = !verdict.faults.length;
  blanks(verdict);
  show($('check-page'), await checking.ask('checkAs', { format: 'html' }), SAID_ABOVE);
  $('check-result').hidden = false;
  $('verdict').focus();
}

const faultsOf = (path) => found.filter(({ file }) => file === path || file.startsWith(`${path} › `));
const alike = (one) => (other) => one.code === other.code && one.message === other.message;

/// Says what was mended of the files that were checked before, and remembers what is to be mended.
function since(compare) {
  const mended = [];
  let [left, fresh, seen] = [0, 0, false];
  for (const { path } of checked) {
    const rest = faultsOf(path);
    for (const fault of compare ? before.get(path) ?? [] : []) {
      const at = rest.findIndex(alike(fault));
      if (at < 0) mended.push(fault);
      else {
        rest.splice(at, 1);
        left += 1;
      }
    }
    if (before.has(path)) {
      seen = true;
      fresh += rest.length;
    }
    before.set(path, faultsOf(path));
  }
  $('since').hidden = !(compare && seen);
  $('since-words').textContent = say(fresh ? 'since-fresh' : 'since', { mended: mended.length, left, fresh });
  $('mended').replaceChildren(...mended.map(({ cell, message }) => element('li', cell ? `${cell} · ${message}` : message)));
}

function blanks({ forms, agency }) {
  $('get-blank').replaceChildren(...choices.forms.filter(({ name }) => forms.includes(name)).map(({ name, title }) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = say('get-blank', { form: title });
    button.onclick = () => doing(async () => download(`${name}.xlsx`, await offering.ask('template', { form: name, agency: agency ?? '' })));
    return button;
  }));
}

async function giveBack(program, items, ministry, otherwise) {
  const back = await program.ask('toReturn', { ministry });
  for (const item of items.filter(({ path }) => back.some((file) => file === path || file.startsWith(`${path} › `)))) {
    const bytes = await bytesOf(item);
    await program.ask('giveBack', { path: item.path, bytes, ministry }, [bytes]);
  }
  const { names, bytes } = await program.ask('returned');
  download(names.length === 1 ? names[0].name : otherwise, bytes);
  return names;
}

takes($('check-files'), check);
drops.check = check;
$('get-returned').onclick = () => doing(async () => {
  // A marked form that was corrected comes back under the name that it was given.
  for (const { of: path, name } of await giveBack(checking, checked, false, 'bieu-tra-lai.zip')) before.set(name, faultsOf(path));
});
$('get-findings').onclick = () => doing(async () => download('danh-sach-loi.xlsx', await checking.ask('checkAs', { format: 'xlsx' })));
$('print-check').onclick = () => $('check-page').contentWindow.print();

// ---- Merge

let merged = [];

async function merge(files) {
  merged = files.filter(({ path }) => path);
  await mergeAgain();
}

async function mergeAgain() {
  merging.resume();
  $('merge-result').hidden = true;
  $('merge-running').hidden = false;
  const all = merged.length;
  try {
    const previous = $('previous').files[0];
    const earlier = previous ? await previous.text() : '';
    await read(merging, merged, (done, file) => {
      $('merge-progress').value = done / all;
      $('merge-status').textContent = say('reading-merge', { done: done + 1, all, file });
    });
    $('merge-status').textContent = say('merging');
    await merging.ask('merge', { previous: earlier });
    await showMerged('mergedAs');
    $('merge-status').textContent = say('merged', { all });
    $('merge-result').hidden = false;
    fit($('merge-page'));
    $('merge-heading').focus();
  } catch (error) {
    $('merge-status').textContent = error.message === 'stopped' ? say('stopped') : '';
    throw error;
  } finally {
    $('merge-running').hidden = true;
  }
}

async function showMerged(question) {
  for (const [id, which] of [['show-summary', 'mergedAs'], ['show-findings', 'findingsAs']]) $(id).setAttribute('aria-pressed', which === question);
  show($('merge-page'), await merging.ask(question, { format: 'html' }));
}

const gets = [['get-summary', 'tong-hop.xlsx', 'summary'], ['get-report', 'report.json', 'mergedAs', { format: 'json' }], ['get-data', 'du-lieu.zip', 'data'], ['get-letters', 'cong-van.zip', 'letters']];
for (const [id, name, question, given] of gets) $(id).onclick = () => doing(async () => {
  $('merge-status').textContent = say('working');
  try {
    download(name, await merging.ask(question, given));
  } finally {
    $('merge-status').textContent = '';
  }
});
$('get-all-returned').onclick = () => doing(async () => {
  const back = await merging.ask('toReturn', { ministry: true });
  $('merge-status').textContent = back.length ? say('working') : say('nothing-back');
  if (!back.length) return;
  await giveBack(merging, merged, true, 'bieu-tra-lai.zip');
  $('merge-status').textContent = '';
});
takes($('merge-folder'), merge);
takes($('merge-files'), merge);
drops.merge = merge;
$('show-summary').onclick = () => doing(() => showMerged('mergedAs'));
$('show-findings').onclick = () => doing(() => showMerged('findingsAs'));
$('print-merge').onclick = () => $('merge-page').contentWindow.print();
// The worker is in the middle of a file: only a new one ends that.
$('merge-stop').onclick = () => merging.stop();

// ---- Forms

let choices = { forms: [], agencies: [], rules: [], campaigns: [] };

/// Asks anew what there is to choose from; the files that were read before belong to other forms or words.
async function offer() {
  await offering.anew();
  choices = await offering.ask('choices');
  const option = (value, text) => Object.assign(document.createElement('option'), { value, textContent: text });
  $('campaign').replaceChildren(...choices.campaigns.map((name) => option(name, name)));
  $('campaign').value = choices.campaign;
  $('campaign-field').hidden = choices.campaigns.length < 2;
  $('agency').replaceChildren(option('', say('no-agency')), ...choices.agencies.map(({ code, name }) => option(code, `${code} ${name}`)));
  $('forms-in-use').textContent = say('in-use', { forms: choices.forms.map(({ title }) => title).join('; ') });
  $('form-list').replaceChildren(...choices.forms.map(formShown));
  $('rule-list').replaceChildren(...choices.rules.map(ruleShown));
  searchRules();
  $('save-page').disabled = !schemas;
  $('built-in').hidden = !schemas;
}

function element(name, text, ...inner) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  made.append(...inner);
  return made;
}

function formShown({ name, title, columns }) {
  const button = element('button', say('get-template'));
  button.type = 'button';
  button.setAttribute('aria-label', `${say('get-template')}: ${title}`);
  button.onclick = () => doing(async () => {
    const agency = $('agency').value;
    download(`${agency ? `${agency} ` : ''}${name}.xlsx`, await offering.ask('template', { form: name, agency }));
  });
  const form = element('div', '', element('h3', title), button, element('details', '', element('summary', say('columns')), element('pre', columns)));
  form.className = 'form';
  return form;
}

function ruleShown({ code, name, severity, message, help, explanation }) {
  const head = element('summary', '', element('b', `${say(severity)} ${code}`), ` ${message.replace(/\{\w+\}/g, '…')} `, element('code', name));
  return element('details', '', head, element('p', explanation), element('p', `${say('to-do')}: ${help.replace(/\{\w+\}/g, '…')}`));
}

function searchRules() {
  const wanted = $('rule-search').value.trim().toLocaleLowerCase(language);
  for (const rule of $('rule-list').children) rule.hidden = !rule.textContent.toLocaleLowerCase(language).includes(wanted);
}

$('rule-search').oninput = searchRules;

async function useSchemas(text) {
  const past = schemas;
  schemas = text;
  $('campaign').replaceChildren();
  try {
    await offer();
  } catch (error) {
    schemas = past;
    await offer();
    throw error;
  }
  $('check-result').hidden = true;
  $('merge-result').hidden = true;
}

async function takeSchemas(files) {
  if (files.length === 1 && /\.zip$/i.test(files[0].path)) {
    const bytes = await bytesOf(files[0]);
    return useSchemas(await offering.ask('unpacked', { bytes, language }, [bytes]));
  }
  const wanted = files.filter(({ path }) => /\.(json|csv)$/.test(path));
  return useSchemas(JSON.stringify(await Promise.all(wanted.map(async ({ file, path }) => ({ path, text: await file.text() })))));
}

takes($('schemas-folder'), takeSchemas);
takes($('schemas-zip'), takeSchemas);
drops.forms = takeSchemas;
$('built-in').onclick = () => doing(() => useSchemas(''));
$('save-page').onclick = () => doing(async () => {
  const mark = '<script type="application/json" id="schemas">';
  const at = opened.indexOf(mark) + mark.length;
  const page = opened.slice(0, at) + schemas.replaceAll('<', '\\u003c') + opened.slice(opened.indexOf('<\/script>', at));
  download('bieumau.html', page, 'text/html');
});

// ---- Tabs and words

const tabs = [...document.querySelectorAll('[role=tab]')];

function choose(tab) {
  for (const other of tabs) {
    const is = other === tab;
    other.setAttribute('aria-selected', is);
    other.tabIndex = is ? 0 : -1;
    $(other.getAttribute('aria-controls')).hidden = !is;
  }
  for (const frame of document.querySelectorAll('iframe')) fit(frame);
}

for (const [index, tab] of tabs.entries()) {
  tab.onclick = () => choose(tab);
  tab.onkeydown = ({ key }) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (!step) return;
    const next = tabs[(index + step + tabs.length) % tabs.length];
    choose(next);
    next.focus();
  };
}

function speak() {
  document.documentElement.lang = language;
  for (const shown of document.querySelectorAll('[data-say]')) shown.textContent = say(shown.dataset.say);
  for (const shown of document.querySelectorAll('[data-label]')) shown.setAttribute('aria-label', say(shown.dataset.label));
  for (const shown of document.querySelectorAll('[data-title]')) shown.title = say(shown.dataset.title);
  $('language').textContent = say('language');
  $('language').lang = language === 'vi' ? 'en' : 'vi';
}

$('language').onclick = () => {
  language = language === 'vi' ? 'en' : 'vi';
  speak();
  doing(async () => {
    await offer();
    const [wasChecked, wasMerged] = [!$('check-result').hidden, !$('merge-result').hidden];
    if (wasChecked) await checkAgain(false);
    if (wasMerged) await mergeAgain();
  });
};

addEventListener('resize', () => { for (const frame of document.querySelectorAll('iframe')) fit(frame); });

speak();
$('as-of').value = today();
$('check-status').textContent = say('starting');
doing(async () => {
  await offer();
  $('check-status').textContent = say('ready');
});

'use strict';
// The page: takes files, asks the program in a worker, shows what it writes. Nothing is judged, counted or laid out here but the frame
// around it. The page as it was opened, to be saved with other forms.
const opened = '<!doctype html>\n' + document.documentElement.outerHTML + '\n';

const WORDS = {
  vi: {
    tagline: 'kiểm tra và tổng hợp biểu mẫu',
    private: 'Trang này làm việc ngay trên máy của bạn, không cần mạng và không gửi tệp hay nội dung nào đi đâu.',
    tabs: 'Việc cần làm', 'tab-check': 'Kiểm tra', 'tab-merge': 'Tổng hợp', 'tab-forms': 'Biểu mẫu',
    'drop-check': 'Thả tệp biểu vào đây, hoặc bấm để chọn tệp', 'drop-check-more': 'xlsx, xls, xlsb, ods, docx, csv hoặc zip; một hoặc nhiều tệp',
    'reading-check': 'Đang kiểm tra {file}…', again: 'Sửa tệp trong Excel, lưu lại rồi thả vào đây lần nữa: trang sẽ cho biết chỗ nào đã sửa xong.',
    since: 'So với lần trước: đã sửa {mended} chỗ, còn {left} chỗ.', 'since-fresh': 'So với lần trước: đã sửa {mended} chỗ, còn {left} chỗ, thêm {fresh} chỗ mới.',
    'get-returned': 'Tải biểu đã đánh dấu', 'get-findings': 'Tải danh sách lỗi (Excel)', 'get-blank': 'Tải biểu trống: {form}', print: 'In',
    'check-page': 'Kết quả kiểm tra',
    'as-of': 'Tính đến ngày', campaign: 'Đợt báo cáo', previous: 'Báo cáo kỳ trước (report.json), nếu có',
    'drop-merge': 'Thả thư mục hoặc tệp zip vào đây, hoặc bấm để chọn thư mục', 'drop-merge-more': 'Mọi tệp trong thư mục đều được đọc, kể cả thư mục con. Nếu trình duyệt hỏi có «tải lên» hay không thì đó chỉ là cách nói của trình duyệt: không tệp nào rời khỏi máy.',
    'merge-files': 'Hoặc chọn nhiều tệp, hay một tệp zip', progress: 'Đã đọc', stop: 'Dừng', stopped: 'Đã dừng theo yêu cầu; chưa tổng hợp.',
    'reading-merge': 'Đang đọc {done}/{all}: {file}', merging: 'Đang tổng hợp…', merged: 'Đã đọc {all} tệp và tổng hợp.', 'merged-without': 'Đã đọc {read} trong {all} tệp và tổng hợp; các tệp không mở được có ghi trong «Từng tệp».',
    'merge-again': 'Tổng hợp lại', changes: 'Ngày, đợt hoặc báo cáo kỳ trước đã đổi: hãy bấm «Tổng hợp lại».', 'no-day': 'Ngày «Tính đến ngày» còn thiếu hoặc không đúng (từ năm 2000 đến năm 2099).',
    gathering: 'Đang xem các tệp trong thư mục…', empty: 'Không có tệp nào ở đó.', gone: 'Chương trình dừng đột ngột khi làm việc này. Hãy chọn lại các tệp; nếu vẫn vậy, hãy dùng bản chạy trên máy.', 'merge-result': 'Kết quả tổng hợp',
    'get-summary': 'Tải bảng tổng hợp (Excel)', 'get-report': 'Tải report.json', 'get-data': 'Tải bộ dữ liệu (zip)', 'get-letters': 'Tải công văn đôn đốc (zip)',
    'get-all-returned': 'Tải các biểu trả lại (zip)', 'nothing-back': 'Không có biểu nào phải trả lại.', 'print-hint': 'Để in đầy đủ, hãy bấm nút «In» ở phía trên kết quả.', show: 'Xem', 'show-summary': 'Cả nước', 'show-findings': 'Từng tệp', 'merge-page': 'Bảng tổng hợp',
    'blank-forms': 'Biểu trống', agency: 'Điền sẵn tên cơ quan', 'no-agency': '(để trống)', 'get-template': 'Tải biểu trống', columns: 'Các cột của biểu',
    rules: 'Các quy tắc kiểm tra', 'rules-more': 'Lỗi thì biểu bị trả lại; cảnh báo và lưu ý thì không.', 'rule-search': 'Tìm trong các quy tắc', 'to-do': 'Cách sửa',
    error: 'Lỗi', warning: 'Cảnh báo', info: 'Lưu ý',
    'other-forms': 'Dùng biểu khác', 'other-forms-more': 'Thay các biểu có sẵn bằng một bộ biểu mẫu khác (thư mục có forms, rosters, campaigns). Chỉ trang đang mở dùng các biểu này.',
    'drop-forms': 'Thả thư mục bộ biểu mẫu hoặc tệp zip vào đây, hoặc bấm để chọn thư mục', 'drop-forms-more': 'có các thư mục con forms, rosters, campaigns', 'schemas-zip': 'Hoặc chọn một tệp zip', 'save-page': 'Lưu trang này cùng các biểu đó', 'built-in': 'Dùng lại biểu có sẵn',
    'in-use': 'Đang dùng: {forms}', footer: 'bieumau, chạy trong trình duyệt. Kết quả giống hệt chương trình trên máy.',
    starting: 'Đang mở chương trình…', working: 'Đang lập tệp…', changed: 'Tệp «{file}» vừa thay đổi hoặc không còn ở đó; hãy chọn lại.',
    old: 'Trình duyệt này quá cũ để chạy chương trình. Hãy dùng bản mới của Chrome, Edge, Firefox hoặc Safari.',
    'no-folder': 'Trình duyệt không cho thả thư mục vào trang mở từ tệp; hãy bấm để chọn thư mục.', language: 'English',
  },
  en: {
    tagline: 'checks and merges forms',
    private: 'This page works on your own machine, needs no network, and sends no file and no content anywhere.',
    tabs: 'What to do', 'tab-check': 'Check', 'tab-merge': 'Merge', 'tab-forms': 'Forms',
    'drop-check': 'Drop forms here, or click to choose files', 'drop-check-more': 'xlsx, xls, xlsb, ods, docx, csv or zip; one file or several',
    'reading-check': 'Checking {file}…', again: 'Correct the file in Excel, save it and drop it here again: the page tells what is mended.',
    since: 'Since last time: {mended} mended, {left} left.', 'since-fresh': 'Since last time: {mended} mended, {left} left, {fresh} new.',
    'get-returned': 'Download the marked form', 'get-findings': 'Download the list of findings (Excel)', 'get-blank': 'Download the blank form: {form}', print: 'Print',
    'check-page': 'Result of the check',
    'as-of': 'As of', campaign: 'Campaign', previous: 'Report of last time (report.json), if any',
    'drop-merge': 'Drop a folder or a zip file here, or click to choose a folder', 'drop-merge-more': 'All files in it are read, those in folders within it too. If the browser asks whether to “upload” them, that is only its way of speaking: no file leaves your machine.',
    'merge-files': 'Or choose several files, or a zip file', progress: 'Read', stop: 'Stop', stopped: 'Stopped as you asked; nothing was merged.',
    'reading-merge': 'Reading {done}/{all}: {file}', merging: 'Merging…', merged: 'Read {all} files and merged them.', 'merged-without': 'Read {read} of {all} files and merged them; those that could not be opened are told under “File by file”.',
    'merge-again': 'Merge again', changes: 'The day, the campaign or the report of last time is another now: press “Merge again”.', 'no-day': 'The day under “As of” is missing or not right (from 2000 to 2099).',
    gathering: 'Looking at the files in the folder…', empty: 'There is no file there.', gone: 'The program has stopped in the middle of this. Please choose the files again; if it stays so, use the program on your machine.', 'merge-result': 'Result',
    'get-summary': 'Download the summary (Excel)', 'get-report': 'Download report.json', 'get-data': 'Download the data package (zip)', 'get-letters': 'Download the letters (zip)',
    'get-all-returned': 'Download the forms to be sent back (zip)', 'nothing-back': 'No form has to be sent back.', 'print-hint': 'To print all of it, use the button “Print” above the result.', show: 'Show', 'show-summary': 'All agencies', 'show-findings': 'File by file', 'merge-page': 'Summary',
    'blank-forms': 'Blank forms', agency: 'Fill in the name of an agency', 'no-agency': '(none)', 'get-template': 'Download the blank form', columns: 'Columns of the form',
    rules: 'The rules', 'rules-more': 'An error rejects a form; a warning or a note does not.', 'rule-search': 'Search the rules', says: 'Says', 'to-do': 'What to do',
    error: 'Error', warning: 'Warning', info: 'Note',
    'other-forms': 'Other forms', 'other-forms-more': 'Replaces the built-in forms by a folder of schemas (forms, rosters, campaigns), for this page only.',
    'drop-forms': 'Drop a folder of schemas or a zip file here, or click to choose a folder', 'drop-forms-more': 'with the folders forms, rosters, campaigns in it', 'schemas-zip': 'Or choose a zip file', 'save-page': 'Save this page with those forms', 'built-in': 'Use the built-in forms again',
    'in-use': 'In use: {forms}', footer: 'bieumau in a browser. Its results are those of the program.',
    starting: 'Opening the program…', working: 'Making the file…', changed: 'The file “{file}” has just changed or is gone; please choose it again.',
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
  #halt;
  /// Files that made it trap.
  bad = new Set();

  constructor() {
    this.resume();
  }

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
      else reject?.(Object.assign(new Error(error), { trapped: trap && this }));
    };
    this.#worker.onerror = ({ message }) => this.#fail(Object.assign(new Error(message), { trapped: this }));
    await this.#post({ module });
    await this.ask('begin', { language, asOf: this === merging ? $('as-of').value : today(), schemas, campaign: $('campaign').value, merging: this === merging });
  }

  /// Ends what is being done, also where the page itself is at work and nothing is asked at the moment: nothing is until `resume`.
  stop() {
    this.#stopped = true;
    this.#halt(new Error('stopped'));
    this.#end();
  }

  resume() {
    this.#stopped = false;
    this.halted = new Promise((_, reject) => { this.#halt = reject; });
    this.halted.catch(() => {});
  }

  /// What is waited for, unless this is stopped before: the bytes of a file that lies elsewhere may never come.
  unlessStopped(awaited) {
    return Promise.race([awaited, this.halted]);
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

/// Reads the files into a fresh program. A file that stops it is told, and the others are read by another one; so is a file that cannot be
/// had. Gives how many were had.
async function read(program, files, step) {
  program.bad.clear();
  for (;;) {
    await program.anew();
    let [current, had] = [undefined, files.length];
    try {
      for (const item of files.filter(({ path, file }) => path.split('/').at(-1) === 'datapackage.json' && file.size <= choices.mostBytes)) {
        const bytes = await program.unlessStopped(bytesOf(item).catch(() => undefined));
        if (bytes) await program.ask('describe', { path: item.path, bytes }, [bytes]);
      }
      for (const [index, item] of files.entries()) {
        step(index, item.path);
        current = item.path;
        if (program.bad.has(current)) {
          item.shown = await program.ask('stopped', { path: current });
        } else if (item.file.size > choices.mostBytes) {
          item.shown = await program.ask('tooLarge', { path: current, size: item.file.size });
        } else {
          const bytes = await program.unlessStopped(bytesOf(item).catch(() => undefined));
          if (!bytes) had -= 1;
          item.shown = bytes ? await program.ask('add', { path: current, bytes }, [bytes]) : await program.ask('unavailable', { path: current });
        }
      }
      return had;
    } catch (error) {
      if (!error.trapped || program.bad.has(current)) throw error;
      program.bad.add(current);
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
  if (error) $('trouble').scrollIntoView({ block: 'nearest' });
}

/// Runs what a person asked for, one thing at a time; what is no longer wanted when its turn comes is left.
let turn = Promise.resolve();
function doing(work, isWanted = () => true) {
  turn = turn.then(() => isWanted() && done(work));
  return turn;
}

async function done(work) {
  trouble();
  document.body.setAttribute('aria-busy', 'true');
  try {
    await work();
  } catch (error) {
    if (error.trapped) {
      // Nothing more can be asked of it.
      if (error.trapped === checking) $('check-result').hidden = true;
      if (error.trapped === merging) [$('merge-result').hidden, $('merge-again').hidden] = [true, false];
      trouble(new Error(say('gone')));
    } else if (error.message !== 'stopped') trouble(error);
  }
  document.body.removeAttribute('aria-busy');
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

/// How often «Dừng» was pressed: what was to be merged before is not, once it was.
let stops = 0;
function asked(take, gathering, status) {
  const past = stops;
  // Told when its turn comes.
  Promise.resolve(gathering).catch(() => {});
  if (status) status.textContent = say('gathering');
  return doing(async () => {
    let files;
    try {
      files = await gathering;
    } finally {
      if (status) status.textContent = '';
    }
    if (!files.length) throw new Error(say('empty'));
    await take(files);
  }, () => take !== merge || past === stops);
}

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
    asked(take, files);
  });
}

function droppable(target) {
  const over = (is) => { for (const field of document.querySelectorAll('.drop')) field.classList.toggle('over', is); };
  // What is dropped on the field of an earlier report is meant for it, and the browser puts it there.
  const isOwn = ({ target: on }) => on.id === 'previous';
  for (const kind of ['dragenter', 'dragover']) target.addEventListener(kind, (event) => {
    if (isOwn(event)) return;
    event.preventDefault();
    over(true);
  });
  target.addEventListener('dragleave', ({ relatedTarget }) => { if (!relatedTarget) over(false); });
  target.addEventListener('drop', (event) => {
    over(false);
    if (isOwn(event)) return;
    event.preventDefault();
    const part = document.querySelector('[role=tab][aria-selected=true]').getAttribute('aria-controls');
    asked(drops[part], dropped(event.dataTransfer), $(`${part}-status`));
  });
  target.addEventListener('keydown', (event) => {
    const part = event.key?.toLowerCase() === 'p' && (event.ctrlKey || event.metaKey) && printed();
    if (!part) return;
    event.preventDefault();
    $(`print-${part}`).click();
  });
}

/// The part of which a result is in sight: its page is printed, for of the frame on the screen only a part would be.
const printed = () => ['check', 'merge'].find((part) => $(`${part}-page`).offsetParent);

droppable(window);

// ---- Check

// On the screen the page has said this already; on paper it has not.
const SAID_ABOVE = '<style>@media screen{body>header>h1,body>header>.verdict{display:none}}</style>';

let checked = [];
// The faults of each file when it was checked last, by the names that it may come back under.
const before = new Map();
let [found, formsIn] = [[], []];

async function check(files) {
  // Kept as they are now. What cannot be had is told as that when it is read.
  const kept = async (item) => {
    const bytes = item.file.size > choices.mostBytes ? undefined : await bytesOf(item).catch(() => undefined);
    return bytes ? { file: new Blob([bytes]), path: item.path } : item;
  };
  checked = await Promise.all(files.map(kept));
  await checkAgain(true);
}

async function checkAgain(compare) {
  $('check-result').hidden = true;
  let verdict;
  try {
    await read(checking, checked, (_, file) => { $('check-status').textContent = say('reading-check', { file }); });
    await checking.ask('checked', { named: true });
    verdict = await checking.ask('verdict');
  } finally {
    $('check-status').textContent = '';
  }
  $('verdict').textContent = verdict.words;
  $('verdict').className = verdict.worst ?? 'good';
  [found, formsIn] = [verdict.faults, verdict.read];
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

const isOf = (shown) => ({ file }) => file === shown || file.startsWith(`${shown} › `);
/// What is known of a file now: its faults, and whose forms it holds.
const known = (shown) => ({ faults: found.filter(isOf(shown)), agencies: formsIn.filter(isOf(shown)).map(({ agency }) => agency).join(), language });

/// Says what was mended of the files that were checked before, and remembers what is to be mended. Of a file in which no form is read any
/// more, and of one that another agency sends under the same name, nothing was mended.
function since(compare) {
  const mended = [];
  let [left, fresh, seen] = [0, 0, false];
  const now = new Map(checked.filter(({ shown }) => formsIn.some(isOf(shown))).map(({ shown }) => [shown, known(shown)]));
  for (const [shown, { faults, agencies }] of now) {
    const past = before.get(shown);
    if (!compare || past?.agencies !== agencies) continue;
    seen = true;
    const rest = [...faults];
    for (const fault of past.faults) {
      const at = rest.findIndex(({ same }) => same === fault.same);
      if (at < 0) mended.push([fault.cell, past.language === language && fault.message]);
      else {
        rest.splice(at, 1);
        left += 1;
      }
    }
    fresh += rest.length;
  }
  for (const [shown, is] of now) before.set(shown, is);
  $('since').hidden = !(compare && seen);
  $('since-words').textContent = say(fresh ? 'since-fresh' : 'since', { mended: mended.length, left, fresh });
  $('mended').replaceChildren(...mended.map((said) => element('li', said.filter(Boolean).join(' · '))));
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

/// Has the program make what goes back of these files. What cannot be read again, or made it trap, goes back as the reasons alone.
async function makeBack(program, items, ministry) {
  const back = (await program.ask('toReturn', { ministry })).map((file) => ({ file }));
  await program.ask('forget');
  for (const item of items.filter(({ shown }) => back.some(isOf(shown)))) {
    const isWhole = item.file.size <= choices.mostBytes && !program.bad.has(item.path);
    const bytes = isWhole ? await bytesOf(item) : new ArrayBuffer(0);
    await program.ask('giveBack', { path: item.path, bytes, ministry }, [bytes]);
  }
}

async function giveBack(program, items, ministry, otherwise) {
  await makeBack(program, items, ministry);
  const { names, bytes } = await program.ask('returned');
  if (names.length) download(names.length === 1 ? names[0].name : otherwise, bytes);
  return names;
}

takes($('check-files'), check);
drops.check = check;
$('get-returned').onclick = () => doing(async () => {
  // A marked form that was corrected comes back under the name that it was given.
  const names = await giveBack(checking, checked, false, 'bieu-tra-lai.zip');
  if (!names.length) throw new Error(say('nothing-back'));
  for (const { of, name } of names) before.set(name, known(of));
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
  const all = merged.length;
  if (!$('as-of').checkValidity()) throw new Error(say('no-day'));
  merging.resume();
  for (const id of ['merge-result', 'merge-again']) $(id).hidden = true;
  $('merge-progress').value = 0;
  $('merge-status').textContent = '';
  $('merge-running').hidden = false;
  try {
    const [file] = $('previous').files;
    const previous = file && new TextDecoder().decode(await merging.unlessStopped(bytesOf({ file, path: file.name })));
    const had = await read(merging, merged, (done, file) => {
      $('merge-progress').value = done / all;
      $('merge-file').textContent = say('reading-merge', { done: done + 1, all, file });
    });
    $('merge-file').textContent = say('merging');
    await merging.ask('merge', { previous });
    await showMerged('mergedAs');
    $('merge-status').textContent = say(had < all ? 'merged-without' : 'merged', { read: had, all });
    $('merge-result').hidden = false;
    fit($('merge-page'));
    $('merge-heading').focus();
  } catch (error) {
    $('merge-again').hidden = false;
    $('merge-status').textContent = error.message === 'stopped' ? say('stopped') : '';
    if ($('merge-running').contains(document.activeElement)) $('merge-again').focus();
    throw error;
  } finally {
    $('merge-running').hidden = true;
  }
}

/// What is shown is of the day, the campaign and the earlier report that stand above it.
for (const id of ['as-of', 'campaign', 'previous']) $(id).addEventListener('change', () => {
  if ($('merge-result').hidden) return;
  $('merge-result').hidden = true;
  $('merge-again').hidden = false;
  $('merge-status').textContent = say('changes');
});
$('merge-again').onclick = () => doing(mergeAgain);

async function showMerged(question) {
  for (const [id, which] of [['show-summary', 'mergedAs'], ['show-findings', 'findingsAs']]) $(id).setAttribute('aria-pressed', which === question);
  show($('merge-page'), await merging.ask(question, { format: 'html' }));
}

/// Makes a file of the result; `work` may give what is to be said then.
async function making(work) {
  let said = $('merge-status').textContent;
  $('merge-status').textContent = say('working');
  try {
    said = await work() ?? said;
  } finally {
    $('merge-status').textContent = said;
  }
}

const gets = [['get-summary', 'tong-hop.xlsx', 'summary'], ['get-report', 'report.json', 'mergedAs', { format: 'json' }], ['get-data', 'du-lieu.zip', 'data']];
for (const [id, name, question, given] of gets) $(id).onclick = () => doing(() => making(async () => download(name, await merging.ask(question, given))));
$('get-letters').onclick = () => doing(() => making(async () => {
  // What goes back goes with the letters.
  await makeBack(merging, merged, true);
  download('cong-van.zip', await merging.ask('letters'));
}));
$('get-all-returned').onclick = () => doing(() => making(async () => {
  const names = await giveBack(merging, merged, true, 'bieu-tra-lai.zip');
  return names.length ? undefined : say('nothing-back');
}));
takes($('merge-folder'), merge);
takes($('merge-files'), merge);
drops.merge = merge;
$('show-summary').onclick = () => doing(() => showMerged('mergedAs'));
$('show-findings').onclick = () => doing(() => showMerged('findingsAs'));
$('print-merge').onclick = () => $('merge-page').contentWindow.print();
// The worker is in the middle of a file: only a new one ends that.
$('merge-stop').onclick = () => {
  stops += 1;
  merging.stop();
};

// ---- Forms

let choices = { forms: [], agencies: [], rules: [], campaigns: [] };

/// Asks anew what there is to choose from; the files that were read before belong to other forms or words.
async function offer() {
  await offering.anew();
  choices = await offering.ask('choices');
  const option = (value, text) => Object.assign(document.createElement('option'), { value, textContent: text });
  $('campaign').replaceChildren(...choices.campaigns.map(({ name, title }) => option(name, title)));
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
  button.onclick = () => {
    const agency = $('agency').value;
    doing(async () => download(`${agency ? `${agency} ` : ''}${name}.xlsx`, await offering.ask('template', { form: name, agency })));
  };
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
  const [past, campaign] = [schemas, $('campaign').value];
  schemas = text;
  $('campaign').replaceChildren();
  try {
    await offer();
  } catch (error) {
    schemas = past;
    await offer();
    $('campaign').value = campaign;
    throw error;
  }
  before.clear();
  for (const id of ['check-result', 'merge-result', 'merge-again']) $(id).hidden = true;
  $('merge-status').textContent = '';
}

async function takeSchemas(files) {
  if (files.length === 1 && /\.zip$/i.test(files[0].path)) {
    const bytes = await bytesOf(files[0]);
    return useSchemas(await offering.ask('unpacked', { bytes, language }, [bytes]));
  }
  const wanted = files.filter(({ path }) => /\.(json|csv)$/.test(path));
  return useSchemas(JSON.stringify(await Promise.all(wanted.map(async (item) => ({ path: item.path, text: new TextDecoder().decode(await bytesOf(item)) })))));
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
    const to = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: -1 }[key];
    if (to === undefined) return;
    const next = tabs.at(to % tabs.length);
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
    const campaign = $('campaign').value;
    await offer();
    $('campaign').value = campaign;
    $('merge-status').textContent = '';
    const [wasChecked, wasMerged] = [!$('check-result').hidden, !$('merge-result').hidden];
    if (wasChecked) await checkAgain(false);
    if (wasMerged) await mergeAgain();
  });
};

addEventListener('resize', () => { for (const frame of document.querySelectorAll('iframe')) fit(frame); });

speak();
$('as-of').value = today();
$('unsupported').remove();
$('check-status').textContent = say('starting');
doing(async () => {
  try {
    await offer();
  } finally {
    $('check-status').textContent = '';
  }
});

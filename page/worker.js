// Runs the program away from the page, so that the page never freezes. One message is one question; the answer bears its number. A trap
// ends the instance: the page then makes another worker.
let session;

const questions = {
  begin: ({ language, asOf, schemas, campaign, merging }) => {
    session?.free();
    session = new wasm_bindgen.Session(language, asOf, schemas, campaign, merging);
  },
  describe: ({ path, bytes }) => session.describe(path, new Uint8Array(bytes)),
  add: ({ path, bytes }) => session.add(path, new Uint8Array(bytes)),
  tooLarge: ({ path, size }) => session.add_too_large(path, size),
  stopped: ({ path }) => session.add_stopped(path),
  unavailable: ({ path }) => session.add_unavailable(path),
  checked: ({ named }) => session.checked(named),
  verdict: () => JSON.parse(session.verdict()),
  checkAs: ({ format }) => session.check_as(format),
  toReturn: ({ ministry }) => JSON.parse(session.to_return(ministry)),
  giveBack: ({ path, bytes, ministry }) => session.give_back(path, new Uint8Array(bytes), ministry),
  forget: () => session.forget(),
  returned: () => ({ names: JSON.parse(session.returned_names()), bytes: session.returned() }),
  merge: ({ previous }) => session.merge(previous),
  mergedAs: ({ format }) => session.merged_as(format),
  findingsAs: ({ format }) => session.merged_findings_as(format),
  summary: () => session.summary_xlsx(),
  data: () => session.data_zip(),
  letters: () => session.letters_zip(),
  template: ({ form, agency }) => session.template(form, agency),
  choices: () => ({ ...JSON.parse(session.choices()), mostBytes: wasm_bindgen.most_bytes() }),
  unpacked: ({ bytes, language }) => wasm_bindgen.unpacked(new Uint8Array(bytes), language),
};

onmessage = ({ data: { id, ask, module, ...given } }) => {
  try {
    if (module) wasm_bindgen.initSync({ module });
    const answer = ask ? questions[ask](given) : undefined;
    postMessage({ id, answer });
  } catch (error) {
    postMessage({ id, error: String(error?.message ?? error), trap: !(error instanceof Error) || error instanceof WebAssembly.RuntimeError || error instanceof RangeError });
  }
};

// Joined in front of every module that acts on a whole form.
//
// While the kernel is busy ipywidgets holds the last keys of a field back, but no message. So what
// stands in the fields travels with the click; and when the kernel has answered it, whatever was
// held back has left too, and the second step finds nothing that could still come after it.

async function typed(model) {
  const found = [];
  for (const id of model.get("fields")) {
    const field = await model.widget_manager.get_model(id);
    const labels = field.get("_options_labels");
    if (labels !== undefined) found.push([id, labels[field.get("index")] ?? null]);
    else found.push([id, field.serialize({ value: field.get("value") }).value ?? null]);
  }
  return found;
}

// Names of fields in which the browser holds something that it gives to nobody, such as half a date.
function unfinished(form) {
  const inputs = [...(form?.querySelectorAll("input") ?? [])];
  const rows = inputs.filter((input) => input.validity.badInput).map((input) => input.closest("[class*=gk-name-]"));
  return rows.map((row) => [...row.classList].find((name) => name.startsWith("gk-name-")).slice(8));
}

// Keys that come while the kernel empties the fields would be emptied with them: they wait, and are
// typed into what stands there afterwards. Gives the function that types them.
function held(form) {
  const keys = [];
  const hold = (event) => {
    const field = event.target;
    if (event.inputType !== "insertText" || event.isComposing || field.selectionStart === null) return;
    event.preventDefault();
    keys.push([field, event.data]);
  };
  form?.addEventListener("beforeinput", hold, true);
  return () => {
    form?.removeEventListener("beforeinput", hold, true);
    for (const [field, text] of keys) {
      field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
    }
  };
}

// A function that does both steps; `busy(true)` before the first, `busy(false)` after the last.
function handshake(model, el, busy) {
  let waiting = null;
  let release = () => {};
  model.on("msg:custom", (told) => {
    if (waiting === null) return;
    if (told.answer === waiting) {
      release = held(el.closest(".gk-form"));
      model.send({ settled: waiting });
    }
    if (told.done === waiting) {
      waiting = null;
      release();
      busy(false);
    }
  });
  return async (more = {}) => {
    if (waiting !== null) return;
    waiting = `${Date.now()}.${Math.random()}`;
    busy(true);
    model.send({ ...more, click: waiting, typed: await typed(model), unfinished: unfinished(el.closest(".gk-form")) });
  };
}

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

// A function that does both steps; `busy(true)` before the first, `busy(false)` after the last.
function handshake(model, el, busy) {
  let waiting = null;
  model.on("msg:custom", (told) => {
    if (waiting === null) return;
    if (told.answer === waiting) model.send({ settled: waiting });
    if (told.done === waiting) {
      waiting = null;
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

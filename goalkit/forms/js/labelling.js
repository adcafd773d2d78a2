// Ties what a form says to what it is about, for those who hear it: ipywidgets has no place for it.

const CONTROLS = "input, select, textarea";
// JupyterLab takes arrows and letters for commands about cells wherever no text is being written.
const NO_TEXT = "input:not(:read-write), select, button";
const OWN = `gk-told-${Math.random().toString(36).slice(2)}`; // each form has this module for itself
let count = 0;

function put(element, name, value) {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

function idOf(element) {
  element.id ||= `${OWN}-${(count += 1)}`;
  return element.id;
}

function tie(form, model) {
  put(form, "role", "group");
  put(form, "aria-label", model.get("description"));
  for (const row of form.querySelectorAll(".gk-field")) {
    const told = [...row.querySelectorAll(".gk-unit, .gk-help, .gk-error")];
    const about = told.filter((one) => one.textContent.trim()).map(idOf).join(" ") || null;
    const group = row.querySelector("[role=group], [role=radiogroup]");
    for (const control of group ? [group] : row.querySelectorAll(CONTROLS)) {
      put(control, "aria-describedby", about);
      put(control, "aria-invalid", row.classList.contains("gk-wrong") ? "true" : null);
      put(control, "aria-required", row.querySelector(".gk-needed") && !group ? "true" : null);
    }
  }
  for (const control of form.querySelectorAll(NO_TEXT)) put(control, "data-lm-suppress-shortcuts", "true");
  for (const one of form.querySelectorAll(".gk-group")) {
    put(one, "role", "heading");
    put(one, "aria-level", "4");
  }
  for (const one of form.querySelectorAll(".gk-table.widget-html")) {
    const caption = one.querySelector("caption")?.textContent ?? null; // a wide table is scrolled with the arrow keys
    put(one, "tabindex", caption && "0");
    put(one, "role", caption && "region");
    put(one, "aria-label", caption);
  }
  for (const one of form.querySelectorAll(".gk-status, .gk-whole, .gk-drafted")) put(one, "role", "status");
  for (const one of form.querySelectorAll(".gk-error")) put(one, "aria-live", "polite");
}

function render({ model, el }) {
  let watcher;
  let due = 0;
  const begin = () => {
    const form = el.closest(".gk-form");
    if (form === null) return void (due = requestAnimationFrame(begin)); // not in the page yet
    const again = () => {
      cancelAnimationFrame(due);
      due = requestAnimationFrame(() => tie(form, model));
    };
    watcher = new MutationObserver(again);
    watcher.observe(form, { subtree: true, childList: true, characterData: true, attributeFilter: ["class"] });
    again();
  };
  begin();
  return () => {
    cancelAnimationFrame(due);
    watcher?.disconnect();
  };
}
export default { render };

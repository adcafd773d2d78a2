const SLOW = 5000;
const NO_ANSWER =
  "No answer yet. A busy kernel does it as soon as it can; if it was restarted, run all cells again: " +
  "what was typed before is remembered.";

function render({ model, el }) {
  const button = document.createElement("button");
  const note = document.createElement("span");
  button.type = "button";
  button.className = `jupyter-widgets jupyter-button widget-button ${model.get("style_class")}`;
  note.className = "gk-slow";
  note.setAttribute("role", "status");
  el.classList.add("gk-action");
  el.append(button, note);

  let waiting = false;
  let slow = 0;
  const show = () => {
    button.textContent = (waiting && model.get("busy_text")) || model.get("description");
    button.disabled = model.get("disabled");
    button.setAttribute("aria-disabled", String(waiting || button.disabled));
    button.setAttribute("aria-busy", String(waiting));
  };
  const act = handshake(model, el, (on) => {
    waiting = on;
    clearTimeout(slow);
    note.textContent = "";
    if (on) slow = setTimeout(() => (note.textContent = NO_ANSWER), SLOW);
    show();
  });
  button.addEventListener("click", () => act());
  for (const name of ["description", "disabled"]) model.on(`change:${name}`, show);
  show();
}
export default { render };

const CLEAR = ["Delete", "Backspace"];
const TAKE = [" ", "Enter"];

function render({ model, el }) {
  const id = `gk-${Math.random().toString(36).slice(2)}`;
  el.classList.add("gk-scale", "gk-own");
  el.innerHTML = `
    <label class="gk-caption" for="${id}"></label>
    <span class="gk-end"></span>
    <input type="range" step="1" id="${id}">
    <span class="gk-end"></span>
    <output for="${id}" aria-hidden="true"></output>
    <button type="button" class="gk-clear"><span aria-hidden="true">×</span></button>`;
  const [caption, slider, output, clear] = ["label", "input", "output", "button"].map((one) => el.querySelector(one));
  const [low, high] = el.querySelectorAll(".gk-end");
  const [first, last] = [model.get("low"), model.get("high")];
  // JupyterLab takes arrows for commands about cells wherever no text is being written.
  slider.setAttribute("data-lm-suppress-shortcuts", "true");
  slider.min = first;
  slider.max = last;

  const worded = (value) => {
    const [left, right] = model.get("ends");
    if (value === first) return `${value}, ${left}`;
    return value === last ? `${value}, ${right}` : String(value);
  };
  const show = () => {
    const value = model.get("value");
    const empty = value === null || value === undefined;
    [low.textContent, high.textContent] = model.get("ends");
    caption.textContent = model.get("description");
    slider.value = empty ? Math.floor((first + last) / 2) : value;
    slider.setAttribute("aria-valuetext", empty ? "not given" : worded(value));
    output.textContent = empty ? "–" : value;
    el.classList.toggle("gk-empty", empty);
    clear.hidden = empty || !model.get("clearable");
    clear.setAttribute("aria-label", `Clear ${model.get("description")}`);
    clear.title = clear.getAttribute("aria-label");
  };
  const put = (value) => {
    model.set("value", value);
    model.save_changes();
    show();
  };
  slider.addEventListener("input", () => put(Number(slider.value)));
  // A click on the place where an empty slider rests moves nothing, and is an answer all the same.
  slider.addEventListener("click", () => model.get("value") === null && put(Number(slider.value)));
  slider.addEventListener("keydown", (event) => {
    if (CLEAR.includes(event.key) && model.get("clearable")) put(null);
    else if (TAKE.includes(event.key) && model.get("value") === null) put(Number(slider.value));
    else return;
    event.preventDefault();
  });
  clear.addEventListener("click", () => {
    put(null);
    slider.focus();
  });
  for (const name of ["value", "description"]) model.on(`change:${name}`, show);
  show();
}
export default { render };

function render({ model, el }) {
  const id = `gk-${Math.random().toString(36).slice(2)}`;
  el.classList.add("gk-palette", "gk-own");
  el.innerHTML = `<span class="gk-caption" id="${id}"></span><div class="gk-ticks" role="radiogroup" aria-labelledby="${id}"></div>`;
  const [caption, group] = el.children;

  const swatch = ([name, colour, place]) => {
    const row = document.createElement("label");
    const input = document.createElement("input");
    const mark = document.createElement("span");
    input.type = "radio";
    input.name = id;
    input.value = place ?? "";
    mark.className = "gk-swatch";
    mark.style.background = colour;
    mark.setAttribute("aria-hidden", "true");
    row.append(input, mark, name);
    return row;
  };
  const tick = () => {
    for (const one of group.querySelectorAll("input")) one.checked = one.value === String(model.get("value") ?? "");
  };
  const show = () => {
    caption.textContent = model.get("description");
    group.replaceChildren(...model.get("options").map(swatch));
    tick();
  };
  group.addEventListener("change", (event) => {
    model.set("value", event.target.value === "" ? null : Number(event.target.value));
    model.save_changes();
  });
  model.on("change:value", tick);
  for (const name of ["options", "description"]) model.on(`change:${name}`, show);
  show();
}
export default { render };

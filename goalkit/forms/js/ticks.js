function render({ model, el }) {
  const id = `gk-${Math.random().toString(36).slice(2)}`;
  el.classList.add("gk-several", "gk-own");
  el.innerHTML = `<span class="gk-caption" id="${id}"></span><div class="gk-ticks" role="group" aria-labelledby="${id}"></div>`;
  const [caption, group] = el.children;

  const box = ([label, key]) => {
    const row = document.createElement("label");
    const input = document.createElement("input");
    input.type = "checkbox";
    input.value = key;
    row.append(input, label);
    return row;
  };
  const ticked = () => [...group.querySelectorAll("input")].filter((one) => one.checked).map((one) => one.value);
  const tick = () => {
    for (const one of group.querySelectorAll("input")) one.checked = model.get("value").includes(one.value);
  };
  const show = () => {
    caption.textContent = model.get("description");
    group.replaceChildren(...model.get("options").map(box));
    tick();
  };
  group.addEventListener("change", () => {
    model.set("value", ticked());
    model.save_changes();
  });
  model.on("change:value", tick);
  for (const name of ["options", "description"]) model.on(`change:${name}`, show);
  show();
}
export default { render };

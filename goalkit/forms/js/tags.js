function render({ model, el }) {
  const id = `gk-${Math.random().toString(36).slice(2)}`;
  el.classList.add("gk-tags", "gk-own");
  el.innerHTML = `
    <label class="gk-caption" for="${id}"></label>
    <div class="gk-chips"><ul></ul><input type="text" id="${id}" list="${id}-known" autocomplete="off">
    <datalist id="${id}-known"></datalist></div>
    <span class="gk-said" role="status"></span>`;
  const [caption, chips, input, known, said] = ["label", "ul", "input", "datalist", ".gk-said"].map((one) =>
    el.querySelector(one),
  );

  const chip = (tag) => {
    const item = document.createElement("li");
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "gk-clear";
    remove.textContent = "×";
    remove.setAttribute("aria-label", `Remove ${tag}`);
    remove.addEventListener("click", () => {
      put(model.get("value").filter((one) => one !== tag), `${tag} removed`);
      input.focus();
    });
    item.append(tag, remove);
    return item;
  };
  const show = () => {
    const tags = model.get("value");
    caption.textContent = model.get("description");
    chips.hidden = tags.length === 0;
    chips.setAttribute("aria-label", `${model.get("description")} so far`);
    chips.replaceChildren(...tags.map(chip));
    known.replaceChildren(...model.get("suggestions").map((text) => new Option(text)));
    input.placeholder = tags.length ? "" : "type one, then Enter";
  };
  const put = (tags, told) => {
    model.set("value", [...new Set(tags)]);
    model.save_changes();
    said.textContent = told;
    show();
  };
  const take = () => {
    const more = input.value.split(",").map((part) => part.trim()).filter(Boolean);
    input.value = "";
    if (more.length) put([...model.get("value"), ...more], `${more.join(", ")} added`);
  };
  input.addEventListener("keydown", (event) => {
    const last = model.get("value").at(-1);
    if (event.key === "Enter" || event.key === ",") {
      event.preventDefault();
      take();
    } else if (event.key === "Backspace" && input.value === "" && last !== undefined) {
      put(model.get("value").slice(0, -1), `${last} removed`);
    }
  });
  input.addEventListener("input", () => input.value.includes(",") && take()); // pasted, or a suggestion that was chosen
  input.addEventListener("blur", take);
  for (const name of ["value", "suggestions", "description"]) model.on(`change:${name}`, show);
  show();
}
export default { render };

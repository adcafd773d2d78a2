const MANY = 12;

function render({ model, el }) {
  const id = `gk-${Math.random().toString(36).slice(2)}`;
  el.classList.add("gk-chooser", "gk-own");
  el.innerHTML = `
    <label class="gk-caption" for="${id}"></label>
    <div class="gk-choose"><select id="${id}"></select>
    <input type="search" autocomplete="off"></div>
    <span class="gk-found" role="status"></span>`;
  const [caption, select, search, found] = ["label", "select", "input", ".gk-found"].map((one) => el.querySelector(one));
  const act = handshake(model, el, (on) => {
    select.setAttribute("aria-busy", String(on));
    if (!on) select.value = model.get("value");
  });

  const show = () => {
    const options = model.get("options");
    const wanted = search.value.trim().toLowerCase();
    const fits = ([label, key], place) => place === 0 || key === model.get("value") || label.toLowerCase().includes(wanted);
    const shown = options.filter(fits);
    caption.textContent = model.get("description");
    search.placeholder = "Search";
    search.setAttribute("aria-label", `Search in ${model.get("description").toLowerCase()}`);
    search.hidden = options.length <= MANY + 1;
    select.replaceChildren(...shown.map(([label, key]) => new Option(label, key)));
    select.value = model.get("value");
    el.hidden = options.length <= 1;
    const count = shown.filter(([label, key], place) => place > 0 && label.toLowerCase().includes(wanted)).length;
    found.textContent = wanted ? (count ? `${count} found` : "none found") : "";
  };
  search.addEventListener("input", show);
  select.addEventListener("change", () => act({ pick: select.value }));
  for (const name of ["options", "value", "description"]) model.on(`change:${name}`, show);
  show();
}
export default { render };

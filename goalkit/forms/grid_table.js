// The rows on display: their inputs, their marks, and the keys that lead from one to the next.

const cells = {
  showColumns() {
    const columns = this.get("columns");
    this.all = make("input", { type: "checkbox", "aria-label": "Choose the rows of this page" });
    this.all.addEventListener("change", () => {
      const rows = this.get("page").rows.filter((row) => !row.new).map((row) => row.id);
      this.send({ do: "choose", rows, on: this.all.checked });
    });
    const heads = columns.map((column) => {
      const unit = column.unit ? make("span", { className: "gk-unit", textContent: ` ${column.unit}` }) : null;
      const arrow = make("span", { className: "gk-arrow", "aria-hidden": "true" });
      const sort = make("button", { type: "button", title: column.help, onclick: () => this.sort(column.name) });
      sort.append(column.title, ...(unit ? [unit] : []), arrow);
      return make("th", { scope: "col", className: classOf(column) }, sort);
    });
    this.words.placeholder = `words${hintsOf(columns)}`;
    const day = columns.find((column) => column.name === this.get("page").day);
    this.from.textContent = day ? `${day.title} from` : "From";
    const first = make("th", { scope: "col", className: "gk-first" }, this.all);
    this.head.replaceChildren(make("tr", {}, first, ...heads));
    this.lists.replaceChildren(
      ...columns.filter((column) => column.suggest.length).map((column) => {
        const list = make("datalist", { id: `${this.id}-${column.name}` });
        list.append(...column.suggest.map((text) => new Option(text)));
        return list;
      }),
    );
    this.manyState = null;
  },

  sort(name) {
    const { sort, down } = this.get("page").look;
    if (sort !== name) this.look({ sort: name, down: false });
    else this.look(down ? { sort: "", down: false } : { down: true });
  },

  showPage() {
    const [page, columns] = [this.get("page"), this.get("columns")];
    const { sort, down } = page.look;
    columns.forEach((column, place) => {
      const head = this.head.rows[0].cells[place + 1];
      put(head, "aria-sort", column.name === sort ? (down ? "descending" : "ascending") : "");
      head.querySelector(".gk-arrow").textContent = column.name === sort ? (down ? " ▾" : " ▴") : "";
    });
    const held = this.held();
    this.controls.clear();
    this.rows.clear();
    this.body.replaceChildren(...page.rows.flatMap((row, place) => this.row(row, place, columns)));
    if (page.rows.length === 0) this.body.append(this.nothing(page, columns));
    this.patch();
    this.hold(held);
  },

  nothing(page, columns) {
    const text = page.all ? "No row fits the filter." : "Nothing here yet. “Add row” or “Paste rows” begins.";
    return make("tr", {}, make("td", { colspan: columns.length + 1, className: "gk-nothing", textContent: text }));
  },

  row(row, place, columns) {
    const box = row.new ? null : make("input", { type: "checkbox", "aria-label": `Choose row ${row.number}` });
    box?.addEventListener("click", (event) => this.choose(event, place));
    const remove = row.new
      ? make("button", { type: "button", className: "gk-clear", textContent: "×", "aria-label": `Discard row ${row.number}`,
          onclick: () => this.act({ do: "discard", row: row.id }) })
      : null;
    const mark = make("span", { className: "gk-mark" });
    const first = make("th", { scope: "row", className: "gk-first" }, box ?? remove, make("span", { textContent: row.number }), mark);
    const cells = columns.map((column) => {
      const cell = make("td", { className: classOf(column) });
      if (!column.editable || row.locked.includes(column.name)) cell.classList.add("gk-fixed");
      else {
        const control = this.control(column, row.cells[column.name] ?? "", row.hints[column.name] ?? "", row.cells);
        control.setAttribute("aria-label", `${column.title}, row ${row.number}`);
        Object.assign(control.dataset, { row: row.id, name: column.name });
        this.controls.set(keyOf(row.id, column.name), control);
        cell.append(control);
      }
      return cell;
    });
    const element = make("tr", {}, first, ...cells);
    const why = make("tr", { className: "gk-why", hidden: true }, make("td", { className: "gk-first" }), make("td", { colspan: columns.length }));
    this.rows.set(row.id, { element, why, box, mark, place });
    return [element, why];
  },

  control(column, text, hint) {
    if (column.kind === "check") return make("input", { type: "checkbox", checked: text === "yes" });
    if (column.kind === "choice") {
      const select = make("select");
      select.append(new Option(hint || "–", ""), ...column.options.map(([label, key]) => new Option(label, key)));
      if (text && !column.options.some(([, key]) => key === text)) select.append(new Option(column.labels[text] ?? text, text));
      select.value = text;
      return select;
    }
    if (column.kind === "long" || text.includes("\n")) return make("textarea", { rows: 1, value: text });
    const given = { type: "text", autocomplete: "off", placeholder: PLACEHOLDERS[column.kind] ?? "", value: text };
    if (column.kind === "number" || column.kind === "whole") given.inputMode = "decimal";
    if (column.suggest.length) given.list = `${this.id}-${column.name}`;
    return make("input", given);
  },

  fill(control, column, text) {
    if (valueOf(control) === text) return;
    if (control.type === "checkbox") control.checked = text === "yes";
    else {
      if (control.tagName === "SELECT" && ![...control.options].some((option) => option.value === text)) {
        control.append(new Option(column.labels[text] ?? text, text));
      }
      control.value = text;
    }
  },

  // Texts, marks and faults of the rows on display, in place: an input that somebody types in is left alone.
  patch() {
    const [page, columns, marks] = [this.get("page"), this.get("columns"), this.get("marks").rows ?? {}];
    for (const row of page.rows) {
      const shown = this.rows.get(row.id);
      if (!shown) continue;
      const mark = marks[row.id];
      const faults = mark?.faults ?? {};
      shown.element.classList.toggle("gk-unsaved", Boolean(mark));
      shown.element.classList.toggle("gk-new", row.new);
      shown.mark.textContent = mark ? "●" : "";
      put(shown.mark, "title", mark ? "not saved" : "");
      columns.forEach((column, place) => {
        const key = keyOf(row.id, column.name);
        const typed = this.pending.get(key)?.text ?? mark?.typed[column.name];
        const control = this.controls.get(key);
        const cell = shown.element.cells[place + 1];
        cell.classList.toggle("gk-typed", typed !== undefined && !row.new);
        cell.classList.toggle("gk-wrong", column.name in faults);
        if (!control) cell.textContent = mark?.derived[column.name] ?? labelled(column, row.cells[column.name] ?? "");
        else {
          const own = typed ?? row.cells[column.name] ?? "";
          if (document.activeElement !== control || control.tagName === "SELECT") this.fill(control, column, own);
          const label = column.kind === "choice" ? control.selectedOptions[0]?.label ?? "" : own;
          put(control, "title", label.length > 18 ? label : "");
          const derived = !own && mark?.derived[column.name];
          control.classList.toggle("gk-derived", Boolean(derived));
          if (derived) control.placeholder = derived;
          put(control, "aria-invalid", column.name in faults ? "true" : "");
          put(control, "aria-describedby", column.name in faults ? `${this.id}-why-${shown.place}` : "");
          if (column.kind === "choice") control.classList.toggle("gk-ruled", !own && Boolean(row.hints[column.name]));
        }
      });
      this.explain(shown, row, mark, columns);
    }
  },

  explain(shown, row, mark, columns) {
    const said = columns.filter((one) => mark && one.name in mark.faults).map((one) => `${one.title}: ${mark.faults[one.name]}`);
    if (mark?.whole) said.push(mark.whole);
    const state = JSON.stringify([said, mark?.clash, mark?.gone]);
    if (state === shown.state) return;
    shown.state = state;
    const place = shown.why.cells[1];
    const inside = make("div", { className: "gk-why-in", id: `${this.id}-why-${shown.place}` });
    for (const text of said) inside.append(make("p", { className: "gk-error", textContent: text }));
    if (mark?.gone) inside.append(...this.goneView(row));
    else if (mark?.clash.length) inside.append(...this.clashView(row, mark.clash));
    place.replaceChildren(inside);
    shown.why.hidden = inside.children.length === 0;
  },

  clashView(row, clash) {
    const lines = clash.map(({ title, mine, theirs }) =>
      make("li", {}, make("strong", { textContent: `${title}: ` }), `here ${mine ? `“${mine}”` : "empty"}, in the workbook now ${theirs ? `“${theirs}”` : "empty"}`));
    return [
      make("p", { className: "gk-error", textContent: "Somebody changed this row since it was read here." }),
      make("ul", {}, ...lines),
      make("div", { className: "gk-bar" },
        this.button("Keep what I typed", () => this.act({ do: "mine", row: row.id })),
        this.button("Take what stands there", () => this.act({ do: "theirs", row: row.id }))),
    ];
  },

  goneView(row) {
    return [
      make("p", { className: "gk-error", textContent: "This row is gone: somebody removed it, or moved it out of what this table shows." }),
      make("div", { className: "gk-bar" },
        this.button("Keep it as a new row", () => this.act({ do: "mine", row: row.id })),
        this.button("Let it go", () => this.act({ do: "theirs", row: row.id }))),
    ];
  },

  // --- keys and typing

  held() {
    const at = document.activeElement;
    if (!at?.dataset.row || !this.el.contains(at)) return null;
    const caret = at.selectionStart === undefined || at.type === "checkbox" ? null : [at.selectionStart, at.selectionEnd];
    return { ...at.dataset, text: valueOf(at), caret };
  },

  hold(held) {
    const control = held && this.controls.get(keyOf(held.row, held.name));
    if (!control) return;
    control.focus({ preventScroll: true });
    if (held.caret && control.setSelectionRange) control.setSelectionRange(...held.caret);
  },

  focus(row, name) {
    const names = name ? [name] : this.get("columns").map((column) => column.name);
    const control = names.map((one) => this.controls.get(keyOf(row, one))).find(Boolean);
    (control ?? this.rows.get(row)?.element)?.scrollIntoView({ block: "nearest", inline: "nearest" });
    control?.focus();
  },

  listen() {
    const cell = (event) => (event.target.dataset?.row ? event.target : null);
    this.body.addEventListener("input", (event) => {
      const at = cell(event);
      if (at) this.type(at.dataset.row, at.dataset.name, valueOf(at), at.type === "checkbox" || at.tagName === "SELECT");
    });
    this.body.addEventListener("focusout", () => this.flush());
    this.body.addEventListener("focusin", (event) => cell(event)?.tagName === "INPUT" && cell(event).type === "text" && cell(event).select());
    this.body.addEventListener("keydown", (event) => cell(event) && this.keyed(event, cell(event)));
    this.body.addEventListener("paste", (event) => cell(event) && this.pastedInto(event, cell(event)));
    this.el.addEventListener("keydown", (event) => {
      if (event.key === "s" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.act({ do: "save" });
      }
    });
  },

  keyed(event, at) {
    const several = at.tagName === "TEXTAREA";
    const arrows = at.tagName === "INPUT" && at.type === "text" && !at.list;
    if (event.isComposing) return;
    if (event.key === "Enter" && !(several && (event.shiftKey || event.altKey))) this.move(at, event.shiftKey ? -1 : 1);
    else if (event.key === "ArrowDown" && arrows) this.move(at, 1);
    else if (event.key === "ArrowUp" && arrows) this.move(at, -1);
    else if (event.key === "Escape") this.restore(at);
    else return;
    event.preventDefault();
  },

  move(at, step) {
    const rows = this.get("page").rows;
    for (let place = this.rows.get(at.dataset.row).place + step; place >= 0 && place < rows.length; place += step) {
      const next = this.controls.get(keyOf(rows[place].id, at.dataset.name));
      if (next) return void next.focus();
    }
    this.flush();
  },

  restore(at) {
    const { row, name } = at.dataset;
    const column = this.get("columns").find((one) => one.name === name);
    const read = this.get("page").rows.find((one) => one.id === row).cells[name] ?? "";
    if (valueOf(at) === read) return;
    this.fill(at, column, read);
    this.type(row, name, read, true);
    at.select?.();
  },
};

// An editable table, the browser's side. The kernel keeps every row and every text that is not saved yet;
// here they are shown, and each thing a person does goes there as a message with a number `n`. What the
// kernel says it has seen (`marks.seen`) tells which typed texts are its own by now: until then the ones
// here stand. Texts are only ever set as text or as values, never as markup.

const PAUSE = 350; // ms after the last key in a cell until the kernel has it checked
const SLOW = 5000;
const NO_ANSWER = "No answer yet. A busy kernel does it as soon as it can; if it was restarted, run all cells again.";
const BUTTON = "jupyter-widgets jupyter-button widget-button";
const SIZES = [25, 50, 100, 200];
const FOCUSED = new Set(["input", "select", "textarea", "button"]);
const PLACEHOLDERS = { day: "yyyy-mm-dd", clock: "hh:mm" };
const number = new Intl.NumberFormat("en");

let last = 0;
let grids = 0;
const tick = () => (last = Math.max(last + 1, Date.now()));

function make(tag, given = {}, ...inside) {
  const one = document.createElement(tag);
  // JupyterLab's single-key shortcuts stay away from whatever can have the focus; it asks that very element.
  if (FOCUSED.has(tag) || given.tabIndex === 0) one.setAttribute("data-lm-suppress-shortcuts", "true");
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) one.addEventListener(name.slice(2), value);
    else if (name.includes("-") || ["role", "list", "for", "colspan", "scope"].includes(name)) one.setAttribute(name, value);
    else one[name] = value;
  }
  one.append(...inside.filter((part) => part !== null && part !== undefined));
  return one;
}

const counted = (count, one, many) => `${number.format(count)} ${count === 1 ? one : many}`;
const rowsOf = (count) => counted(count, "row", "rows");
const put = (element, name, value) =>
  value ? element.setAttribute(name, value) : element.hasAttribute(name) && element.removeAttribute(name);

function classOf(column) {
  const short = column.kind === "choice" && Object.values(column.labels).every((label) => label.length <= 10);
  return `gk-k-${column.kind} ${column.needed ? "gk-needed" : ""} ${short ? "gk-short" : ""}`;
}

// Examples of what a filter understands: ", project:word, goal:none".
function hintsOf(columns) {
  const first = columns.find((column) => column.editable && column.kind === "text");
  const chosen = columns.find((column) => column.kind === "choice" && !column.needed);
  const word = (column) => column.title.toLowerCase().split(" ")[0];
  return [first && `${word(first)}:word`, chosen && `${word(chosen)}:none`].filter(Boolean).map((text) => `, ${text}`).join("");
}

class Grid {
  constructor(model, el) {
    Object.assign(this, { model, el, id: `gk-grid-${(grids += 1)}-${tick()}` });
    this.pending = new Map(); // cell → { text, n, timer } of texts that the kernel has not said it has seen
    this.controls = new Map(); // cell → its input
    this.rows = new Map(); // id → { element, why } on display
    this.told = model.get("told").n;
    this.waiting = this.filtering = this.looked = 0;
    el.classList.add("gk-grid");
    el.setAttribute("data-jp-suppress-context-menu", "true"); // the browser's own menu comes up, with Paste in it
    this.build();
    this.watch();
    this.showAll();
  }

  get = (name) => this.model.get(name);
  key = (row, name) => `${row}\n${name}`;

  // --- to the kernel

  send(message) {
    const n = tick();
    this.model.send({ ...message, n });
    return n;
  }

  // Something that changes rows: what was typed goes before it, and a second click waits for the answer.
  act(message) {
    if (this.waiting) return;
    this.flush();
    this.waiting = this.send(message);
    this.el.setAttribute("aria-busy", "true");
    clearTimeout(this.slow);
    this.slow = setTimeout(() => this.waiting && this.say(NO_ANSWER), SLOW);
  }

  look(asked) {
    this.flush();
    this.looked = this.send({ do: "look", ...asked });
  }

  filter() {
    clearTimeout(this.filtering);
    this.filtering = 0;
    this.looked = this.send({ do: "look", words: this.words.value });
  }

  type(row, name, text, at_once) {
    const key = this.key(row, name);
    clearTimeout(this.pending.get(key)?.timer);
    const told = { row, name, text, n: Infinity };
    this.pending.set(key, told);
    if (at_once) this.tell(told);
    else told.timer = setTimeout(() => this.tell(told), PAUSE);
  }

  tell(told) {
    clearTimeout(told.timer);
    told.n = this.send({ do: "edit", row: told.row, name: told.name, text: told.text });
  }

  flush() {
    if (this.filtering) this.filter();
    for (const told of this.pending.values()) if (told.n === Infinity) this.tell(told);
  }

  // --- from the kernel

  watch() {
    const names = ["title", "note", "columns", "page", "marks", "chosen", "told", "pasted"];
    const due = new Set();
    const later = (name) => {
      if (due.size === 0) queueMicrotask(() => this.show(new Set([...due].splice(0)), due.clear()));
      due.add(name);
    };
    for (const name of names) this.model.on(`change:${name}`, () => later(name));
    this.model.on("msg:custom", (message) => message.copy !== undefined && this.copied(message));
  }

  show(changed) {
    const seen = this.get("marks").seen ?? 0;
    for (const [key, told] of this.pending) if (told.n <= seen) this.pending.delete(key);
    if (this.waiting && this.waiting <= seen) {
      this.waiting = 0;
      clearTimeout(this.slow);
      this.el.removeAttribute("aria-busy");
    }
    if (changed.has("title") || changed.has("note")) this.showTitle();
    if (changed.has("columns")) this.showColumns();
    if (changed.has("page") || changed.has("columns")) this.showPage();
    else if (changed.has("marks")) this.patch();
    if (changed.has("pasted")) this.showPasted();
    this.showChosen();
    this.showFoot();
  }

  showAll() {
    this.show(new Set(["title", "note", "columns", "page", "marks", "pasted"]));
  }

  // --- what is around the table

  build() {
    const field = (title, input) => make("label", { className: "gk-labelled" }, make("span", { textContent: title }), input);
    const button = (text, click, more = "") =>
      make("button", { type: "button", className: `${BUTTON} ${more}`, textContent: text, onclick: click });
    this.button = button;
    this.words = make("input", { type: "search", autocomplete: "off", placeholder: "words" });
    this.first = make("input", { type: "date" });
    this.last = make("input", { type: "date" });
    const [from, to] = [field("From", this.first), field("to", this.last)];
    this.from = from.firstChild;
    this.days = make("span", { className: "gk-days" }, from, to);
    this.words.addEventListener("input", () => {
      clearTimeout(this.filtering);
      this.filtering = setTimeout(() => this.filter(), PAUSE);
    });
    this.first.addEventListener("change", () => this.look({ first: this.first.value }));
    this.last.addEventListener("change", () => this.look({ last: this.last.value }));
    this.note = make("p", { className: "gk-note" });
    const top = make(
      "div",
      { className: "gk-bar" },
      field("Filter", this.words),
      this.days,
      make("span", { className: "gk-gap" }),
      button("Add row", () => this.act({ do: "add" })),
      button("Paste rows", () => this.openPaste()),
    );
    this.many = make("div", { className: "gk-bar gk-many", role: "group", "aria-label": "Chosen rows" });
    this.head = make("thead");
    this.body = make("tbody");
    this.caption = make("caption");
    this.lists = make("div", { hidden: true });
    this.table = make("table", {}, this.caption, this.head, this.body);
    this.box = make("div", { className: "gk-box", tabIndex: 0, role: "region" }, this.table);
    this.count = make("span", { className: "gk-count", role: "status" });
    this.back = button("‹ Previous", () => this.look({ page: this.get("page").look.page - 1 }));
    this.on = button("Next ›", () => this.look({ page: this.get("page").look.page + 1 }));
    this.size = make("select", { onchange: () => this.look({ size: Number(this.size.value) }) });
    this.size.append(...SIZES.map((size) => new Option(size, size)));
    const pages = make("div", { className: "gk-bar gk-pages" }, this.count, this.back, this.on, field("Rows a page", this.size));
    this.save = button("Save changes", () => this.act({ do: "save" }), "mod-primary");
    this.saveGood = button("", () => this.act({ do: "save", only_good: true }));
    this.discard = make("span", { className: "gk-twice" });
    this.undo = button("Undo", () => this.act({ do: "undo" }));
    this.only = make("input", { type: "checkbox", onchange: () => this.look({ unsaved: this.only.checked }) });
    this.onlyText = make("span");
    this.onlyLabel = make("label", { className: "gk-only" }, this.only, this.onlyText);
    this.status = make("span", { className: "gk-status", role: "status" });
    const foot = [this.save, this.saveGood, this.discard, this.undo, this.onlyLabel, this.status];
    this.paste = make("section", { className: "gk-paste", hidden: true, "aria-label": "Paste rows" });
    this.el.append(this.note, top, this.paste, this.many, this.box, this.lists, pages, make("div", { className: "gk-bar gk-foot" }, ...foot));
    this.listen();
  }

  showTitle() {
    this.note.textContent = this.get("note");
    this.note.hidden = !this.get("note");
    this.caption.textContent = this.get("title");
    this.el.setAttribute("role", "group");
    this.el.setAttribute("aria-label", this.get("title"));
    this.box.setAttribute("aria-label", `${this.get("title")}, the table`);
  }

  say(text, mood = "") {
    this.status.textContent = text;
    this.status.className = `gk-status ${mood ? `gk-${mood}` : ""}`;
  }

  showFoot() {
    const [marks, told, page] = [this.get("marks"), this.get("told"), this.get("page")];
    const count = marks.count ?? 0;
    const good = count - (marks.blocked ?? 0);
    this.save.textContent = count ? `Save changes (${rowsOf(count)})` : "Save changes";
    this.save.disabled = count === 0;
    if (this.discarding !== count) {
      this.discarding = count;
      const twice = this.twice("Discard", `Yes, discard ${rowsOf(count)}`, () => this.act({ do: "discard" }));
      twice.disabled = count === 0;
      this.discard.replaceChildren(twice);
    }
    this.saveGood.hidden = !(marks.blocked && good && told.mood === "bad");
    this.saveGood.textContent = `Save the other ${number.format(good)}`;
    this.undo.disabled = !told.undo;
    this.onlyLabel.hidden = count === 0;
    this.onlyText.textContent = `Only rows not saved${marks.hidden ? ` (${number.format(marks.hidden)} out of sight)` : ""}`;
    this.only.checked = page.look.unsaved;
    if (told.n !== this.told) {
      this.told = told.n;
      this.say(told.text, told.mood);
      if (told.focus.length) this.focus(...told.focus);
    }
    const [begin, end] = [number.format(page.begin), number.format(page.end)];
    const shown = page.total ? `rows ${begin}–${end} of ${number.format(page.total)}` : "no rows";
    const more = page.all > page.total ? ` (${number.format(page.all)} in all)` : "";
    if (this.count.textContent !== shown + more) this.count.textContent = shown + more;
    this.back.disabled = page.look.page === 0;
    this.on.disabled = page.end >= page.total;
    this.size.value = page.look.size;
    this.days.hidden = !page.day;
    if (this.filtering || this.looked > (marks.seen ?? 0)) return; // what was asked for is not here yet
    for (const [input, name] of [[this.words, "words"], [this.first, "first"], [this.last, "last"]]) {
      if (document.activeElement !== input) input.value = page.look[name];
    }
  }

  // A button whose second press does it.
  twice(text, sure, click) {
    const first = this.button(text, () => {
      first.replaceWith(second, keep);
      second.focus();
    });
    const second = this.button(sure, click, "mod-danger");
    const keep = this.button("Keep them", () => {
      keep.remove();
      second.replaceWith(first);
      first.focus();
    });
    return first;
  }

  // --- chosen rows

  showChosen() {
    const [chosen, page] = [this.get("chosen"), this.get("page")];
    const on = new Set(chosen.rows);
    for (const [id, row] of this.rows) if (row.box) row.box.checked = on.has(id);
    const real = page.rows.filter((row) => !row.new);
    if (this.all) {
      this.all.checked = real.length > 0 && real.every((row) => on.has(row.id));
      this.all.indeterminate = !this.all.checked && on.size > 0;
    }
    const state = JSON.stringify([chosen.count, chosen.hidden, page.total]);
    if (state === this.manyState) return;
    this.manyState = state;
    this.many.hidden = chosen.count === 0;
    if (chosen.count) this.showMany(chosen, page.total);
  }

  showMany({ count, hidden }, total) {
    const kept = this.field?.value;
    const columns = this.get("columns").filter((column) => column.editable && column.settable);
    this.field = make("select", { "aria-label": "Field to set", onchange: () => this.showValue(columns) });
    this.field.append(...columns.map((column) => new Option(column.title, column.name)));
    if (columns.some((column) => column.name === kept)) this.field.value = kept;
    else if (columns.some((column) => column.name === "goal_id")) this.field.value = "goal_id";
    this.value = make("span", { className: "gk-value" });
    const set = this.button(`Set for ${rowsOf(count)}`, () => {
      this.act({ do: "set", name: this.field.value, text: this.valueOf(this.value.firstChild), count });
    });
    const remove = this.twice(`Delete ${rowsOf(count)}`, `Yes, delete ${rowsOf(count)}`, () => this.act({ do: "remove", count }));
    const all = this.button(`Choose all ${number.format(total)} that the filter shows`, () => this.act({ do: "choose_all", on: true }));
    const parts = [
      make("strong", { textContent: `${rowsOf(count)} chosen` }),
      hidden ? make("span", { className: "gk-error", textContent: `${number.format(hidden)} of them hidden by the filter` }) : null,
      total > count - hidden ? all : null,
      this.button("Choose none", () => this.act({ do: "choose_all", on: false })),
      make("span", { className: "gk-setting" }, "Set ", this.field, " to ", this.value, set),
      this.button("Copy", () => this.copy(count)),
      remove,
    ];
    this.many.replaceChildren(...parts.filter(Boolean));
    this.showValue(columns);
  }

  showValue(columns) {
    const column = columns.find((one) => one.name === this.field.value);
    const input = this.control(column, "", "", []);
    input.setAttribute("aria-label", `${column.title} for the chosen rows`);
    input.removeAttribute("list");
    this.value.replaceChildren(input);
  }

  choose(event, place) {
    this.flush();
    const rows = this.get("page").rows;
    const on = event.target.checked;
    let range = [rows[place]];
    if (event.shiftKey && this.anchor !== undefined) {
      range = rows.slice(Math.min(this.anchor, place), Math.max(this.anchor, place) + 1);
    }
    this.anchor = place;
    this.send({ do: "choose", rows: range.filter((row) => !row.new).map((row) => row.id), on });
  }

  copy(count) {
    this.copying = true;
    this.act({ do: "copy", count });
  }

  async copied({ copy, count }) {
    if (!this.copying) return;
    this.copying = false;
    try {
      await navigator.clipboard.writeText(copy);
      this.say(`${rowsOf(count)} copied; paste them into a spreadsheet.`, "good");
    } catch {
      // A page that is not served securely may not write there: the person copies it.
      const text = make("textarea", { value: copy, readOnly: true, rows: 8, "aria-label": "Rows to copy" });
      this.paste.hidden = false;
      this.paste.replaceChildren(
        make("p", { textContent: `Press Ctrl+C to copy ${rowsOf(count)}.` }), text, this.button("Close", () => this.closePaste()),
      );
      text.select();
    }
  }

  // --- the table

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
  }

  sort(name) {
    const { sort, down } = this.get("page").look;
    if (sort !== name) this.look({ sort: name, down: false });
    else this.look(down ? { sort: "", down: false } : { down: true });
  }

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
  }

  nothing(page, columns) {
    const text = page.all ? "No row fits the filter." : "Nothing here yet. “Add row” or “Paste rows” begins.";
    return make("tr", {}, make("td", { colspan: columns.length + 1, className: "gk-nothing", textContent: text }));
  }

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
        this.controls.set(this.key(row.id, column.name), control);
        cell.append(control);
      }
      return cell;
    });
    const element = make("tr", {}, first, ...cells);
    const why = make("tr", { className: "gk-why", hidden: true }, make("td", { className: "gk-first" }), make("td", { colspan: columns.length }));
    this.rows.set(row.id, { element, why, box, mark, place });
    return [element, why];
  }

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
  }

  valueOf = (control) => (control.type === "checkbox" ? (control.checked ? "yes" : "") : control.value);

  fill(control, column, text) {
    if (this.valueOf(control) === text) return;
    if (control.type === "checkbox") control.checked = text === "yes";
    else {
      if (control.tagName === "SELECT" && ![...control.options].some((option) => option.value === text)) {
        control.append(new Option(column.labels[text] ?? text, text));
      }
      control.value = text;
    }
  }

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
        const key = this.key(row.id, column.name);
        const typed = this.pending.get(key)?.text ?? mark?.typed[column.name];
        const control = this.controls.get(key);
        const cell = shown.element.cells[place + 1];
        cell.classList.toggle("gk-typed", typed !== undefined && !row.new);
        cell.classList.toggle("gk-wrong", column.name in faults);
        if (!control) cell.textContent = mark?.derived[column.name] ?? this.labelled(column, row.cells[column.name] ?? "");
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
  }

  labelled = (column, text) => (column.kind === "choice" ? (column.labels[text] ?? text) : text) || "–";

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
  }

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
  }

  goneView(row) {
    return [
      make("p", { className: "gk-error", textContent: "This row is gone: somebody removed it, or moved it out of what this table shows." }),
      make("div", { className: "gk-bar" },
        this.button("Keep it as a new row", () => this.act({ do: "mine", row: row.id })),
        this.button("Let it go", () => this.act({ do: "theirs", row: row.id }))),
    ];
  }

  // --- keys and typing

  held() {
    const at = document.activeElement;
    if (!at?.dataset.row || !this.el.contains(at)) return null;
    const caret = at.selectionStart === undefined || at.type === "checkbox" ? null : [at.selectionStart, at.selectionEnd];
    return { ...at.dataset, text: this.valueOf(at), caret };
  }

  hold(held) {
    const control = held && this.controls.get(this.key(held.row, held.name));
    if (!control) return;
    control.focus({ preventScroll: true });
    if (held.caret && control.setSelectionRange) control.setSelectionRange(...held.caret);
  }

  focus(row, name) {
    const names = name ? [name] : this.get("columns").map((column) => column.name);
    const control = names.map((one) => this.controls.get(this.key(row, one))).find(Boolean);
    (control ?? this.rows.get(row)?.element)?.scrollIntoView({ block: "nearest", inline: "nearest" });
    control?.focus();
  }

  listen() {
    const cell = (event) => (event.target.dataset?.row ? event.target : null);
    this.body.addEventListener("input", (event) => {
      const at = cell(event);
      if (at) this.type(at.dataset.row, at.dataset.name, this.valueOf(at), at.type === "checkbox" || at.tagName === "SELECT");
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
  }

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
  }

  move(at, step) {
    const rows = this.get("page").rows;
    for (let place = this.rows.get(at.dataset.row).place + step; place >= 0 && place < rows.length; place += step) {
      const next = this.controls.get(this.key(rows[place].id, at.dataset.name));
      if (next) return void next.focus();
    }
    this.flush();
  }

  restore(at) {
    const { row, name } = at.dataset;
    const column = this.get("columns").find((one) => one.name === name);
    const read = this.get("page").rows.find((one) => one.id === row).cells[name] ?? "";
    if (this.valueOf(at) === read) return;
    this.fill(at, column, read);
    this.type(row, name, read, true);
    at.select?.();
  }

  // --- pasting

  pastedInto(event, at) {
    const text = event.clipboardData.getData("text/plain");
    const lines = text.replace(/\r?\n$/, "");
    if (!lines.includes("\t") && !(lines.includes("\n") && at.tagName !== "TEXTAREA")) return;
    event.preventDefault();
    this.act({ do: "paste", row: at.dataset.row, name: at.dataset.name, text });
  }

  openPaste() {
    const text = make("textarea", { rows: 4, placeholder: "Copy rows in your spreadsheet and paste them here (Ctrl+V)." });
    text.setAttribute("aria-label", "Rows to paste");
    text.addEventListener("paste", (event) => {
      event.preventDefault();
      this.act({ do: "paste", text: event.clipboardData.getData("text/plain") });
    });
    this.paste.hidden = false;
    this.paste.replaceChildren(
      make("p", { textContent: "With a header row or without. You see how the rows are understood before anything is saved." }),
      text,
      make("div", { className: "gk-bar" },
        this.button("Look at them", () => this.act({ do: "paste", text: text.value })),
        this.button("Cancel", () => this.closePaste())),
    );
    text.focus();
  }

  closePaste() {
    this.paste.hidden = true;
    this.paste.replaceChildren();
    if (this.get("pasted").sources) this.act({ do: "paste_end" });
  }

  showPasted() {
    const given = this.get("pasted");
    if (!given.sources) {
      if (this.shownPaste) this.paste.hidden = true;
      this.shownPaste = false;
      return;
    }
    this.shownPaste = true;
    this.paste.hidden = false;
    const good = given.faulty === 0;
    const open = given.orders.length > 0 && !given.dates;
    const title = given.filling ? `Fill cells from ${rowsOf(given.count)}` : `${rowsOf(given.count)} to add`;
    const save = this.button(`Save ${rowsOf(given.count)}`, () => this.act({ do: "paste_take", how: "save" }), "mod-primary");
    const into = this.button(given.filling ? "Fill the cells" : good ? "Put them into the table first" : "Put them into the table, to mend them there",
      () => this.act({ do: "paste_take", how: "put" }), given.filling || !good ? "mod-primary" : "");
    save.disabled = !good;
    into.disabled = open;
    this.paste.replaceChildren(
      make("h4", { textContent: title }),
      ...this.howView(given),
      ...(given.filling ? [] : this.rowsView(given)),
      make("div", { className: "gk-bar" }, ...(given.filling || !good ? [] : [save]), into,
        this.button("Cancel", () => this.act({ do: "paste_end" }))),
    );
  }

  howView(given) {
    const header = make("input", { type: "checkbox", checked: given.header });
    header.addEventListener("change", () => this.act({ do: "paste_how", header: header.checked }));
    const selects = given.sources.map(({ head, example, column }) => {
      const select = make("select");
      select.append(new Option("leave out", ""), ...given.choices.map(([name, text]) => new Option(text, name)));
      select.value = column;
      if (select.value !== column) select.value = "";
      select.addEventListener("change", () => this.act({ do: "paste_how", columns: [...parts.querySelectorAll("select")].map((one) => one.value) }));
      const source = head ? `“${head}”` : example ? `“${example}” …` : "an empty column";
      return make("label", { className: "gk-source" }, make("span", { textContent: source }), select);
    });
    const parts = make("div", { className: "gk-sources", role: "group", "aria-label": "What each pasted column is" }, ...selects);
    return [make("label", {}, header, " The first row names the columns"), parts, ...this.ordersView(given)];
  }

  ordersView(given) {
    if (!given.orders.length) return [];
    const choices = given.orders.map(({ key, words, example }) => {
      const radio = make("input", { type: "radio", name: `${this.id}-dates`, value: key, checked: key === given.dates });
      radio.addEventListener("change", () => this.act({ do: "paste_how", dates: key }));
      return make("label", {}, radio, ` ${words}${example ? ` (${example})` : ""}`);
    });
    const asked = make("p", { className: given.dates ? "" : "gk-error", textContent: "The days can be read in several ways. Which is meant?" });
    return [make("div", { className: "gk-orders", role: "radiogroup", "aria-label": "Order of the days" }, asked, ...choices)];
  }

  rowsView(given) {
    const head = make("tr", {}, make("th", { scope: "col", textContent: "Row" }),
      ...given.titles.map((title) => make("th", { scope: "col", textContent: title })));
    const rows = given.rows.flatMap(({ number: at, cells, fault }) => {
      const line = make("tr", { className: fault ? "gk-faulty" : "" }, make("th", { scope: "row", textContent: at }),
        ...cells.map((text) => make("td", { textContent: text })));
      const why = make("td", { colspan: cells.length, className: "gk-error", textContent: fault });
      return fault ? [line, make("tr", { className: "gk-faulty" }, make("td"), why)] : [line];
    });
    const told = given.faulty ? `${rowsOf(given.faulty)} of ${number.format(given.count)} cannot be saved as pasted.` : "All of them can be saved.";
    const more = given.count > given.rows.length ? ` Shown are ${number.format(given.rows.length)}.` : "";
    const table = make("table", {}, make("caption", { textContent: "As they are understood" }), make("thead", {}, head), make("tbody", {}, ...rows));
    return [
      make("div", { className: "gk-box", tabIndex: 0, role: "region", "aria-label": "Pasted rows as they are understood" }, table),
      make("p", { className: given.faulty ? "gk-error" : "", role: "status", textContent: told + more }),
    ];
  }
}

function render({ model, el }) {
  const grid = new Grid(model, el);
  return () => grid.flush();
}
export default { render };

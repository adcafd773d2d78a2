// What is around the table, what goes to the kernel and what comes from it.

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

  get(name) {
    return this.model.get(name);
  }

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
    const key = keyOf(row, name);
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
    let due = new Set(); // what came in one message is shown in one go
    const later = (name) => {
      if (due.size === 0) {
        queueMicrotask(() => {
          const changed = due;
          due = new Set();
          this.show(changed);
        });
      }
      due.add(name);
    };
    this.heard = SHOWN.map((name) => [`change:${name}`, () => later(name)]);
    this.heard.push(["msg:custom", (message) => message.copy !== undefined && this.copied(message)]);
    for (const [name, hear] of this.heard) this.model.on(name, hear);
  }

  end() {
    this.flush();
    clearTimeout(this.slow);
    for (const [name, hear] of this.heard) this.model.off(name, hear);
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
    this.show(new Set(SHOWN));
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
      make("span", { className: "gk-twins" },
        button("Add row", () => this.act({ do: "add" })),
        button("Paste rows", () => this.openPaste())),
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
    const [kept, text] = [this.field?.value, this.value?.firstChild && valueOf(this.value.firstChild)];
    const columns = this.get("columns").filter((column) => column.editable && column.settable);
    this.field = make("select", { "aria-label": "Field to set", onchange: () => this.showValue(columns) });
    this.field.append(...columns.map((column) => new Option(column.title, column.name)));
    if (columns.some((column) => column.name === kept)) this.field.value = kept;
    else if (columns.some((column) => column.name === "goal_id")) this.field.value = "goal_id";
    this.value = make("span", { className: "gk-value" });
    const set = this.button(`Set for ${rowsOf(count)}`, () => {
      this.act({ do: "set", name: this.field.value, text: valueOf(this.value.firstChild), count });
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
    const column = columns.find((one) => one.name === this.field.value);
    if (text && kept === column.name) this.fill(this.value.firstChild, column, text); // choosing one row more
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
}

Object.assign(Grid.prototype, cells, pasting);

function render({ model, el }) {
  const grid = new Grid(model, el);
  return () => grid.end();
}
export default { render };

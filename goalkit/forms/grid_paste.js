// Pasting from a spreadsheet: into cells, or as new rows that are looked at first.

const pasting = {
  pastedInto(event, at) {
    const text = event.clipboardData.getData("text/plain");
    const lines = text.replace(/\r?\n$/, "");
    if (!lines.includes("\t") && !(lines.includes("\n") && at.tagName !== "TEXTAREA")) return;
    event.preventDefault();
    this.act({ do: "paste", row: at.dataset.row, name: at.dataset.name, text });
  },

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
  },

  closePaste() {
    this.paste.hidden = true;
    this.paste.replaceChildren();
    if (this.get("pasted").sources) this.act({ do: "paste_end" });
  },

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
  },

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
  },

  ordersView(given) {
    if (!given.orders.length) return [];
    const choices = given.orders.map(({ key, words, example }) => {
      const radio = make("input", { type: "radio", name: `${this.id}-dates`, value: key, checked: key === given.dates });
      radio.addEventListener("change", () => this.act({ do: "paste_how", dates: key }));
      return make("label", {}, radio, ` ${words}${example ? ` (${example})` : ""}`);
    });
    const asked = make("p", { className: given.dates ? "" : "gk-error", textContent: "The days can be read in several ways. Which is meant?" });
    return [make("div", { className: "gk-orders", role: "radiogroup", "aria-label": "Order of the days" }, asked, ...choices)];
  },

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
  },
};

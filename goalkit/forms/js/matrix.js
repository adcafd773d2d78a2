// Four quadrants of tasks; a task moves by dragging, or by its “Move to …” button.

const make = (tag, name, text) => {
  const one = document.createElement(tag);
  if (name) one.className = name;
  if (text !== undefined) one.textContent = text;
  return one;
};

function render({ model, el }) {
  const id = `gk-${Math.random().toString(36).slice(2)}`;
  let dragged = null;
  let focused = null; // the task whose button has the focus after it moved
  el.classList.add("gk-matrix");
  // Enter and arrows belong to the buttons here, not to the notebook around them.
  el.dataset.lmSuppressShortcuts = "true";

  const grid = make("div", "gk-quadrants");
  const said = make("p", "gk-matrix-said");
  said.setAttribute("role", "status");
  const undo = make("button", "gk-matrix-undo", "Undo the last move");
  undo.type = "button";
  undo.addEventListener("click", () => model.send({ do: "undo" }));
  const foot = make("div", "gk-matrix-foot");
  foot.append(undo, said);
  el.append(grid, foot);

  const send = (task, change) => {
    focused = task.id;
    model.send({ ...change, id: task.id });
  };

  const menuOf = (task, button) => {
    const menu = make("div", "gk-matrix-menu");
    menu.setAttribute("role", "group");
    menu.setAttribute("aria-label", `Move “${task.title}” to`);
    const offer = (text, change) => {
      const choice = make("button", "", text);
      choice.type = "button";
      choice.addEventListener("click", () => send(task, change));
      menu.append(choice);
    };
    for (const quadrant of model.get("quadrants"))
      if (quadrant.key !== task.quadrant) offer(quadrant.title, { do: "move", to: quadrant.key });
    if (task.by_hand) offer("let the due day decide what is urgent", { do: "follow" });
    menu.addEventListener("keydown", (event) => {
      const choices = [...menu.children];
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) choices[(choices.indexOf(document.activeElement) + step + choices.length) % choices.length].focus();
      if (event.key === "Escape") close(button);
      if (step || event.key === "Escape") event.preventDefault();
    });
    return menu;
  };

  const close = (button) => {
    button.setAttribute("aria-expanded", "false");
    button.parentElement.querySelector(".gk-matrix-menu")?.remove();
    button.focus();
  };

  const toggle = (task, button) => {
    const open = button.getAttribute("aria-expanded") === "true";
    for (const other of grid.querySelectorAll("[aria-expanded=true]")) close(other);
    if (open) return;
    button.setAttribute("aria-expanded", "true");
    const menu = menuOf(task, button);
    button.parentElement.append(menu);
    menu.firstElementChild.focus();
  };

  const rowOf = (task) => {
    const row = make("li", "gk-matrix-task");
    row.draggable = true;
    row.dataset.id = task.id;
    row.style.setProperty("--gk-light", task.colour);
    row.style.setProperty("--gk-dark", task.dark);
    const words = make("div", "gk-matrix-words");
    words.append(make("span", "gk-matrix-title", task.title));
    for (const [name, text] of [["gk-matrix-sign", task.sign], ["gk-matrix-goal", task.goal]])
      if (text) words.append(make("span", name, text));
    const button = make("button", "gk-matrix-move", "Move to …");
    button.type = "button";
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-label", `Move to …: ${task.title}`);
    button.addEventListener("click", () => toggle(task, button));
    row.append(words, button);
    row.addEventListener("dragstart", (event) => {
      dragged = task;
      row.classList.add("gk-dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", task.title);
      event.stopPropagation();
    });
    row.addEventListener("dragend", () => {
      dragged = null;
      row.classList.remove("gk-dragged");
    });
    return row;
  };

  const catches = (box, quadrant) => {
    const over = (on) => box.classList.toggle("gk-over", on);
    box.addEventListener("dragover", (event) => {
      if (!dragged || dragged.quadrant === quadrant.key) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "move";
      over(true);
    });
    box.addEventListener("dragleave", (event) => box.contains(event.relatedTarget) || over(false));
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      event.stopPropagation();
      over(false);
      if (dragged) send(dragged, { do: "move", to: quadrant.key });
    });
  };

  const boxOf = (quadrant, place) => {
    const tasks = model.get("tasks").filter((task) => task.quadrant === quadrant.key);
    const box = make("section", "gk-quadrant");
    const title = make("h4", "", `${quadrant.title} (${tasks.length})`);
    title.id = `${id}-${place}`;
    box.dataset.quadrant = quadrant.key;
    box.setAttribute("aria-labelledby", title.id);
    box.append(title, make("p", "gk-matrix-marks", quadrant.marks));
    const list = make("ul");
    list.append(...tasks.map(rowOf));
    box.append(tasks.length ? list : make("p", "gk-matrix-none", quadrant.none));
    catches(box, quadrant);
    return box;
  };

  const show = () => {
    grid.replaceChildren(...model.get("quadrants").map(boxOf));
    if (focused) grid.querySelector(`[data-id="${CSS.escape(focused)}"] .gk-matrix-move`)?.focus();
    focused = null;
  };
  const tell = () => {
    said.textContent = model.get("said");
    said.classList.toggle("gk-matrix-bad", model.get("bad"));
    undo.disabled = !model.get("can_undo");
  };
  model.on("change:tasks", show);
  for (const name of ["said", "bad", "can_undo"]) model.on(`change:${name}`, tell);
  show();
  tell();
}
export default { render };

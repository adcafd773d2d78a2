// Chooses a file, by button, by dropping it or by pasting it, and gives it to the kernel; of an image it shows a preview.
// Its size is looked at here: a file beyond what the server takes would cut the line to the kernel.

function render({ model, el }) {
  const id = `gk-pick-${Math.random().toString(36).slice(2)}`;
  el.classList.add("gk-pick", "gk-own");
  el.innerHTML = `
    <label class="gk-caption" for="${id}"></label>
    <div class="gk-pick-zone">
      <input type="file" id="${id}" aria-describedby="${id}-help ${id}-told">
      <p class="gk-pick-help" id="${id}-help"></p>
      <img alt="" hidden>
      <p class="gk-pick-told" id="${id}-told" role="status"></p>
    </div>`;
  const [caption, zone, input, preview] = ["label", ".gk-pick-zone", "input", "img"].map((one) => el.querySelector(one));
  const [help, told] = [el.querySelector(".gk-pick-help"), el.querySelector(".gk-pick-told")];
  let url = "";
  let sent = 0;

  const say = (text, bad) => {
    told.textContent = text;
    told.classList.toggle("gk-bad", bad);
    input.setAttribute("aria-invalid", String(bad));
  };
  const look = (file) => {
    URL.revokeObjectURL(url);
    url = file && model.get("preview") ? URL.createObjectURL(file) : "";
    preview.removeAttribute("src");
    preview.hidden = true;
  };
  const take = async (file) => {
    if (!file) return;
    const turn = (sent += 1);
    look(file);
    if (file.size > model.get("most")) {
      say(model.get("too_large").replace("{name}", file.name).replace("{size}", (file.size / 1e6).toFixed(1)), true);
      model.send({ dropped: true });
      input.value = "";
      return;
    }
    say("Looking at it …", false);
    const content = await file.arrayBuffer().catch(() => null); // moved or changed since it was chosen
    if (turn !== sent) return;
    if (content === null) {
      say(`${file.name} cannot be read any more; choose it again.`, true);
      model.send({ dropped: true });
    } else model.send({ picked: file.name, turn }, undefined, [content]);
  };
  model.on("msg:custom", (answer) => {
    if (answer.cleared) {
      sent += 1;
      input.value = "";
      look(null);
      say("", false);
    }
    if (answer.again) say(answer.again, false);
    if (answer.turn !== sent) return;
    say(answer.error || answer.chosen, Boolean(answer.error));
    if (answer.error) input.value = "";
    else if (model.get("preview")) [preview.src, preview.hidden] = [url, false];
  });
  input.addEventListener("click", () => (input.value = "")); // the same file, once it was changed, can be chosen again
  input.addEventListener("change", () => take(input.files[0]));
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("gk-over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("gk-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    event.stopPropagation();
    zone.classList.remove("gk-over");
    take(event.dataTransfer.files[0]);
  });
  zone.addEventListener("paste", (event) => take(event.clipboardData.files[0]));

  caption.textContent = model.get("description");
  help.textContent = model.get("help");
  input.accept = model.get("accept");
  return () => look(null);
}
export default { render };

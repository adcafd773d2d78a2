// Shows captioned images, each asked of the kernel once.

const KINDS = ["png", "jpeg", "webp", "gif"];

function render({ model, el }) {
  const images = new Map(); // file → { url } or { missing }
  el.classList.add("gk-gallery");
  el.innerHTML = `<p role="status"></p><ul></ul>`;
  const [note, list] = el.children;

  const show = () => {
    const shown = model.get("images");
    note.textContent = shown.length ? "" : model.get("nothing");
    list.replaceChildren(...shown.map(card));
    list.hidden = shown.length === 0;
  };
  const card = ([file, caption]) => {
    const item = document.createElement("li");
    const figure = document.createElement("figure");
    const words = document.createElement("figcaption");
    const known = images.get(file);
    words.textContent = caption;
    if (known?.missing) {
      const told = document.createElement("p");
      told.textContent = known.missing;
      figure.append(told);
    } else {
      const image = document.createElement("img");
      image.alt = caption;
      words.setAttribute("aria-hidden", "true"); // or it would be read out twice
      if (known?.url) image.src = known.url;
      figure.append(image);
    }
    figure.append(words);
    item.append(figure);
    if (known === undefined) {
      images.set(file, {});
      model.send({ ask: file });
    }
    return item;
  };
  model.on("msg:custom", (told, buffers) => {
    if (told.missing) images.set(told.file, { missing: told.missing });
    else if (!images.get(told.file)?.url && KINDS.includes(told.kind)) {
      const content = new Blob([buffers[0]], { type: `image/${told.kind}` });
      images.set(told.file, { url: URL.createObjectURL(content) });
    }
    show();
  });
  for (const name of ["images", "nothing"]) model.on(`change:${name}`, show);
  show();
  return () => images.forEach(({ url }) => url && URL.revokeObjectURL(url));
}
export default { render };

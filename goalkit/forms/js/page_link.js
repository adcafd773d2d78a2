// A link to a page that the notebook's own server hands out, in a tab of its own.

function render({ model, el }) {
  const link = document.createElement("a");
  el.classList.add("gk-page-link");
  link.target = "_blank";
  link.rel = "noopener";
  el.append(link);
  const config = JSON.parse(document.getElementById("jupyter-config-data")?.textContent || "{}");
  const show = () => {
    link.textContent = model.get("description");
    link.href = `${config.baseUrl ?? "/"}${model.get("path")}`;
    link.hidden = !model.get("path");
  };
  for (const name of ["description", "path"]) model.on(`change:${name}`, show);
  show();
}
export default { render };

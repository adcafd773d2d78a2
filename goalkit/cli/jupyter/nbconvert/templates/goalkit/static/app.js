// A page whose kernel has ended looks alive but keeps nothing: it says so, and offers to be opened again.
(() => {
  const config = JSON.parse(document.getElementById("jupyter-config-data").textContent);
  const kernel = `${config.baseUrl}api/kernels/${config.kernelId}`;
  const lost = document.getElementById("gk-lost");

  function say(text) {
    const again = document.createElement("a");
    again.href = "";
    again.textContent = "Open it again";
    lost.replaceChildren(`${text} `, again);
    lost.hidden = false;
  }

  async function look() {
    if (document.hidden) return;
    try {
      const answer = await fetch(kernel);
      if (answer.ok) lost.hidden = true;
      else say("This page has slept and can no longer save. What you saved before is kept.");
    } catch {
      say("goalkit was closed. What you saved before is kept; start it again, then:");
    }
  }

  setInterval(look, 15000);
  document.addEventListener("visibilitychange", look);
  // Going back in the browser's history may show a page whose kernel has ended.
  window.addEventListener("pageshow", (shown) => { if (shown.persisted) location.reload(); });
})();

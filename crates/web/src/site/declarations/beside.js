// What a form is filled in beside (ties, last year, the department's form) as a panel next to it on
// wide screens, fresh after each save. Without this script, or on narrow ones, it is a page.
"use strict";
(() => {
  const panel = document.getElementById("beside");
  const link = panel && document.querySelector(`.tabs a[href="${panel.dataset.from}"]`);
  if (!link) return;
  const body = panel.querySelector(".panel-body"), status = panel.querySelector(".panel-said");
  const pair = document.querySelector("#edit .pair");
  let asked = 0;

  async function show() {
    const own = asked += 1;
    status.textContent = "正在更新…";
    let parts = null;
    try {
      const response = await fetch(panel.dataset.from, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      parts = response.ok && page.getElementById("beside-parts");
    } catch (_) {
      parts = null;
    }
    if (own !== asked) return; // a later one is under way
    if (!parts) { status.textContent = "没有更新，连不上服务器"; return; }
    const top = panel.scrollTop;
    const open = [...body.querySelectorAll("details")].map((one) => one.open);
    body.replaceChildren(...parts.childNodes);
    body.querySelectorAll("details").forEach((one, at) => { if (open[at] !== undefined) one.open = open[at]; });
    panel.scrollTop = top;
    status.textContent = "";
  }
  function turn(on) {
    panel.hidden = !on;
    pair.classList.toggle("besides", on);
    link.setAttribute("aria-expanded", String(on));
    if (on) show(); else link.focus({ preventScroll: true });
  }

  pair.append(panel);
  link.setAttribute("aria-controls", "beside");
  link.setAttribute("aria-expanded", "false");
  link.addEventListener("click", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!plain || !window.matchMedia("(min-width: 1200px)").matches) return;
    event.preventDefault();
    turn(panel.hidden);
  });
  panel.querySelector("button").addEventListener("click", () => turn(false));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !panel.hidden) turn(false); });
  document.addEventListener("heng:saved", () => { if (!panel.hidden) show(); });
})();

// Makes the whole page a place to drop files on, says which were chosen and that work is going on.
// The page works without it.
"use strict";
const input = document.getElementById("files");
const chosen = document.getElementById("chosen");
const form = input.form;

function tell() {
  const names = Array.from(input.files, (file) => file.name);
  chosen.textContent = names.length === 0 ? "" : `已选 ${names.length} 个：${names.join("、")}`;
}

input.addEventListener("change", tell);
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  document.body.classList.add("over");
});
document.addEventListener("dragleave", (event) => {
  if (event.relatedTarget === null) document.body.classList.remove("over");
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("over");
  if (event.dataTransfer.files.length > 0) {
    input.files = event.dataTransfer.files;
    tell();
  }
});
form.addEventListener("submit", () => {
  chosen.textContent = "正在读表和检查，一般几秒钟 …";
  // The pressed button must still be sent, so it is put out only afterwards.
  setTimeout(() => form.querySelector("button").setAttribute("disabled", ""), 0);
});
window.addEventListener("pageshow", () => form.querySelector("button").removeAttribute("disabled"));

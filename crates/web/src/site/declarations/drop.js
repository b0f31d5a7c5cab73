// A file dropped on the box of a page is taken as if it had been chosen there. Without this script
// files are chosen with the box's own button.
"use strict";
document.querySelectorAll("[data-drop]").forEach((box) => {
  const input = box.querySelector("input[type=file]");
  const brings = (event) => [...event.dataTransfer.types].includes("Files");
  box.querySelectorAll("[data-drop-hint]").forEach((hint) => { hint.hidden = false; });
  const over = (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    box.classList.add("over");
  };
  box.addEventListener("dragenter", over);
  box.addEventListener("dragover", over);
  box.addEventListener("dragleave", (event) => { if (!box.contains(event.relatedTarget)) box.classList.remove("over"); });
  box.addEventListener("drop", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    box.classList.remove("over");
    const files = new DataTransfer();
    const some = [...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1);
    some.forEach((file) => files.items.add(file));
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    input.focus();
  });
});
// A file dropped beside the box would open in place of the page.
["dragover", "drop"].forEach((kind) => document.addEventListener(kind, (event) => {
  if ([...event.dataTransfer.types].includes("Files")) event.preventDefault();
}));

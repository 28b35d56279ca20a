(() => {
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");
  const words = document.getElementById("words"), level = document.getElementById("level"), status = document.getElementById("status");
  const rows = [...document.querySelectorAll("#agencies details[data-level]")], shown = document.getElementById("shown");
  const texts = rows.map((row) => plain(row.textContent));
  const groups = [...document.querySelectorAll("#agencies .group")];
  // A phone shows how many there are, and whoever looks for one finds it.
  const isNarrow = matchMedia("(max-width: 600px)").matches;
  if (isNarrow) groups.forEach((group) => { group.open = false; });
  const apply = () => {
    const wanted = plain(words.value.trim());
    let count = 0;
    rows.forEach((row, index) => {
      const fits = texts[index].includes(wanted) && (!level.value || row.dataset.level === level.value)
        && (!status.value || row.dataset.status.split(" ").includes(status.value));
      row.hidden = !fits;
      count += fits ? 1 : 0;
    });
    if (isNarrow) groups.forEach((group) => { group.open = count < rows.length; });
    shown.textContent = `${count} / ${rows.length}`;
  };
  [words, level, status].forEach((control) => control.addEventListener("input", apply));
  // On paper nothing can be opened.
  const folds = () => [...document.querySelectorAll("details")];
  let opened = [];
  addEventListener("beforeprint", () => { opened = folds().filter((fold) => !fold.open); opened.forEach((fold) => { fold.open = true; }); });
  addEventListener("afterprint", () => opened.forEach((fold) => { fold.open = false; }));
  document.querySelector(".filter").hidden = false;
  apply();
})();

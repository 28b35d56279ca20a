(() => {
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");
  const words = document.getElementById("words"), level = document.getElementById("level"), status = document.getElementById("status");
  const rows = [...document.querySelectorAll("#agencies tbody tr")], shown = document.getElementById("shown");
  const texts = rows.map((row) => plain(row.textContent));
  const apply = () => {
    const wanted = plain(words.value.trim());
    let count = 0;
    rows.forEach((row, index) => {
      const fits = texts[index].includes(wanted) && (!level.value || row.dataset.level === level.value)
        && (!status.value || row.dataset.status.split(" ").includes(status.value));
      row.hidden = !fits;
      count += fits ? 1 : 0;
    });
    shown.textContent = `${count} / ${rows.length}`;
  };
  [words, level, status].forEach((control) => control.addEventListener("input", apply));
  document.querySelector(".filter").hidden = false;
  apply();
})();

// Runs before the first paint, so that a chosen appearance does not flash. Nothing is stored unless somebody chose.
{
  const root = document.documentElement;
  root.classList.add("has-scripts");
  try {
    const chosen = localStorage.getItem("appearance");
    if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
  } catch {
    // Storage may be forbidden; the system's own setting then decides.
  }
}

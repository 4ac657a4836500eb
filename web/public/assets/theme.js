// Runs before the first paint, so that a dark screen never flashes white; lib/theme.tsx takes over from here.
{
  const choice = localStorage.getItem("modelwright.theme") ?? "system";
  const dark = choice === "dark" || (choice === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  document.documentElement.style.cssText = dark
    ? "background:#141414;color-scheme:dark"
    : "background:#f7f7f5;color-scheme:light";
}

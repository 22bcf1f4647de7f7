// A page that leads on: takes along where its link was posted (?via=...).
const link = document.getElementById('moved');
const target = new URL(link.href);
for (const [name, value] of new URLSearchParams(location.search)) {
  target.searchParams.set(name, value);
}
location.replace(target);

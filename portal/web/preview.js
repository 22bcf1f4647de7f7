// Follows the builds: loads the page again when its own text has changed, at the same place; shows what is wrong.
{
  const PLACE = 'preview:place';
  const mark = / data-version="\d+"/;
  let known = Number(document.currentScript.dataset.version);
  let text = null;
  let panel = null;

  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const read = async () => {
    const answer = await fetch(location.href, { cache: 'no-store' });
    return (await answer.text()).replace(mark, '');
  };

  const show = (error) => {
    panel?.remove();
    panel = null;
    if (!error) return;
    panel = document.createElement('pre');
    panel.setAttribute('role', 'alert');
    panel.dataset.previewError = '';
    panel.textContent = `${error}\n\nWhat you see is the last one that could be built.`;
    Object.assign(panel.style, {
      position: 'fixed', inset: 'auto 0 0 0', zIndex: '9999', margin: '0', padding: '1rem 1.25rem',
      maxHeight: '50vh', overflow: 'auto', whiteSpace: 'pre-wrap', font: '14px/1.5 ui-monospace, monospace',
      color: '#fff', background: '#8c1d18', borderTop: '3px solid #ffb4ab',
    });
    document.body.append(panel);
  };

  const follow = async () => {
    text = await read().catch(() => null);
    // The first answer comes at once: a page may be opened while something is wrong.
    let told = 0;
    for (;;) {
      try {
        const answer = await fetch(`/__preview/news?known=${told}`, { cache: 'no-store' });
        const news = await answer.json();
        told = news.version;
        show(news.error);
        if (news.version === known) continue;
        known = news.version;
        if (news.error) continue;
        const fresh = await read();
        if (text !== null && fresh !== text) {
          sessionStorage.setItem(PLACE, JSON.stringify([location.pathname, scrollX, scrollY]));
          location.reload();
          return;
        }
        text = fresh;
      } catch {
        await pause(1000);
      }
    }
  };

  const [path, x, y] = JSON.parse(sessionStorage.getItem(PLACE) ?? '[]');
  sessionStorage.removeItem(PLACE);
  if (path === location.pathname) scrollTo({ left: x, top: y, behavior: 'instant' });
  follow();
}

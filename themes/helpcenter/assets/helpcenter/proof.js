// While programs flood the form, a browser shows that it has worked a little: less than two seconds on a cheap
// phone, beside the page, and nobody is shown a puzzle.

export function prove(challenge) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./proof-worker.js", import.meta.url));
    worker.addEventListener("message", ({ data }) => {
      worker.terminate();
      resolve(data);
    });
    worker.addEventListener("error", reject);
    worker.postMessage(challenge);
  });
}

// How pages speak to the service: three calls, and the visit's session, asked for once a page and only when needed.

export const lang = document.documentElement.dataset.lang;

export class Refused extends Error {
  constructor(status, problem) {
    super(problem?.title ?? `The service answered ${status}.`);
    this.status = status;
    this.errors = problem?.errors ?? [];
    this.proof = problem?.proof ?? null;
  }
}

async function read(response) {
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new Refused(response.status, answer);
  return answer;
}

export async function get(path, values, { signal } = {}) {
  const headers = { Accept: "application/json" };
  return read(await fetch(`${path}?${new URLSearchParams(values)}`, { headers, signal }));
}

export async function post(path, body, { signal } = {}) {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  return read(await fetch(path, { method: "POST", headers, body: JSON.stringify(body), signal, keepalive: true }));
}

export function beacon(path, body) {
  return navigator.sendBeacon(path, new Blob([JSON.stringify(body)], { type: "application/json" }));
}

let visit = null;

export function session() {
  visit ??= get("/api/session", { lang }).catch((error) => {
    visit = null;
    throw error;
  });
  return visit;
}

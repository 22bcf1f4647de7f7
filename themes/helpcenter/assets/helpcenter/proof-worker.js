// Finds the numbers that a challenge asks for, beside the page. SHA-256 of one short block is all it takes, so it is
// written out: the browser's own answers each time by a promise, which takes longer than the hash.

const K = new Uint32Array(64);
const START = new Uint32Array(8);

function fraction(value) {
  return ((value - Math.floor(value)) * 2 ** 32) >>> 0;
}

for (let number = 2, found = 0; found < 64; number += 1) {
  let isPrime = true;
  for (let by = 2; by * by <= number; by += 1) isPrime &&= number % by !== 0;
  if (!isPrime) continue;
  if (found < 8) START[found] = fraction(Math.sqrt(number));
  K[found] = fraction(Math.cbrt(number));
  found += 1;
}

const words = new Uint32Array(64);
const turn = (value, by) => (value >>> by) | (value << (32 - by));

// The first 32 bits of the hash of an ASCII text of at most 55 signs.
function hash(text) {
  words.fill(0, 0, 16);
  for (let place = 0; place < text.length; place += 1) words[place >> 2] |= text.charCodeAt(place) << (24 - 8 * (place & 3));
  words[text.length >> 2] |= 0x80 << (24 - 8 * (text.length & 3));
  words[15] = 8 * text.length;
  for (let i = 16; i < 64; i += 1) {
    const near = words[i - 15];
    const last = words[i - 2];
    words[i] = words[i - 16] + (turn(near, 7) ^ turn(near, 18) ^ (near >>> 3)) + words[i - 7] + (turn(last, 17) ^ turn(last, 19) ^ (last >>> 10));
  }
  let [a, b, c, d, e, f, g, h] = START;
  for (let i = 0; i < 64; i += 1) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + words[i]) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  return (START[0] + a) >>> 0;
}

addEventListener("message", ({ data: { challenge, parts, bits } }) => {
  const key = challenge.slice(-32);
  const found = [];
  for (let part = 0; part < parts; part += 1) {
    let counter = 0;
    while (hash(`${key}.${part}.${counter}`) >>> (32 - bits)) counter += 1;
    found.push(counter);
  }
  postMessage(`${challenge}:${found.join(",")}`);
});

/**
 * Where the sun and the moon are, as exactly as a calendar needs it: new moons to a few seconds, the sun to a few
 * seconds of arc, 1900 to 2200.
 */

/** Days are Julian ephemeris days (JDE, terrestrial time) or, where named `jd`, Julian days in universal time. */
const J2000 = 2_451_545;
const DAYS_PER_CENTURY = 36_525;

const sin = (degrees: number) => Math.sin((degrees * Math.PI) / 180);
const cos = (degrees: number) => Math.cos((degrees * Math.PI) / 180);

/** Periodic terms of the new moon: days, power of E, then multiples of M, M′, F, Ω. Meeus, ch. 49. */
const NEW_MOON: [days: number, e: number, m: number, mMoon: number, f: number, node: number][] = [
  [-0.4072, 0, 0, 1, 0, 0],
  [0.17241, 1, 1, 0, 0, 0],
  [0.01608, 0, 0, 2, 0, 0],
  [0.01039, 0, 0, 0, 2, 0],
  [0.00739, 1, -1, 1, 0, 0],
  [-0.00514, 1, 1, 1, 0, 0],
  [0.00208, 2, 2, 0, 0, 0],
  [-0.00111, 0, 0, 1, -2, 0],
  [-0.00057, 0, 0, 1, 2, 0],
  [0.00056, 1, 1, 2, 0, 0],
  [-0.00042, 0, 0, 3, 0, 0],
  [0.00042, 1, 1, 0, 2, 0],
  [0.00038, 1, 1, 0, -2, 0],
  [-0.00024, 1, -1, 2, 0, 0],
  [-0.00017, 0, 0, 0, 0, 1],
  [-0.00007, 0, 2, 1, 0, 0],
  [0.00004, 0, 0, 2, -2, 0],
  [0.00004, 0, 3, 0, 0, 0],
  [0.00003, 0, 1, 1, -2, 0],
  [0.00003, 0, 0, 2, 2, 0],
  [-0.00003, 0, 1, 1, 2, 0],
  [0.00003, 0, -1, 1, 2, 0],
  [-0.00002, 0, -1, 1, -2, 0],
  [-0.00002, 0, 1, 3, 0, 0],
  [0.00002, 0, 0, 4, 0, 0],
];

/** Pull of the planets on the new moon: days, phase, degrees per lunation. Meeus, ch. 49. */
const PLANETS: [days: number, phase: number, rate: number][] = [
  [0.000325, 299.77, 0.107408],
  [0.000165, 251.88, 0.016321],
  [0.000164, 251.83, 26.651886],
  [0.000126, 349.42, 36.412478],
  [0.00011, 84.66, 18.206239],
  [0.000062, 141.74, 53.303771],
  [0.00006, 207.14, 2.453732],
  [0.000056, 154.84, 7.30686],
  [0.000047, 34.52, 27.261239],
  [0.000042, 207.19, 0.121824],
  [0.00004, 291.34, 1.844379],
  [0.000037, 161.72, 24.198154],
  [0.000035, 239.56, 25.513099],
  [0.000023, 331.55, 3.592518],
];

/** Terrestrial minus universal time, in seconds: measured up to 2020, then the expected trend. Linear between. */
const DELTA_T: [year: number, seconds: number][] = [
  [1900, -3],
  [1920, 21],
  [1950, 29],
  [1970, 40],
  [1980, 51],
  [1990, 57],
  [2000, 64],
  [2010, 66],
  [2020, 69],
  [2050, 75],
  [2100, 95],
  [2200, 180],
];

/** Julian day (universal time) of the k-th new moon; k = 0 is that of 6/1/2000. */
export function newMoon(k: number): number {
  const t = k / 1236.85;
  const t2 = t * t;
  const e = 1 - 0.002516 * t - 0.0000074 * t2;
  const m = 2.5534 + 29.1053567 * k - 0.0000014 * t2;
  const mMoon = 201.5643 + 385.81693528 * k + 0.0107582 * t2;
  const f = 160.7108 + 390.67050284 * k - 0.0016118 * t2;
  const node = 124.7746 - 1.56375588 * k + 0.0020672 * t2;
  let jde = 2_451_550.09766 + 29.530588861 * k + 0.00015437 * t2;
  for (const [days, power, a, b, c, d] of NEW_MOON) {
    jde += days * e ** power * sin(a * m + b * mMoon + c * f + d * node);
  }
  for (const [days, phase, rate] of PLANETS) jde += days * sin(phase + rate * k);
  return jde - deltaT(jde);
}

/** The last k whose new moon may be before the Julian day; off by one at most. */
export function lunation(jd: number): number {
  return Math.floor((jd - 2_451_550.1) / 29.530588861);
}

/** Apparent longitude of the sun in degrees, 0 to 360, at a Julian day in universal time. Meeus, Formulae, ch. 18. */
export function sunLongitude(jd: number): number {
  const jde = jd + deltaT(jd);
  // Centuries from 1900, for which these elements are given.
  const t = (jde - J2000) / DAYS_PER_CENTURY + 1;
  const t2 = t * t;
  const mean = 279.69668 + 36_000.76892 * t + 0.0003025 * t2;
  const m = 358.47583 + 35_999.04975 * t - 0.00015 * t2 - 0.0000033 * t * t2;
  const centre =
    (1.91946 - 0.004789 * t - 0.000014 * t2) * sin(m) +
    (0.020094 - 0.0001 * t) * sin(2 * m) +
    0.000293 * sin(3 * m);
  // Venus (two terms), Jupiter, the moon, and a term of long period.
  const perturbations =
    0.00134 * cos(153.23 + 22_518.7541 * t) +
    0.00154 * cos(216.57 + 45_037.5082 * t) +
    0.002 * cos(312.69 + 32_964.3577 * t) +
    0.00179 * sin(350.74 + 445_267.1142 * t - 0.00144 * t2) +
    0.00178 * sin(231.19 + 20.2 * t);
  // Aberration, then nutation.
  const apparent = mean + centre + perturbations - 0.00569 - 0.00479 * sin(259.18 - 1934.142 * t);
  return ((apparent % 360) + 360) % 360;
}

/** Terrestrial minus universal time in days. */
function deltaT(jde: number): number {
  const year = 2000 + ((jde - J2000) / DAYS_PER_CENTURY) * 100;
  const after = DELTA_T.findIndex(([from]) => from > year);
  const [y0, s0] = DELTA_T[Math.max(after - 1, 0)] ?? [0, 0];
  const [y1, s1] = DELTA_T[after] ?? [y0 + 1, s0];
  const seconds = year < y0 ? s0 : s0 + ((s1 - s0) * (year - y0)) / (y1 - y0);
  return seconds / 86_400;
}

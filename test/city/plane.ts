/** Metres of 1e-6 degree of longitude and latitude in Huai'an (33.4° north); flat is good enough for generating. */
export const metresX = 0.111_32 * Math.cos((33.4 * Math.PI) / 180);
export const metresY = 0.110_92;

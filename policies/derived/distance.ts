/** Mean Earth radius of the International Union of Geodesy and Geophysics, km. */
const earthRadiusKm = 6371.0088;

/** Great-circle distance by the haversine formula, km; good to about 0.5 % since the Earth is no sphere. */
export function distanceKm(a: { readonly lat: number; readonly lon: number }, b: { readonly lat: number; readonly lon: number }): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const half = Math.sin(radians(b.lat - a.lat) / 2) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(radians(b.lon - a.lon) / 2) ** 2;
  return 2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** A day has no zone: noon is that day everywhere a person may be. Epoch ms. */
export const middayOf = (day: string): number => new Date(`${day}T12:00:00`).getTime();

/** Curves are drawn smoothed, so that a noisy loss can be read. */

/** Where on the x axis, and what. */
export type Pair = [number, number]

/** The weight of what came before, until somebody chooses another. */
export const SMOOTHING = 0.6

/** Exponential moving average, corrected for its start; weight 0 leaves the points as they are. */
export function smoothed(points: Pair[], weight: number): Pair[] {
  if (weight <= 0) return points
  let sum = 0
  let norm = 0
  return points.map(([x, y]) => {
    sum = sum * weight + y * (1 - weight)
    norm = norm * weight + (1 - weight)
    return [x, sum / norm]
  })
}

/** Where runs stand beside each other. */

/** As the server takes them. */
export const MOST_RUNS = 12

export const comparisonAddress = (projectId: number, ids: number[]): string =>
  `/projects/${projectId}/compare?runs=${ids.join(',')}`

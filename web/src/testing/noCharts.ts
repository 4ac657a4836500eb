/** In the place of ECharts: jsdom has nothing to draw on. Charts are looked at in the browser suite. */
const chart: object = new Proxy({}, { get: () => () => chart })

export const createChart = () => chart
